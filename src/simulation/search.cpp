#include "simulation/search.hpp"

#include "base/ensure.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::simulation {
namespace {

Plan plan_without(std::uint64_t seed, const std::set<std::string>& without) {
    auto plan = leave_out(plan_for(seed), without);
    ensure(plan.has_value(), "only parts of a plan are left out");
    return std::move(*plan);
}

}  // namespace

Report run_seed(std::uint64_t seed, const std::set<std::string>& without, bool keeps_story) {
    World world(plan_without(seed, without), keeps_story);
    return world.run();
}

Story shrink(std::uint64_t seed, std::set<std::string> without) {
    // What cannot be left out now may be when something else is gone: until a round leaves out nothing.
    for (bool is_shorter = true; is_shorter;) {
        is_shorter = false;
        for (const auto& part : plan_without(seed, without).parts()) {
            auto fewer = without;
            fewer.insert(part);
            if (run_seed(seed, fewer, false).findings.empty()) continue;
            without = std::move(fewer);
            is_shorter = true;
        }
    }
    auto plan = plan_without(seed, without);
    auto report = run_seed(seed, without, true);
    return {seed, std::move(without), std::move(plan), std::move(report)};
}

std::string replay_command(std::uint64_t seed, const std::set<std::string>& without) {
    auto command = fmt::format("gyeol sim --seed {} --runs 1 --story", seed);
    std::string list;
    for (const auto& part : without)
        list += (list.empty() ? "" : ",") + part;
    if (!list.empty()) command += " --without " + list;
    return command;
}

std::string write_story(const Story& story) {
    const auto& findings = story.report.findings;
    std::string text = fmt::format(
        "Seed {} {}.\n\n", story.seed, findings.empty() ? "keeps every promise" : "breaks a promise"
    );
    for (const auto& line : describe(story.plan))
        text += "  - " + line + "\n";
    text += "\n";
    for (const auto& line : story.report.story)
        text += "  " + line + "\n";
    if (!findings.empty()) text += "\nBroken promises:\n";
    for (const auto& finding : findings)
        text += "  - " + finding + "\n";
    text += "\nReplay: " + replay_command(story.seed, story.without) + "\n";
    return text;
}

}  // namespace gyeol::simulation
