#include "main/config_plans.hpp"

#include "main/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gyeol::program {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> complaints_of(const std::string& text) {
    const auto plans = parse_plans(text);
    return plans ? std::vector<std::string>{} : plans.error();
}

std::string one_plan(const std::string& members) {
    return R"({"plans":[{)" + members + "}]}";
}

TEST(Plans, AFileWithCommentsIsRead) {
    const auto plans = parse_plans(R"(// What we sell.
        {"plans": [
            {"id": "basic", "name": "베이직", "amount": 4900}, // The cheap one.
            {"id": "pro", "name": "Pro", "description": "All", "amount": 19, "currency": "USD"},
        ]})");
    ASSERT_TRUE(plans) << plans.error()[0];
    ASSERT_EQ(plans->size(), 2U);
    EXPECT_EQ((*plans)[0], (domain::Plan{"basic", "베이직", "", {4900, domain::Currency::krw}}));
    EXPECT_EQ((*plans)[1], (domain::Plan{"pro", "Pro", "All", {19, domain::Currency::usd}}));
}

TEST(Plans, EverythingWrongIsToldWithItsPlace) {
    const auto complaints = complaints_of(R"({"plans": [
        {"id": "A B", "name": "x", "amount": 1000},
        {"id": "b", "name": "x", "amount": 99.5},
        {"id": "c", "name": "x", "amount": 1000, "price": 2},
        {"id": "d", "name": "x", "amount": 1000, "currency": "EUR"},
        7,
        {"id": "e", "name": "x", "amount": 1000},
        {"id": "e", "name": "y", "amount": 1000}]})");
    EXPECT_THAT(
        complaints,
        ElementsAre(
            StartsWith("/plans/0/id: "),
            StartsWith("/plans/1/amount: "),
            StartsWith("/plans/2/price: "),
            StartsWith("/plans/3/currency: "),
            StartsWith("/plans/4: "),
            StartsWith("/plans/6/id: Another plan")
        )
    );
}

TEST(Plans, AnAmountIsAWholePositiveNumber) {
    for (const auto* amount :
         {"0", "-4900", "4900.5", "\"4900\"", "1e30", "null", "true", "9007199254740992"}) {
        const auto text = one_plan(R"("id":"a","name":"x","amount":)" + std::string(amount));
        EXPECT_THAT(complaints_of(text), ElementsAre(StartsWith("/plans/0/amount"))) << amount;
    }
}

TEST(Plans, WhatIsNotAListOfPlansIsRefused) {
    for (const auto* text :
         {"",
          "[]",
          "{}",
          "null",
          R"({"plans":{}})",
          R"({"plans":[]})",
          R"({"plans":[],"more":1})",
          "{\"plans\":[]}}"}) {
        EXPECT_EQ(complaints_of(text).size(), 1U) << text;
    }
    EXPECT_THAT(
        complaints_of("{\n\"plans\": [\n{\"id\" \"a\"}]}"),
        ElementsAre(StartsWith("Line 3 is not JSON"))
    );
}

TEST(Plans, TheDemoSellsThree) {
    const auto plans = demo_plans();
    ASSERT_EQ(plans.size(), 3U);
    std::set<std::string> ids;
    for (const auto& plan : plans) {
        EXPECT_TRUE(domain::check_plan(plan)) << plan.id;
        ids.insert(plan.id);
    }
    EXPECT_EQ(ids, (std::set<std::string>{"ktest_basic", "ktest_plus", "ktest_premium"}));
}

TEST(Plans, TheExampleFileIsRight) {
    const auto text = read_text_file(GYEOL_SOURCE_DIR "/packaging/plans.example.jsonc");
    ASSERT_TRUE(text);
    const auto plans = parse_plans(*text);
    ASSERT_TRUE(plans) << plans.error()[0];
    EXPECT_EQ(*plans, demo_plans());
}

}  // namespace
}  // namespace gyeol::program
