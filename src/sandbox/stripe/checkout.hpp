// Checkout sessions: a page of the provider that takes the payment, or saves a method.
//
//     POST /v1/checkout/sessions                GET  /v1/checkout/sessions
//     GET  /v1/checkout/sessions/{id}           GET  /v1/checkout/sessions/{id}/line_items
//     POST /v1/checkout/sessions/{id}/expire
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

Answer create_session(Call& call);
Answer get_session(Call& call);
Answer list_sessions(Call& call);
Answer list_line_items(Call& call);
Answer expire_session_now(Call& call);

/// Expires the session if it is still open.
void expire_session(World& world, Thing& session, Instant now);

}  // namespace gyeol::sandbox::stripe
