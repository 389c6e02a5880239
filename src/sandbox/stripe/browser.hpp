// What the pages of the simulator call beside the API. Nothing of it exists at the real provider;
// `/browser/` keeps it apart from what does.
//
//     GET  /browser/attempts/{id}                what the page of an authentication shows
//     POST /browser/attempts/{id}/{pass|fail}    how it ended; answers `redirect`
//     GET  /browser/checkout/{session}           what the checkout page shows
//     POST /browser/checkout/{session}/pay       the customer pays there; answers `redirect`
//     POST /browser/webhook_endpoints/{id}/roll  gives the endpoint another secret; answers `secret`
#pragma once

#include "ports/http_client.hpp"
#include "sandbox/stripe/world.hpp"

namespace gyeol::sandbox::stripe {

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now);

}  // namespace gyeol::sandbox::stripe
