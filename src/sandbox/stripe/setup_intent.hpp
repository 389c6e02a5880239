// Setup intents: saving a method without taking money.
//
//     POST /v1/setup_intents                GET  /v1/setup_intents
//     GET  /v1/setup_intents/{id}           POST /v1/setup_intents/{id}
//     POST /v1/setup_intents/{id}/confirm   POST /v1/setup_intents/{id}/cancel
#pragma once

#include "sandbox/stripe/call.hpp"
#include "sandbox/stripe/payment_attempt.hpp"

namespace gyeol::sandbox::stripe {

Answer create_setup_intent(Call& call);
Answer get_setup_intent(Call& call);
Answer update_setup_intent(Call& call);
Answer confirm_setup_intent(Call& call);
Answer cancel_setup_intent(Call& call);
Answer list_setup_intents(Call& call);

/// Ends an open attempt of a setup intent. Requires `requires_action`.
void end_setup_authentication(World& world, Thing& intent, Authentication outcome, Instant now);

}  // namespace gyeol::sandbox::stripe
