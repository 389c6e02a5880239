// From the opened window to the redirect: what the buyer's side may do with a payment before the
// server confirms it. No money moves here.
#pragma once

#include "base/json.hpp"
#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/world.hpp"

#include <optional>
#include <string>

namespace gyeol::sandbox::toss {

/// Opens a window as the browser script asked for it; answers 201 with the payment key. Refuses with
/// the code that the real script's promise would be rejected with.
Answer open_session(World& world, const boost::json::object& body, Instant now);

/// The buyer chose how to pay, and the tester what shall go wrong. Answers where the browser goes next:
/// `{redirectUrl, result}`, or `{redirectUrl, failure}` when the buyer was declined on the spot. A card
/// number nobody could have answers 400 and leaves the window open.
Answer authenticate(World& world, Payment& payment, const boost::json::object& body, Instant now);

/// The buyer closed the window. The payment stays as it is; no order id is in the redirect.
Answer close_session(const Payment& payment);

/// What the window and the receipt show.
Answer show_session(const Payment& payment);

/// Returns whether `number` has 12-19 digits whose last is the Luhn check digit of the others.
bool is_card_number(std::string_view number);

/// Returns the answer for a code that only the browser script knows.
Answer refuse_in_browser(std::string_view code);

}  // namespace gyeol::sandbox::toss
