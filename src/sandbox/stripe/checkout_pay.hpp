// The payment of a checkout session by the customer on the provider's page.
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

/// Pays, or saves, with the method that `payment_method_data[...]` describes. Answers `redirect`, the address
/// to go on to, or the error of a decline; the session stays open then.
Answer pay_session(Call& call);

/// Brings a session up to its intent: complete once that has succeeded. Does nothing for an intent that
/// belongs to none.
void follow_intent(World& world, const Thing& intent, Instant now);

}  // namespace gyeol::sandbox::stripe
