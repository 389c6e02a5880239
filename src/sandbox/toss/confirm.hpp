// The server's confirm: the one moment at which money moves, and nothing moves before it.
#pragma once

#include "base/json.hpp"
#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/world.hpp"

namespace gyeol::sandbox::toss {

/// Answers `POST /v1/payments/confirm` of `owner`. Guards in order: form of the body, session known and
/// open to this key pair, order and amount as requested, not processed before, minimum amount, the
/// buyer's choice of failure.
Answer confirm(World& world, const KeyOwner& owner, const boost::json::object& body, Instant now);

/// Returns the newest approved try of an order, else its newest try; null when there is none that a
/// query may see.
const Payment* find_for_query(const World& world, const KeyOwner& owner, std::string_view order_id);

/// Returns whether a query may see `payment` at all.
bool is_readable(const World& world, const Payment& payment);

/// Returns whether `order_id` has the form the REST API takes: 6-64 of letters, digits, `-` and `_`.
bool is_order_id(std::string_view order_id);

/// Returns whether money was taken or an account issued for `payment`, now or before.
bool was_approved(const Payment& payment);

}  // namespace gyeol::sandbox::toss
