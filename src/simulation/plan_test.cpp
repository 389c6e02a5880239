#include "simulation/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::simulation {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

TEST(Plan, SeedsDifferInWhatExistsAtAll) {
    std::set<std::string> seen;
    std::size_t smallest = 100;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto parts = plan_for(seed).parts();
        smallest = std::min(smallest, parts.size());
        seen.insert(parts.begin(), parts.end());
    }
    for (const auto trouble : all_troubles())
        EXPECT_THAT(seen, Contains(std::string(word(trouble)))) << "no seed has it";
    EXPECT_LE(smallest, 4U) << "no seed is nearly without trouble";
}

TEST(Plan, EveryPartCanBeLeftOut) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const auto whole = plan_for(seed);
        const auto parts = whole.parts();
        for (const auto& part : parts) {
            const auto rest = leave_out(whole, {part});
            ASSERT_TRUE(rest) << part;
            EXPECT_THAT(rest->parts(), Not(Contains(part)));
        }
        const auto nothing = leave_out(whole, {parts.begin(), parts.end()});
        ASSERT_TRUE(nothing);
        EXPECT_THAT(nothing->parts(), IsEmpty());
    }
    EXPECT_FALSE(leave_out(plan_for(1), {"the-moon"}));
}

TEST(Plan, EveryTroubleStandsInItsOwnRow) {
    for (const auto trouble : all_troubles()) {
        EXPECT_FALSE(word(trouble).empty());
        Plan plan;
        plan.per_mille.at(static_cast<std::size_t>(trouble)) = 1;
        EXPECT_EQ(plan.parts(), std::vector{std::string(word(trouble))});
    }
}

}  // namespace
}  // namespace gyeol::simulation
