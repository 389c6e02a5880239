// One key, one answer, whoever repeats and whatever crashes in between.
#include "base/limits.hpp"
#include "support/shop.hpp"

#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::IdempotencyStep;

class IdempotencyKey : public testing::Test {
protected:
    Result<app::RequestStart> begins(std::string body = "{}", std::string caller = "buyer") {
        return shop.runs(shop.app().begin_request(
            {.caller = std::move(caller), .method = "POST", .path = "/api/payments", .key = "key"},
            std::move(body)
        ));
    }

    Done finishes(const app::RequestStart& start, std::string answer = "the answer") {
        return shop.runs(shop.app().finish_request(start.record, 201, std::move(answer)));
    }

    Shop shop;
};

TEST_F(IdempotencyKey, ARepeatGetsTheStoredAnswer) {
    const auto first = begins();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->step, IdempotencyStep::run);
    ASSERT_TRUE(finishes(*first));
    for (int repeat = 0; repeat < 3; ++repeat) {
        const auto again = begins();
        ASSERT_TRUE(again);
        EXPECT_EQ(again->step, IdempotencyStep::replay);
        EXPECT_EQ(again->record.status, 201);
        EXPECT_EQ(again->record.answer, "the answer");
    }
}

TEST_F(IdempotencyKey, AnotherBodyIsRefusedAlsoWhileTheFirstRuns) {
    const auto first = begins();
    EXPECT_EQ(begins("{ }").error().code, ErrorCode::idempotency_mismatch);
    ASSERT_TRUE(finishes(*first));
    EXPECT_EQ(begins("{ }").error().code, ErrorCode::idempotency_mismatch);
}

TEST_F(IdempotencyKey, AnotherCallersKeyIsAnotherKey) {
    ASSERT_TRUE(finishes(*begins()));
    EXPECT_EQ(begins("{}", "somebody else")->step, IdempotencyStep::run);
}

TEST_F(IdempotencyKey, WhileTheFirstRunsARepeatWaitsUntilItsLeaseEnds) {
    ASSERT_TRUE(begins());
    const auto early = begins();
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().reason, "idempotency_in_progress");
    EXPECT_GT(early.error().retry_after_s, 0);
    shop.crashes();
    shop.passes(limits::idempotency_lease - 1s);
    EXPECT_FALSE(begins());
    shop.passes(2s);
    EXPECT_EQ(begins()->step, IdempotencyStep::run);
}

TEST_F(IdempotencyKey, OfTwoThatRanTheOneThatTookOverIsRemembered) {
    const auto slow = begins();
    shop.passes(limits::idempotency_lease);
    const auto second = begins();
    ASSERT_TRUE(second);
    EXPECT_TRUE(finishes(*second, "second"));
    EXPECT_TRUE(finishes(*slow, "slow"));
    EXPECT_EQ(begins()->record.answer, "second");
}

TEST_F(IdempotencyKey, AnAbandonedRequestMayRunAtOnce) {
    const auto first = begins();
    ASSERT_TRUE(shop.runs(shop.app().abandon_request(first->record)));
    EXPECT_EQ(begins()->step, IdempotencyStep::run);
}

TEST_F(IdempotencyKey, AKeyIsForgottenAfterItsDayAndPurged) {
    ASSERT_TRUE(finishes(*begins()));
    shop.passes(limits::idempotency_life - 1s);
    EXPECT_EQ(begins()->step, IdempotencyStep::replay);
    shop.passes(1h);
    const auto totals = shop.runs(shop.store().totals());
    EXPECT_EQ(totals->at(static_cast<std::size_t>(domain::RecordKind::idempotency)), 0U);
    EXPECT_EQ(begins("{ }")->step, IdempotencyStep::run);
}

}  // namespace
}  // namespace gyeol::test
