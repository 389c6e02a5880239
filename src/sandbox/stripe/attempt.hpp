// One try to pay or to save with one method: what the card says, whether the holder must authenticate, and
// what becomes of the intent. Payment intents and setup intents share it.
#pragma once

#include "sandbox/stripe/answer.hpp"
#include "sandbox/stripe/call.hpp"
#include "sandbox/stripe/charge.hpp"

#include <optional>
#include <string>

namespace gyeol::sandbox::stripe {

/// How a confirm was asked for.
struct Confirmation {
    std::string return_url;
    std::string three_d_secure = "automatic";  // `any` and `challenge` ask for it.
    bool is_off_session = false;
    bool uses_browser_script = false;  // `use_stripe_sdk`: the script opens the page itself.
    bool fails_on_action = false;      // `error_on_requires_action`.
};

/// What an attempt comes to before anybody else has acted.
enum class Demand : std::uint8_t {
    none,         // The network is asked at once.
    customer,     // The customer must act first: authenticate, or approve in a wallet.
    unattainable  // As `customer`, but nobody is there.
};

Demand demand_of(const Thing& method, const Confirmation& confirmation);

/// Returns what the network says to a charge of `method`.
Verdict verdict_of(const Thing& method);

/// Returns the verdict for an off-session payment that wants authentication.
Verdict authentication_required();

/// Returns the `card_error` of a verdict that is no approval, with the method inside.
boost::json::object write_decline(const Verdict& verdict, const Thing& method);

/// Sets `next_action` of `intent` and makes the page's attempt; returns the page's address.
void demand_action(
    World& world, Thing& intent, const Thing& method, const Confirmation& confirmation
);

/// Returns the intent whose customer is asked by `attempt_id`, null when that attempt is over.
Thing* find_by_attempt(World& world, const std::string& attempt_id);

/// Returns where the buyer goes after acting: the return URL with the intent, its secret and how it ended.
/// Empty when the intent has none.
std::string return_url_of(const Thing& intent);

}  // namespace gyeol::sandbox::stripe
