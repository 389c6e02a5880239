#include "providers/stripe/stripe_signature.hpp"

#include "base/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace gyeol::providers::stripe {
namespace {

/// A header longer than any honest one costs no work.
constexpr std::size_t signatures_max = 16;

struct Signature {
    std::string_view time;  // As sent: it is part of what is signed.
    std::int64_t seconds = 0;
    std::vector<std::string_view> candidates;
};

std::optional<std::int64_t> read_seconds(std::string_view digits) {
    std::int64_t seconds = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, seconds);
    constexpr std::int64_t farthest = 100'000'000'000;
    if (failure != std::errc{} || stop != end || seconds < 0 || seconds > farthest)
        return std::nullopt;
    return seconds;
}

std::optional<Signature> read_header(std::string_view header) {
    Signature signature;
    bool has_time = false;
    while (!header.empty()) {
        const auto end = std::min(header.find(','), header.size());
        const auto part = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        if (part.starts_with("t=")) {
            const auto seconds = read_seconds(part.substr(2));
            if (!seconds || has_time) return std::nullopt;
            has_time = true;
            signature.time = part.substr(2);
            signature.seconds = *seconds;
        } else if (part.starts_with("v1=") && signature.candidates.size() < signatures_max) {
            signature.candidates.push_back(part.substr(3));
        }
    }
    if (!has_time || signature.candidates.empty()) return std::nullopt;
    return signature;
}

}  // namespace

std::string_view word(SignatureVerdict verdict) {
    switch (verdict) {
        case SignatureVerdict::genuine:
            return "genuine";
        case SignatureVerdict::malformed:
            return "malformed";
        case SignatureVerdict::forged:
            return "forged";
        case SignatureVerdict::stale:
            return "stale";
    }
    return "malformed";
}

SignatureVerdict verify_signature(
    const SignedBody& delivered, const std::vector<Secret>& secrets, const Hmac& hmac, Instant now
) {
    const auto signature = read_header(delivered.header);
    if (!signature) return SignatureVerdict::malformed;
    const auto bytes = fmt::format("{}.{}", signature->time, delivered.body);
    bool fits = false;
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        const auto expected = write_hex(hmac(secret, bytes));
        // Every pair is compared, so that the time tells nothing about which one fits.
        for (const auto candidate : signature->candidates)
            fits = equal_in_constant_time(candidate, expected) || fits;
    }
    if (!fits) return SignatureVerdict::forged;
    const auto apart = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch() -
                       std::chrono::seconds(signature->seconds);
    return std::chrono::abs(apart) > signature_tolerance ? SignatureVerdict::stale
                                                         : SignatureVerdict::genuine;
}

}  // namespace gyeol::providers::stripe
