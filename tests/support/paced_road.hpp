// The way between a story's process and its store: as short as nothing, or another length each time, so that
// what works side by side interleaves in many ways; the same seed gives the same way again.
#pragma once

#include "ports/clock.hpp"
#include "ports/wait.hpp"
#include "simulation/distant_store.hpp"

#include <cstdint>
#include <optional>
#include <random>

namespace gyeol::test {

/// Waits 0 to 4 virtual milliseconds before every call and again after it; not at all without a seed.
class PacedRoad final : public simulation::StoreRoad {
public:
    explicit PacedRoad(ports::Clock& clock) : clock_(clock) {}

    void set_pace(std::uint64_t seed) { pace_.emplace(seed); }

    Task<simulation::StoreFate> leaves(simulation::StoreCall call) override {
        co_await idle(call);
        co_return simulation::StoreFate::arrives;
    }

    Task<> returns(simulation::StoreCall call) override { return idle(call); }

    void landed(const domain::Aggregate& /*stored*/) override {}

private:
    Task<> idle(simulation::StoreCall call) {
        // The reconciler looks for what is due at every moment of a story: that must not make moments.
        if (!pace_ || call == simulation::StoreCall::sweep) co_return;
        const Millis wait((*pace_)() % 5);
        if (wait.count() == 0) co_return;
        co_await ports::sleep_until(clock_, clock_.now() + wait);
    }

    ports::Clock& clock_;
    std::optional<std::mt19937_64> pace_;
};

}  // namespace gyeol::test
