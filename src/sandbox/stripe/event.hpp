// Events of the last 30 days, for whoever missed a webhook.
//
//     GET /v1/events    GET /v1/events/{id}
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

Answer get_event(Call& call);
Answer list_events(Call& call);

}  // namespace gyeol::sandbox::stripe
