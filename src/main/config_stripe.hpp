// Stripe's keys: one for the browser, one for the server, each test or live, and the secret of the webhook
// endpoint.
#pragma once

#include "base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::program {

class ConfigReader;
enum class KeyMode : std::uint8_t;

struct StripeKeys {
    std::string publishable_key;
    Secret secret_key;
    std::vector<Secret> webhook_secrets;  // Two while one is rolled; none: webhooks are refused.

    friend bool operator==(const StripeKeys&, const StripeKeys&) = default;
};

/// Reads the settings, adding what is wrong: half a pair, the halves exchanged, test beside live, a webhook
/// secret that is none. Made-up keys stand in where the sandbox is played. Returns the mode of the keys, none
/// when Stripe is not used.
std::optional<KeyMode> read_stripe(ConfigReader& reader);

/// Returns made-up keys, which the sandbox takes, and the secret that its webhooks are signed with.
StripeKeys sandbox_stripe_keys();

}  // namespace gyeol::program
