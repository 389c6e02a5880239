// Webhook endpoints: who is told of which events, and with which secret.
//
//     POST /v1/webhook_endpoints         GET    /v1/webhook_endpoints
//     GET  /v1/webhook_endpoints/{id}    POST   /v1/webhook_endpoints/{id}
//     DELETE /v1/webhook_endpoints/{id}
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

/// Returns the endpoint that the options name; its id is made from its URL.
Thing make_fixed_endpoint(const FixedEndpoint& fixed);

Answer create_endpoint(Call& call);
Answer get_endpoint(Call& call);
Answer update_endpoint(Call& call);
Answer delete_endpoint(Call& call);
Answer list_endpoints(Call& call);

}  // namespace gyeol::sandbox::stripe
