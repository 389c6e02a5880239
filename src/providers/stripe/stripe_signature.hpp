// Whether a webhook is Stripe's own: HMAC-SHA-256 over time and raw body, with the endpoint's secret.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::stripe {

/// Returns the 32 bytes of HMAC-SHA-256 over `bytes`; the whole secret, `whsec_` included, is the key.
using Hmac = std::function<std::string(const Secret& secret, std::string_view bytes)>;

enum class SignatureVerdict : std::uint8_t {
    genuine,
    malformed,  // No `Stripe-Signature` that can be read.
    forged,     // No `v1` of it fits any of our secrets.
    stale,      // Genuine, but from another time: a replay, or a clock that is wrong.
};

/// Returns the enumerator's name, for notes.
std::string_view word(SignatureVerdict verdict);

/// How far the signed time may be from ours, in either direction; exactly this much is taken.
constexpr std::chrono::seconds signature_tolerance{300};

struct SignedBody {
    std::string_view header;  // `Stripe-Signature`.
    std::string_view body;    // The bytes as received.
};

/// Judges one delivery. While a secret is rolled, several of ours and several of theirs are good: any pair
/// that fits is enough. Every other scheme than `v1` is ignored.
SignatureVerdict verify_signature(
    const SignedBody& delivered, const std::vector<Secret>& secrets, const Hmac& hmac, Instant now
);

}  // namespace gyeol::providers::stripe
