// Payment intents: what the merchant and the browser may do with them.
//
//     POST /v1/payment_intents                GET  /v1/payment_intents
//     GET  /v1/payment_intents/{id}           POST /v1/payment_intents/{id}
//     POST /v1/payment_intents/{id}/confirm   POST /v1/payment_intents/{id}/capture
//     POST /v1/payment_intents/{id}/cancel
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

Answer create_payment_intent(Call& call);
Answer get_payment_intent(Call& call);
Answer update_payment_intent(Call& call);
Answer confirm_payment_intent(Call& call);
Answer capture_payment_intent(Call& call);
Answer cancel_payment_intent(Call& call);
Answer list_payment_intents(Call& call);

}  // namespace gyeol::sandbox::stripe
