#include "simulation/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::simulation {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Simulation, OneSeedIsOneRun) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const auto once = run_seed(seed, {}, false);
        const auto again = run_seed(seed, {}, true);
        EXPECT_EQ(once.hash, again.hash) << seed;
        EXPECT_EQ(once.payments, again.payments);
        EXPECT_FALSE(again.story.empty());
    }
    EXPECT_NE(run_seed(1, {}, false).hash, run_seed(2, {}, false).hash);
}

TEST(Simulation, PeopleBuyAndEveryPromiseHolds) {
    std::size_t completed = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto report = run_seed(seed, {}, false);
        EXPECT_THAT(report.findings, IsEmpty()) << replay_command(seed, {});
        completed += report.completed;
    }
    EXPECT_GE(completed, 20U) << "a world in which nobody pays proves nothing";
}

TEST(Simulation, AStoryNamesTheCommandThatReplaysIt) {
    const std::set<std::string> without{"buyer-2", "crashes"};
    Story story{7, without, *leave_out(plan_for(7), without), run_seed(7, without, true)};
    story.report.findings = {"order_1 is captured twice"};
    const auto text = write_story(story);
    EXPECT_THAT(text, HasSubstr("order_1 is captured twice"));
    EXPECT_THAT(text, HasSubstr("gyeol sim --seed 7 --runs 1 --story --without buyer-2,crashes\n"));
}

}  // namespace
}  // namespace gyeol::simulation
