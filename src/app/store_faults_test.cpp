// The store fails, half-fails, and is away: nothing is half-applied and nothing is applied twice.
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using Fault = storage::MemoryStore::Fault;

class StoreFaults : public testing::Test {
protected:
    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(StoreFaults, ALostAnswerIsResolvedByRepeatingTheSameWrite) {
    for (const auto fault : {Fault::unknown_before, Fault::unknown_after}) {
        const auto order = shop.authenticates(shop.starts(buyer));
        // The intent's answer is lost, then the outcome's, each more than once.
        shop.store().test_fail_next({fault, fault, Fault::none, fault, fault, Fault::none});
        const auto confirmed = shop.confirms(order);
        ASSERT_TRUE(confirmed);
        EXPECT_EQ(confirmed->status, PaymentStatus::completed);
        EXPECT_EQ(shop.payment(order).meta.version, 3U)
            << "create, intent, outcome: no write twice";
        EXPECT_EQ(shop.captures(order.order_id()), 1);
        EXPECT_THAT(
            shop.payment_log().actions_of(order.order_id()),
            testing::ElementsAre("payment.created", "payment.processing", "payment.completed")
        );
    }
}

TEST_F(StoreFaults, AnAnswerThatStaysLostSendsNothingAndIsAskedAbout) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.store().test_fail_next(std::vector<Fault>(5, Fault::unknown_after));
    const auto refused = shop.confirms(order);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::store_unknown);
    EXPECT_EQ(shop.confirm_calls(), 0U);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::processing) << "the intent had landed";
    shop.passes(std::chrono::days(1));
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    EXPECT_THAT(audit(shop), testing::IsEmpty());
}

TEST_F(StoreFaults, AStoreThatIsAwayRefusesEverythingAndLeavesNothingHalfDone) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.store().test_set_reachable(false);
    EXPECT_EQ(shop.confirms(order).error().code, ErrorCode::unavailable);
    EXPECT_EQ(
        shop.runs(shop.app().start_payment(buyer, {.plan_id = "plus", .idempotency_key = {}}))
            .error()
            .code,
        ErrorCode::unavailable
    );
    EXPECT_EQ(shop.signs_in().error().code, ErrorCode::unavailable);
    EXPECT_FALSE(shop.runs(shop.app().health()));
    shop.passes(2min);
    shop.store().test_set_reachable(true);
    EXPECT_EQ(shop.confirm_calls(), 0U);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::pending);
    EXPECT_EQ(shop.confirms(order)->status, PaymentStatus::completed);
    EXPECT_TRUE(shop.signs_in());
}

TEST_F(StoreFaults, AnOutcomeThatCannotBeStoredIsFoundAgainByAsking) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.webhooks_arrive(false);
    shop.store().test_fail_next({Fault::none, Fault::unavailable});
    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->status, PaymentStatus::failed);
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
    shop.passes(2min);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

TEST_F(StoreFaults, AStartThatFailsHalfwayIsRepeatedToTheSamePayment) {
    for (const auto fault : {Fault::unavailable, Fault::unknown_before, Fault::unknown_after}) {
        const auto key = std::to_string(static_cast<int>(fault));
        const app::StartPayment start{.plan_id = "basic", .idempotency_key = key};
        shop.store().test_fail_next({Fault::none, fault});
        const auto first = shop.runs(shop.app().start_payment(buyer, start));
        const auto again = shop.runs(shop.app().start_payment(buyer, start));
        ASSERT_TRUE(again) << again.error().reason;
        EXPECT_EQ(again->payment.status, PaymentStatus::pending);
        if (first) {
            EXPECT_EQ(first->payment.id, again->payment.id);
        }
    }
}

}  // namespace
}  // namespace gyeol::test
