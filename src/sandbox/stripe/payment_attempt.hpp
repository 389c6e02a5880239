// How a payment intent moves: approved, declined, waiting for the customer, captured, cancelled.
#pragma once

#include "sandbox/stripe/attempt.hpp"

namespace gyeol::sandbox::stripe {

/// Tries to pay `intent` with `method`. Requires a state in which it may be confirmed. Returns the intent, or
/// the 402 that carries it.
Answer attempt_payment(
    World& world, Thing& intent, Thing& method, const Confirmation& confirmation, Instant now
);

/// How the customer left the page that asked for authentication.
enum class Authentication : std::uint8_t { passed, failed };

/// Ends an open attempt. Requires `requires_action`.
void end_authentication(World& world, Thing& intent, Authentication outcome, Instant now);

/// Takes `amount` of a hold. Requires `requires_capture` and no more than is held.
void capture_payment(World& world, Thing& intent, std::int64_t amount, Instant now);

/// Cancels; `reason` may be empty. Requires a state in which it may be cancelled.
void cancel_payment(World& world, Thing& intent, const std::string& reason, Instant now);

/// Returns the 400 of an intent in the wrong state, with the intent inside.
Answer refuse_state(const Thing& intent, const std::string& message);

}  // namespace gyeol::sandbox::stripe
