// The Payment object as version 2022-11-16 writes it: every member present, null where nothing is.
#pragma once

#include "base/json.hpp"
#include "sandbox/toss/model.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gyeol::sandbox::toss {

/// Who reads the object, and when; two of its members depend on it.
struct PaymentView {
    Instant now;
    bool hide_secret = false;
    std::string page_base;
    Millis refund_account_readable{0};
    std::optional<std::uint64_t> unknown_fields_seed;  // Adds undocumented members when set.
};

boost::json::object write_payment(const Payment& payment, const PaymentView& view);

/// The members of one element of `cancels`.
boost::json::object write_cancel(const Cancel& cancel);

}  // namespace gyeol::sandbox::toss
