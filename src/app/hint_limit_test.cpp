#include "app/hint_limit.hpp"

#include "base/limits.hpp"

#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;

const Instant noon = from_millis(1'772'334'000'000);
const domain::PaymentId one(Id::parse("0123456789abcdef01234567").value());
const domain::PaymentId two(Id::parse("0123456789abcdef01234568").value());

TEST(HintLimit, TheFirstAsksComeAtOnceAndThenOneInAWhile) {
    HintLimit limit;
    for (int ask = 0; ask < limits::hint_asks_at_once; ++ask) {
        EXPECT_LE(limit.free_at(one, noon), noon) << ask;
        limit.count_ask(one, noon);
    }
    EXPECT_EQ(limit.free_at(one, noon), noon + limits::hint_ask_interval);
    EXPECT_LE(limit.free_at(two, noon), noon) << "another payment waits for nobody";

    const auto later = noon + limits::hint_ask_interval;
    EXPECT_LE(limit.free_at(one, later), later);
    limit.count_ask(one, later);
    EXPECT_EQ(limit.free_at(one, later), later + limits::hint_ask_interval);
}

TEST(HintLimit, AfterARestAllAsksAreFreeAgain) {
    HintLimit limit;
    for (int ask = 0; ask < limits::hint_asks_at_once; ++ask)
        limit.count_ask(one, noon);
    const auto rested = noon + limits::hint_ask_interval * limits::hint_asks_at_once;
    for (int ask = 0; ask < limits::hint_asks_at_once; ++ask) {
        EXPECT_LE(limit.free_at(one, rested), rested) << ask;
        limit.count_ask(one, rested);
    }
    EXPECT_GT(limit.free_at(one, rested), rested);
}

TEST(HintLimit, AnAnswerCoversTheHintsThatWereThereBeforeItsQuestion) {
    HintLimit limit;
    EXPECT_FALSE(limit.is_answered(one, noon));
    limit.count_ask(one, noon);
    EXPECT_FALSE(limit.is_answered(one, noon - 1s)) << "asked, not answered";
    limit.remember_answer(one, noon);
    EXPECT_TRUE(limit.is_answered(one, noon - 1ms));
    EXPECT_FALSE(limit.is_answered(one, noon)) << "nobody knows which was first";
    EXPECT_FALSE(limit.is_answered(one, noon + 1ms));
    EXPECT_FALSE(limit.is_answered(two, noon - 1ms));
}

}  // namespace
}  // namespace gyeol::app
