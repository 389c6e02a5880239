// The buyer changes their mind, before and after money moved.
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;

class CancelPayment : public testing::Test {
protected:
    Result<domain::Payment> cancels(const Order& order) {
        return shop.runs(shop.app().cancel_payment(buyer.id, order.id()));
    }

    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(CancelPayment, ACancelledOrderCannotBeConfirmed) {
    const auto order = shop.authenticates(shop.starts(buyer));
    ASSERT_TRUE(cancels(order));
    EXPECT_EQ(cancels(order)->status, PaymentStatus::cancelled) << "a repeat answers the same";
    const auto refused = shop.confirms(order);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "payment_cancelled");
    EXPECT_EQ(shop.confirm_calls(), 0U);
}

TEST_F(CancelPayment, AnOpenOutcomeAndTakenMoneyAreNoLongerCancelled) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.meets(Operation::confirm, {{FaultKind::drop_reply}});
    shop.webhooks_arrive(false);
    shop.confirms(order).value();
    EXPECT_EQ(cancels(order).error().reason, "payment_in_progress");
    shop.passes(2min);
    EXPECT_EQ(cancels(order).error().reason, "payment_completed");
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
}

TEST_F(CancelPayment, AnAccountThatWaitsIsClosedAtTheProvider) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    const auto cancelled = cancels(order);
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->status, PaymentStatus::cancelled);
    EXPECT_THROW(shop.at_the_bank("deposit", order), std::logic_error) << "the account is closed";
    shop.passes(std::chrono::days(2));
    EXPECT_THAT(audit(shop), testing::IsEmpty());
}

TEST_F(CancelPayment, ALostCancelIsRepeatedUntilTheProviderSaysWhatBecameOfTheAccount) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.meets(Operation::cancel, {{FaultKind::lose_request}});
    const auto first = cancels(order);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, PaymentStatus::waiting_for_deposit);
    shop.passes(5min);
    if (shop.payment(order).status == PaymentStatus::waiting_for_deposit) cancels(order).value();
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::cancelled);
}

TEST_F(CancelPayment, ADepositThatIsFasterThanTheCancelWins) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.webhooks_arrive(false);
    shop.at_the_bank("deposit", order);
    const auto answer = cancels(order);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, PaymentStatus::completed);
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
}

}  // namespace
}  // namespace gyeol::test
