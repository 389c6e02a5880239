// Where a simulator's ids come from: a counter mixed with the seed, never a clock or a dice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::sandbox {

/// Returns 64 well-mixed bits of `value` (splitmix64).
std::uint64_t mix(std::uint64_t value);

/// Returns a stable fingerprint of `text` (FNV-1a); never used where secrecy matters.
std::uint64_t fingerprint(std::string_view text);

class IdMaker {
public:
    explicit IdMaker(std::uint64_t seed) : seed_(seed) {}

    std::uint64_t next() { return mix(seed_ + ++sequence_ * 0x9E3779B97F4A7C15ULL); }

    /// Returns `prefix` and `length` letters and digits.
    std::string letters(std::string_view prefix, std::size_t length);

    /// Returns `prefix` and `length` decimal digits.
    std::string digits(std::string_view prefix, std::size_t length);

    /// Returns `prefix` and `length` lower-case hex digits.
    std::string hex(std::string_view prefix, std::size_t length);

    /// How many numbers were given out; a restored simulator goes on from there.
    [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

    void resume_at(std::uint64_t sequence) { sequence_ = sequence; }

private:
    std::string draw(std::string_view prefix, std::size_t length, std::string_view alphabet);

    std::uint64_t seed_;
    std::uint64_t sequence_ = 0;
};

}  // namespace gyeol::sandbox
