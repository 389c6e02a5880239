// Money goes back: by whom, how much, and once whatever becomes of the answer.
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using domain::RefundStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using test::audit;
using test::Means;
using test::Shop;
using testing::IsEmpty;

TEST(Refund, InFullGivesEverythingBack) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    const auto payment = shop.refunds(Shop::an_operator(), order, 9'900);
    ASSERT_TRUE(payment) << payment.error().reason;
    EXPECT_EQ(payment->status, PaymentStatus::refunded);
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    EXPECT_THAT(
        shop.payment_log().actions_of(order.order_id()),
        testing::IsSupersetOf({"refund.requested", "refund.completed", "payment.refunded"})
    );
    shop.passes(5min);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Refund, InPartsGivesBackNoMoreThanWasPaid) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    EXPECT_EQ(
        shop.refunds(Shop::an_operator(), order, 4'000)->status, PaymentStatus::partially_refunded
    );
    EXPECT_EQ(shop.refunds(Shop::an_operator(), order, 6'000).error().reason, "exceeds_refundable");
    EXPECT_EQ(shop.refunds(Shop::an_operator(), order, 5'900)->status, PaymentStatus::refunded);
    EXPECT_EQ(shop.refunds(Shop::an_operator(), order, 1).error().reason, "exceeds_refundable");
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    shop.passes(5min);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Refund, TwoOperatorsAtOnceCannotGiveBackTooMuch) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    domain::RequestRefund request{
        .amount_minor = 6'000,
        .expected_balance_minor = 9'900,
        .reason = "고객 요청",
        .requested_by = {},
        .account = std::nullopt,
    };
    const auto one =
        shop.begins(shop.app().refund_payment(Shop::an_operator(), order.id(), request));
    const auto other =
        shop.begins(shop.app().refund_payment(Shop::an_operator(), order.id(), request));
    EXPECT_TRUE(shop.ends(*one));
    EXPECT_EQ(shop.ends(*other).error().reason, "balance_mismatch");
    shop.passes(1h);
    EXPECT_EQ(shop.taken(order.order_id()), 3'900);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Refund, ASecondOneWaitsForTheFirst) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    shop.meets(Operation::cancel, {{FaultKind::delay, 40s}});
    const auto first = shop.refunds(Shop::an_operator(), order, 1'000);
    EXPECT_EQ(first->refunds[0].status, RefundStatus::sending)
        << "it takes longer than a request waits";
    const auto second = shop.refunds(Shop::an_operator(), order, 2'000);
    EXPECT_EQ(second->refunds[1].status, RefundStatus::reserved);
    shop.passes(5min);
    const auto payment = shop.payment(order);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed);
    EXPECT_EQ(payment.refunds[1].status, RefundStatus::completed);
    EXPECT_EQ(shop.taken(order.order_id()), 6'900);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Refund, GoesBackOnceWhateverBecomesOfTheAnswer) {
    for (const auto trouble :
         {FaultKind::refuse_connection,
          FaultKind::lose_request,
          FaultKind::drop_reply,
          FaultKind::error_after_execute,
          FaultKind::answer_html,
          FaultKind::cut_json,
          FaultKind::unknown_status,
          FaultKind::empty_body}) {
        Shop shop;
        const auto order = shop.pays(shop.registers());
        shop.meets(Operation::cancel, {{trouble}});
        ASSERT_TRUE(shop.refunds(Shop::an_operator(), order, 4'000));
        EXPECT_LE(domain::refundable(shop.payment(order)).minor, 5'900)
            << "its part is held meanwhile";
        shop.passes(std::chrono::days(2));
        EXPECT_EQ(shop.payment(order).refunds.size(), 1U) << static_cast<int>(trouble);
        EXPECT_EQ(shop.payment(order).refunds[0].status, RefundStatus::completed);
        EXPECT_EQ(shop.taken(order.order_id()), 5'900) << static_cast<int>(trouble);
        EXPECT_THAT(audit(shop), IsEmpty());
    }
}

TEST(Refund, IsTheOwnersRightForAsLongAsTheShopSays) {
    Shop shop;
    const auto buyer = shop.registers();
    const auto order = shop.pays(buyer);
    const auto stranger = shop.registers("stranger@example.kr");
    EXPECT_EQ(shop.refunds(stranger, order, 1'000).error().reason, "payment_not_found");
    ASSERT_TRUE(shop.refunds(buyer, order, 1'000));
    shop.passes(24h);
    EXPECT_EQ(shop.refunds(buyer, order, 1'000).error().reason, "refund_not_allowed");
    EXPECT_TRUE(shop.refunds(Shop::an_operator(), order, 1'000));
}

TEST(Refund, OfADepositGoesToTheBuyersAccount) {
    Shop shop;
    const auto order = shop.pays(shop.registers(), Means::virtual_account);
    EXPECT_EQ(
        shop.refunds(Shop::an_operator(), order, 9'900).error().reason, "payment_not_refundable"
    );
    shop.at_the_bank("deposit", order);
    shop.settles_down();
    const auto refunded = shop.refunds(Shop::an_operator(), order, 9'900);
    ASSERT_TRUE(refunded) << refunded.error().reason;
    EXPECT_EQ(refunded->status, PaymentStatus::refunded);
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    shop.passes(5min);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Refund, ThatTheProviderRefusesForGoodFailsAndFreesItsPart) {
    Shop shop;
    const auto order = shop.pays(shop.registers(), Means::virtual_account);
    shop.at_the_bank("deposit", order);
    shop.settles_down();
    domain::RequestRefund request{
        .amount_minor = 9'900,
        .expected_balance_minor = 9'900,
        .reason = "고객 요청",
        .requested_by = {},
        // Toss Payments checks the name on the account; this number stands for another's.
        .account = domain::RefundAccount{"88", "00000000000000", "김결"},
    };
    const auto refused =
        shop.runs(shop.app().refund_payment(Shop::an_operator(), order.id(), request));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->refunds[0].status, RefundStatus::failed);
    EXPECT_EQ(refused->refunds[0].failure->provider_code, "INVALID_REFUND_ACCOUNT_INFO");
    EXPECT_EQ(domain::refundable(*refused).minor, 9'900);
    EXPECT_TRUE(shop.refunds(Shop::an_operator(), order, 9'900)) << "to another account";
    EXPECT_EQ(shop.taken(order.order_id()), 0);
}

TEST(Refund, MadeInTheProvidersConsoleIsFoundAndRecordedOnce) {
    Shop shop;
    shop.webhooks_arrive(false);
    const auto order = shop.pays(shop.registers());
    shop.returned_in_the_console(order);
    shop.passes(std::chrono::days(8));
    const auto payment = shop.payment(order);
    EXPECT_EQ(payment.status, PaymentStatus::refunded);
    ASSERT_EQ(payment.refunds.size(), 1U);
    EXPECT_EQ(payment.refunds[0].cause, domain::RefundCause::external);
    EXPECT_EQ(shop.refunds(Shop::an_operator(), order, 1).error().reason, "exceeds_refundable");
    EXPECT_THAT(audit(shop), IsEmpty());
}

}  // namespace
}  // namespace gyeol::app
