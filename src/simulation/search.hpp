// The search for the schedule that breaks a promise, and the shortest story that still does.
#pragma once

#include "simulation/world.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace gyeol::simulation {

/// Runs `seed` without the parts in `without`. Requires parts that exist.
Report run_seed(std::uint64_t seed, const std::set<std::string>& without, bool keeps_story);

/// One run, to be told.
struct Story {
    std::uint64_t seed = 0;
    std::set<std::string> without;
    Plan plan;
    Report report;
};

/// Returns the failing run of `seed` without whatever it still fails without.
Story shrink(std::uint64_t seed, std::set<std::string> without);

/// Returns the story for people: what is in it, what happened, what is wrong, and the command that
/// replays it.
std::string write_story(const Story& story);

/// Returns the command that replays the run, without the program's path.
std::string replay_command(std::uint64_t seed, const std::set<std::string>& without);

}  // namespace gyeol::simulation
