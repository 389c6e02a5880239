#include "main/sim_command.hpp"

#include "base/note.hpp"
#include "sandbox/id_maker.hpp"
#include "simulation/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

namespace gyeol::program {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int exit_broken = 1;
constexpr int exit_usage = 2;
/// How often a long search says how far it is.
constexpr std::chrono::seconds report_interval{5};

/// What all runs so far came to.
struct Tally {
    std::uint64_t seeds = 0;
    std::uint64_t payments = 0;
    std::uint64_t completed = 0;
    std::uint64_t hash = 0;
    Clock::time_point begun = Clock::now();
    Clock::time_point told = begun;
};

void count(Tally& tally, const simulation::Report& report) {
    ++tally.seeds;
    tally.payments += report.payments;
    tally.completed += report.completed;
    tally.hash = sandbox::mix(tally.hash ^ report.hash);
}

void say(const Tally& tally) {
    using std::chrono::milliseconds;
    const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - tally.begun).count();
    const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(took, 1));
    std::puts(fmt::format(
                  "{} seeds, {} payments, {} with money, in {}.{:03} s: {} seeds/s, {} payments/s; "
                  "trace hash {:016x}",
                  tally.seeds,
                  tally.payments,
                  tally.completed,
                  millis / 1000,
                  millis % 1000,
                  tally.seeds * 1000 / millis,
                  tally.payments * 1000 / millis,
                  tally.hash
    )
                  .c_str());
    std::fflush(stdout);
}

void tell_story(std::uint64_t seed, const std::set<std::string>& without) {
    simulation::Story story{
        .seed = seed,
        .without = without,
        .plan = *simulation::leave_out(simulation::plan_for(seed), without),
        .report = simulation::run_seed(seed, without, true)};
    std::puts(simulation::write_story(story).c_str());
}

void tell_shortest_story(std::uint64_t seed, const std::set<std::string>& without) {
    std::puts(
        fmt::format("Seed {} breaks a promise. Looking for the shortest story ...\n", seed).c_str()
    );
    std::fflush(stdout);
    std::puts(simulation::write_story(simulation::shrink(seed, without)).c_str());
}

/// A build with test points ends at a broken law: then the seed must be known already.
void say_broken_laws_of(const std::uint64_t& seed) {
    replace_note_sink(
        [&seed](NoteLevel /*level*/, std::string_view name, const std::vector<NoteField>& fields) {
            if (name != "invariant.broken" || fields.empty()) return;
            const auto line = fmt::format("gyeol: seed {}: {}\n", seed, fields.front().value);
            std::fputs(line.c_str(), stderr);
        }
    );
}

/// Returns whether every promise held. `seed` is the one that runs.
bool search(const SimOptions& options, const std::set<std::string>& without, std::uint64_t& seed) {
    Tally tally;
    bool holds = true;
    for (; holds && (options.runs == 0 || tally.seeds < options.runs); ++seed) {
        const auto report = simulation::run_seed(seed, without, false);
        count(tally, report);
        holds = report.findings.empty();
        if (options.tells_story) {
            tell_story(seed, without);
        } else if (!holds) {
            tell_shortest_story(seed, without);
        }
        if (Clock::now() - tally.told < report_interval) continue;
        say(tally);
        tally.told = Clock::now();
    }
    say(tally);
    return holds;
}

}  // namespace

int run_simulation(const SimOptions& options) {
    const std::set<std::string> without(options.without.begin(), options.without.end());
    if (!simulation::leave_out(simulation::plan_for(options.seed), without)) {
        std::fprintf(stderr, "gyeol: --without names something that no simulation has.\n");
        return exit_usage;
    }
    std::uint64_t seed = options.seed;
    say_broken_laws_of(seed);
    const bool holds = search(options, without, seed);
    replace_note_sink({});
    return holds ? 0 : exit_broken;
}

}  // namespace gyeol::program
