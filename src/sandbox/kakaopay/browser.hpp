// What the buyer's page calls. Nothing of it exists at the real provider; `/browser/` keeps it apart from
// what does. `{page}` is the 64 hex digits of the page's address. Every answer is the session as the page
// shows it, with `redirectUrl` where the browser must go next.
//
//     GET  /browser/sessions/{page}               what the page shows
//     POST /browser/sessions/{page}/open          the page was opened
//     POST /browser/sessions/{page}/select        {method}: MONEY or CARD
//     POST /browser/sessions/{page}/authenticate  {outcome, declineCode, chargeDeclineCode}: the password
//                                                 was right; what shall happen at the approve
//     POST /browser/sessions/{page}/wrong-password  it was wrong too often
//     POST /browser/sessions/{page}/quit          the buyer pressed cancel
//     POST /browser/sessions/{page}/expire        the quarter of an hour is over now
#pragma once

#include "ports/http_client.hpp"
#include "sandbox/kakaopay/world.hpp"

namespace gyeol::sandbox::kakaopay {

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now);

}  // namespace gyeol::sandbox::kakaopay
