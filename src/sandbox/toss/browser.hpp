// What the pages of the simulator call: the payment window, the widget's frame and the bank. Nothing
// of it exists at the real provider; `/browser/` keeps it apart from what does.
//
//     POST /browser/sessions                        opens a window; answers paymentKey
//     GET  /browser/sessions/{paymentKey}           what the page shows
//     POST /browser/sessions/{paymentKey}/authenticate  the buyer chose a method (and maybe a failure)
//     POST /browser/sessions/{paymentKey}/close     the buyer closed the window
//     GET  /browser/bank/accounts                   virtual accounts, newest first
//     POST /browser/bank/{deposit|deposit-late|take-back|pass-due-date|cancel}  {paymentKey}
#pragma once

#include "ports/http_client.hpp"
#include "sandbox/toss/world.hpp"

namespace gyeol::sandbox::toss {

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now);

}  // namespace gyeol::sandbox::toss
