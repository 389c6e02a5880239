// Chance from a seed. Every part of a simulation throws dice of its own, so that leaving one part out
// changes as little as possible of what the others do.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gyeol::simulation {

/// Same seed, same throws, on every machine and in every build.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : seed_(seed) {}

    /// Returns other dice that depend on this seed and `stream` only, not on what was thrown before.
    [[nodiscard]] Dice fork(std::uint64_t stream) const;

    /// Returns 64 random bits.
    std::uint64_t next();

    /// Returns a number from 0 to `bound` - 1. Requires a positive bound.
    std::size_t below(std::size_t bound);

    /// Returns true `per_mille` times out of a thousand.
    bool chance(int per_mille);

    /// Returns a duration of whole milliseconds that is at least `shortest` and less than `longest`.
    Millis between(Millis shortest, Millis longest);

    template <typename T>
    const T& pick(const std::vector<T>& choices) {
        return choices.at(below(choices.size()));
    }

private:
    std::uint64_t seed_;
    std::uint64_t thrown_ = 0;
};

}  // namespace gyeol::simulation
