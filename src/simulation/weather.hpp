// When the troubles of a plan strike: some at a single step, some for a while.
#pragma once

#include "simulation/dice.hpp"
#include "simulation/plan.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace gyeol::simulation {

class Weather {
public:
    explicit Weather(const Plan& plan);

    /// Throws the dice of `trouble` once.
    bool strikes(Trouble trouble);

    /// Returns the dice of `trouble`, for what else about it is chance.
    Dice& dice(Trouble trouble) { return dice_.at(static_cast<std::size_t>(trouble)); }

    /// A spell of `trouble` begins at `place` (which provider, for instance) and lasts until `until`.
    void begin(Trouble trouble, std::size_t place, Instant until);

    /// Returns whether a spell of `trouble` lasts at `place`.
    [[nodiscard]] bool lasts(Trouble trouble, std::size_t place, Instant now) const;

    /// Everything ends, for good.
    void clear_up();

    [[nodiscard]] bool is_clear() const { return clear_; }

private:
    struct Spell {
        std::size_t place = 0;
        Instant until{};
    };

    std::array<int, trouble_count> per_mille_;
    std::vector<Dice> dice_;
    std::array<Spell, trouble_count> spells_{};
    bool clear_ = false;
};

}  // namespace gyeol::simulation
