// How one simulator of Stripe is set up: keys, clocks of what happens later, webhooks and their switches.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

using namespace std::chrono_literals;

/// The version that the simulator speaks; other monthly versions of the same release are taken too.
constexpr std::string_view api_version = "2026-10-28.endive";

/// An endpoint that exists from the start, as one made in the Dashboard would. Its secret is known.
struct FixedEndpoint {
    std::string url;
    std::string secret;  // `whsec_...`, used whole as the key.
};

struct WebhookOptions {
    std::vector<FixedEndpoint> endpoints;
    bool duplicates = false;    // Every event is delivered a second time.
    bool out_of_order = false;  // A later event may be due before an earlier one.
    /// Waits before the second and the third try; the provider publishes no exact times for tests.
    std::vector<Millis> retry_after{5min, 2h};
    Millis old_secret_life = 24h;  // How long a rolled secret still signs.
};

/// Returns the 32 bytes of HMAC-SHA-256 over `bytes`.
using Sign = std::function<std::string(std::string_view secret, std::string_view bytes)>;

struct Options {
    std::uint64_t seed = 1;             // Same seed, same calls: same ids and same answers.
    Sign sign;                          // Required before a webhook is due.
    std::vector<std::string> api_keys;  // Secret, restricted or publishable test keys.
    bool any_test_key = true;           // Unlisted test keys are taken.
    std::string page_base = "http://localhost:8081/stripe";  // Where the pages are.
    WebhookOptions webhooks;

    Millis charge_settles_after = 5s;  // With `automatic_async`: until the balance transaction.
    Millis funds_available_after = std::chrono::days(2);
    Millis refund_decided_after = 10s;  // For the test cards whose refunds change later.
    Millis dispute_opens_after = 2s;
    Millis dispute_decided_after = 10s;
    Millis hold_life = std::chrono::days(7);
    Millis session_life = 24h;
    Millis event_life = std::chrono::days(30);
    /// Least amount of a won payment by card: half a US dollar at some rate.
    std::int64_t krw_card_minimum = 700;
};

}  // namespace gyeol::sandbox::stripe
