#include "domain/plan.hpp"

#include "base/limits.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

Plan a_plan() {
    return {"basic-1_month", "결 Basic", "", {9900, Currency::krw}};
}

std::string refusal_of(const Plan& plan) {
    const auto done = check_plan(plan);
    return done ? "" : done.error().reason;
}

TEST(Plan, MayBeSoldWhenTheProviderWouldTakeIt) {
    EXPECT_EQ(refusal_of(a_plan()), "");
    for (const auto& id :
         {std::string(),
          std::string("Basic"),
          std::string("a b"),
          std::string("가"),
          std::string(65, 'a')}) {
        auto plan = a_plan();
        plan.id = id;
        EXPECT_EQ(refusal_of(plan), "invalid_plan_id") << id;
    }
    for (const std::int64_t amount :
         {std::int64_t{-1}, std::int64_t{0}, std::int64_t{199}, limits::amount_minor_max + 1}) {
        auto plan = a_plan();
        plan.amount.minor = amount;
        EXPECT_EQ(refusal_of(plan), "invalid_plan_amount") << amount;
    }
    auto cents = a_plan();
    cents.amount = {1, Currency::usd};
    EXPECT_EQ(refusal_of(cents), "");
}

TEST(Plan, ANameIsCountedInCharactersAndNotInBytes) {
    auto plan = a_plan();
    plan.name.clear();
    EXPECT_EQ(refusal_of(plan), "invalid_plan_name");
    for (int character = 0; character < 100; ++character)
        plan.name += "결";
    EXPECT_EQ(refusal_of(plan), "");
    plan.name += "결";
    EXPECT_EQ(refusal_of(plan), "invalid_plan_name");
}

TEST(Catalogue, KeepsItsOrderAndFindsByIdOnly) {
    auto second = a_plan();
    second.id = "pro";
    const Catalogue catalogue({a_plan(), second});
    EXPECT_EQ(catalogue.plans().front().id, "basic-1_month");
    ASSERT_NE(catalogue.find("pro"), nullptr);
    EXPECT_EQ(*catalogue.find("pro"), second);
    EXPECT_EQ(catalogue.find("PRO"), nullptr);
    EXPECT_DEATH(Catalogue({a_plan(), a_plan()}), "");
}

}  // namespace
}  // namespace gyeol::domain
