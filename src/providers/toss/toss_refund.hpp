// How refunds look in Toss Payments' JSON: written as a cancel of a part, found again among the cancels of a
// payment. Pure.
#pragma once

#include "base/json.hpp"
#include "domain/outcome.hpp"
#include "domain/payment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::toss {

/// Writes the cancel of a part, only if exactly what we believe is left. The reason ends with the refund's
/// number, by which `ProviderReturn::refund_number` finds it again.
std::string write_refund(const domain::Refund& refund);

/// Returns the cancels, those under way included; an aborted one was taken back. One that cannot be read is
/// left to the balance, which counts it too.
std::vector<domain::ProviderReturn> read_returns(
    const boost::json::object& payment, domain::Currency currency
);

/// Returns an amount of the payment's currency, none when it is not a whole number that JSON carries
/// exactly. Toss writes major units; they are the minor ones in won and yen.
std::optional<domain::Money> read_money(
    const boost::json::object& payment, std::string_view name, domain::Currency currency
);

}  // namespace gyeol::providers::toss
