// What happened to a payment after it was taken: Stripe's lists of its refunds and disputes. Pure.
#pragma once

#include "domain/outcome.hpp"
#include "ports/http_client.hpp"

#include <optional>
#include <vector>

namespace gyeol::providers::stripe {

/// Returns the refunds of a list, none when it is not understood or has more pages. One that failed, also
/// after it had succeeded, was taken back; one that is pending counts, as it does in the balance.
std::optional<std::vector<domain::ProviderReturn>> read_refunds(
    const ports::HttpReply& reply, domain::Currency currency
);

/// Returns the disputes of a list, oldest first, none when it is not understood or has more pages. One in
/// another currency than the payment's disputes all of it.
std::optional<std::vector<domain::Dispute>> read_disputes(
    const ports::HttpReply& reply, domain::Money captured
);

}  // namespace gyeol::providers::stripe
