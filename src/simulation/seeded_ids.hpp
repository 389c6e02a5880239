// Randomness from a seed: the same run twice makes the same ids.
#pragma once

#include "platform/digest.hpp"
#include "ports/crypto.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace gyeol::simulation {

/// Digests are the real ones.
class SeededIds final : public ports::IdSource {
public:
    explicit SeededIds(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::string random_bytes(std::size_t count) override {
        std::string bytes;
        for (std::size_t at = 0; at < count; ++at)
            bytes.push_back(static_cast<char>(engine_() & 0xFFU));
        return bytes;
    }

    [[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view text) const override {
        return platform::sha256(text);
    }

    [[nodiscard]] std::array<std::uint8_t, 32> hmac_sha256(const Secret& key, std::string_view text)
        const override {
        return platform::HmacSha256(key).digest(text);
    }

    [[nodiscard]] std::array<std::uint8_t, 32> keyed_digest(std::string_view text) const override {
        return derivation_.digest(text);
    }

private:
    std::mt19937_64 engine_;
    platform::HmacSha256 derivation_{Secret("a derivation secret for tests only")};
};

}  // namespace gyeol::simulation
