// The buyer comes back and confirms: what may be taken, what is answered, and what silence leads to.
#include "app/checkout_token.hpp"
#include "base/limits.hpp"
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using testing::IsEmpty;

class ConfirmPayment : public testing::Test {
protected:
    std::string status(const Order& order) { return std::string(word(shop.payment(order).status)); }

    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(ConfirmPayment, TheServersAmountIsTakenOnceAndTold) {
    const auto order = shop.pays(buyer);
    EXPECT_EQ(status(order), "completed");
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
    EXPECT_EQ(shop.payment(order).completed_at, shop.now());
    EXPECT_THAT(
        shop.payment_log().actions_of(order.order_id()),
        testing::ElementsAre("payment.created", "payment.processing", "payment.completed")
    );
    shop.passes(std::chrono::days(31));
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(ConfirmPayment, ATamperedAmountSendsNothing) {
    const auto order = shop.authenticates(shop.starts(buyer));
    for (const std::int64_t amount : {0L, 100L, 9'899L, 19'900L}) {
        const auto refused = shop.confirms(order, amount);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().reason, "amount_mismatch");
    }
    EXPECT_EQ(shop.confirm_calls(), 0U);
    EXPECT_EQ(status(order), "pending");
    EXPECT_TRUE(shop.confirms(order));
}

TEST_F(ConfirmPayment, AnothersOrderIsNotThere) {
    const auto order = shop.authenticates(shop.starts(buyer));
    const auto thief = shop.registers("thief@shop.example");
    const auto refused = shop.runs(shop.app().confirm_payment(
        {.owner = thief.id, .checkout_token = std::nullopt},
        {.payment_key = order.payment_key, .order_id = order.order_id(), .amount_minor = 9'900}
    ));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    EXPECT_EQ(shop.confirm_calls(), 0U);
}

TEST_F(ConfirmPayment, ACheckoutTokenOpensItsOwnPaymentOnly) {
    const auto mine = shop.authenticates(shop.starts(buyer));
    auto mixed = shop.authenticates(shop.starts(shop.registers("other@shop.example")));
    const auto others_token = mixed.token();
    const auto refused = shop.runs(shop.app().confirm_payment(
        {.owner = std::nullopt, .checkout_token = others_token},
        {.payment_key = mine.payment_key, .order_id = mine.order_id(), .amount_minor = 9'900}
    ));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::not_found);
    const auto read = shop.runs(shop.app().read_checkout(others_token));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payment.order_id, mixed.order_id());
    EXPECT_FALSE(shop.runs(shop.app().read_checkout(std::string(32, 'a'))));
    EXPECT_FALSE(shop.runs(shop.app().read_checkout("not a token")));
}

TEST_F(ConfirmPayment, AnothersPaymentKeyTakesNothingOfEither) {
    // Toss binds a key to its order: the wrong pair is refused there, and both orders stay whole.
    const auto mine = shop.authenticates(shop.starts(buyer));
    const auto other = shop.authenticates(shop.starts(shop.registers("other@shop.example")));
    auto mixed = mine;
    mixed.payment_key = other.payment_key;
    const auto confirmed = shop.confirms(mixed);
    shop.passes(std::chrono::days(1));
    EXPECT_EQ(shop.taken(mine.order_id()) + shop.taken(other.order_id()), 0);
    EXPECT_NE(status(mine), "completed");
    EXPECT_NE(status(other), "completed");
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(ConfirmPayment, ASecondPaymentKeyForOneOrderIsRefused) {
    const auto order = shop.pays(buyer);
    auto second = order;
    second.payment_key = "tgyeol_another_key";
    const auto refused = shop.confirms(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "payment_key_conflict");
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

TEST_F(ConfirmPayment, BothFlowsHaveTheirOwnAccount) {
    const auto widget = shop.starts(buyer);
    const auto window = shop.runs(shop.app().start_payment(
        buyer, {.plan_id = "plus", .flow = domain::CheckoutFlow::window, .idempotency_key = {}}
    ));
    ASSERT_TRUE(window);
    EXPECT_TRUE(widget.checkout.payment.account.starts_with("widget_test_"));
    EXPECT_TRUE(window->payment.account.starts_with("api_test_"));
    EXPECT_EQ(widget.checkout.browser.client_key, "test_gck_shop");
    EXPECT_EQ(window->browser.client_key, "test_ck_shop");
    EXPECT_EQ(widget.checkout.payment.customer_key, window->payment.customer_key);
    const auto order = shop.authenticates(Order{*window, {}});
    EXPECT_TRUE(shop.confirms(order));
    EXPECT_EQ(shop.taken(order.order_id()), 19'900);
}

TEST_F(ConfirmPayment, FiftyAtOnceAreOneCallAndFiftyEqualAnswers) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.meets(Operation::confirm, {{FaultKind::delay, 3s}});
    std::vector<std::shared_ptr<Shop::Pending<Result<domain::Payment>>>> confirms;
    for (int tab = 0; tab < 50; ++tab) {
        confirms.push_back(shop.begins(shop.app().confirm_payment(
            {.owner = buyer.id, .checkout_token = std::nullopt},
            {.payment_key = order.payment_key, .order_id = order.order_id(), .amount_minor = 9'900}
        )));
    }
    const auto first = shop.ends(*confirms.front());
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, PaymentStatus::completed);
    for (std::size_t other = 1; other < confirms.size(); ++other) {
        const auto answer = shop.ends(*confirms[other]);
        EXPECT_TRUE(answer == first) << other;
    }
    EXPECT_EQ(shop.confirm_calls(), 1U);
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

TEST_F(ConfirmPayment, ASlowProviderIsAnsweredAsProcessingAndFinishedAllTheSame) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.meets(Operation::confirm, {{FaultKind::delay, 40s}});
    const auto begun = shop.now();
    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, PaymentStatus::processing);
    EXPECT_GE(shop.now() - begun, limits::confirm_wait);
    EXPECT_LT(shop.now() - begun, limits::confirm_wait + 2s);
    shop.passes(20s);
    EXPECT_EQ(status(order), "completed");
    EXPECT_EQ(shop.confirms(order)->status, PaymentStatus::completed);
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

/// Troubles after which money may have moved: each leaves the payment open until the provider's own
/// answer closes it.
class ConfirmTrouble : public testing::TestWithParam<FaultKind> {};

TEST_P(ConfirmTrouble, IsUnknownOrAskedAndEndsAsTheProvidersBooksSay) {
    Shop shop;
    shop.webhooks_arrive(false);
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.meets(Operation::confirm, {{GetParam()}});
    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(
        answer->status == PaymentStatus::unknown || answer->status == PaymentStatus::completed
    ) << word(answer->status);
    shop.passes(2min);
    const auto taken = shop.taken(order.order_id());
    const auto now = shop.payment(order).status;
    if (taken > 0) {
        EXPECT_EQ(word(now), word(PaymentStatus::completed));
    }
    shop.passes(std::chrono::days(2));
    EXPECT_EQ(shop.payment(order).status == PaymentStatus::completed, taken > 0);
    EXPECT_LE(shop.captures(order.order_id()), 1);
    EXPECT_THAT(audit(shop), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    EveryFault,
    ConfirmTrouble,
    testing::Values(
        FaultKind::lose_request,
        FaultKind::drop_reply,
        FaultKind::error_after_execute,
        FaultKind::answer_html,
        FaultKind::cut_json,
        FaultKind::unknown_status,
        FaultKind::empty_body
    )
);

TEST_F(ConfirmPayment, AConfirmOfWhatTheProviderHasProcessedAlreadyFindsItByAsking) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.webhooks_arrive(false);
    shop.lost_confirm_arrives(order);  // ALREADY_PROCESSED_PAYMENT is what ours is answered.
    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, PaymentStatus::completed);
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

TEST_F(ConfirmPayment, ADeclinedCardFailsWithItsReasonAndANewOrderMayFollow) {
    const auto order = shop.authenticates(shop.starts(buyer), Means::card, "decline");
    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, PaymentStatus::failed);
    ASSERT_TRUE(answer->failure);
    EXPECT_EQ(answer->failure->provider_code, "REJECT_CARD_COMPANY");
    EXPECT_FALSE(answer->failure->message.empty());
    EXPECT_EQ(shop.confirms(order)->status, PaymentStatus::failed) << "a repeat answers the same";
    const auto second = shop.pays(buyer);
    EXPECT_NE(second.order_id(), order.order_id());
    EXPECT_EQ(status(second), "completed");
    shop.passes(std::chrono::days(2));
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(ConfirmPayment, WhatWasNotSentMayBeConfirmedAgainUnderANewKeyAfterAsking) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.meets(Operation::confirm, {{FaultKind::refuse_connection}});
    const auto refused = shop.confirms(order);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().reason, "provider_unreachable");
    EXPECT_GT(refused.error().retry_after_s, 0);
    EXPECT_EQ(status(order), "pending");
    const auto first_key = shop.payment(order).attempt->idempotency_key;
    const auto asks = shop.asks();

    const auto answer = shop.confirms(order);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, PaymentStatus::completed);
    EXPECT_NE(answer->attempt->idempotency_key, first_key);
    EXPECT_GT(shop.asks(), asks) << "a later try asks before it sends";
    EXPECT_EQ(shop.captures(order.order_id()), 1);
}

TEST_F(ConfirmPayment, NothingIsConfirmedAnHourAfterTheOrder) {
    auto options = Shop::sandbox_options();
    options.authentication_window = 3h;
    options.confirm_window = 3h;
    Shop patient(options);
    const auto order = patient.authenticates(patient.starts(patient.registers()));
    patient.passes(limits::payment_life + 1min);
    EXPECT_EQ(patient.payment(order).status, PaymentStatus::expired);
    const auto refused = patient.confirms(order);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "payment_expired");
    EXPECT_EQ(patient.confirm_calls(), 0U);
}

TEST_F(ConfirmPayment, WhileTheProcessStopsNothingNewIsSent) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.gate().close();
    const auto refused = shop.confirms(order);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "stopping");
    EXPECT_EQ(status(order), "pending");
    EXPECT_EQ(shop.confirm_calls(), 0U);
}

TEST(AdoptedCapture, IsCompletedWhileThePurchaseStillPointsAtIt) {
    Shop shop;
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.lost_confirm_arrives(order);
    shop.settles_down();
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
    EXPECT_TRUE(shop.payment(order).refunds.empty());
    shop.passes(std::chrono::days(1));
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
}

TEST(AdoptedCapture, GoesBackWhenThePurchaseMovedOn) {
    // A restored backup can hold an order as pending whose purchase serves another payment by now.
    Shop shop;
    const auto buyer = shop.registers();
    const auto order = shop.authenticates(shop.starts(buyer));
    const auto second = shop.pays(buyer, Means::card, "plus");
    const auto purchase_id = app::purchase_id_of(SeededIds(1), buyer.id, "basic");
    auto purchase = shop.runs(ports::load_as<domain::Purchase>(shop.store(), purchase_id.raw()))
                        .value()
                        .value();
    purchase.payment_id = second.id();
    const OpId op(Id::parse("0123456789abcdef01234567").value());
    ASSERT_TRUE(shop.runs(shop.store().commit({purchase, purchase.meta.version, op})));

    shop.lost_confirm_arrives(order);
    shop.settles_down();
    shop.passes(5min);
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::refunded);
    EXPECT_EQ(shop.taken(second.order_id()), 19'900);
}

}  // namespace
}  // namespace gyeol::test
