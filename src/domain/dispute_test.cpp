#include "domain/dispute.hpp"

#include "domain/payment_samples.hpp"
#include "domain/refund.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum DisputeStatus;

/// The books with all of the money and one dispute.
ProviderOutcome books_with(DisputeStatus status, std::int64_t amount = price.minor) {
    auto outcome = captured();
    outcome.view->disputes = {
        {"du_1", status, {amount, Currency::krw}, "fraudulent", noticed_at + 24h * 7}};
    return outcome;
}

std::string last_event(const Payment& payment) {
    return payment.meta.events.back().type;
}

TEST(Disputes, AnOpenOneHoldsTheMoneyAndTellsTheOperator) {
    const auto paid = payment_in(PaymentStatus::completed);
    const auto disputed_one = settle_soon(paid, books_with(open));
    EXPECT_EQ(disputed_one.status, PaymentStatus::completed);
    EXPECT_EQ(disputed(disputed_one), price);
    EXPECT_EQ(refundable(disputed_one).minor, 0);
    EXPECT_EQ(last_event(disputed_one), "payment.dispute_opened");
    EXPECT_EQ(settle_soon(disputed_one, books_with(open)), disputed_one) << "told once";

    const RequestRefund request{
        .amount_minor = 1,
        .expected_balance_minor = 0,
        .reason = "x",
        .requested_by = "y",
        .account = std::nullopt};
    EXPECT_EQ(begin_refund(disputed_one, request, noticed_at).error().reason, "exceeds_refundable");
}

TEST(Disputes, ALostOneTakesTheMoneyAndAWonOneGivesItBack) {
    const auto held = settle_soon(payment_in(PaymentStatus::completed), books_with(open, 4000));
    EXPECT_EQ(refundable(held).minor, price.minor - 4000);
    const auto lost_one = settle_soon(held, books_with(lost, 4000));
    EXPECT_EQ(last_event(lost_one), "payment.dispute_lost");
    EXPECT_EQ(refundable(lost_one).minor, price.minor - 4000);
    const auto won_one = settle_soon(lost_one, books_with(won, 4000));
    EXPECT_EQ(last_event(won_one), "payment.dispute_won");
    EXPECT_EQ(refundable(won_one), price);
    EXPECT_EQ(won_one.disputes.size(), 1U);
}

TEST(Disputes, AnInquiryMovesNoMoneyAndIsTold) {
    const auto asked = settle_soon(payment_in(PaymentStatus::completed), books_with(inquiry));
    EXPECT_EQ(last_event(asked), "payment.dispute_inquiry");
    EXPECT_EQ(refundable(asked), price);
    EXPECT_EQ(last_event(settle_soon(asked, books_with(withdrawn))), "payment.dispute_withdrawn");
}

TEST(Disputes, OneThatIsNotListedAnyMoreStays) {
    const auto held = settle_soon(payment_in(PaymentStatus::completed), books_with(open));
    EXPECT_EQ(settle_soon(held, captured()), held);
}

TEST(Disputes, WhatWasGivenBackAndIsTakenTooLeavesNothing) {
    const Money half{price.minor / 2, Currency::krw};
    auto outcome = books_with(open);
    outcome.view->balance = half;
    const auto payment = settle_soon(payment_in(PaymentStatus::completed), outcome);
    EXPECT_EQ(payment.status, PaymentStatus::partially_refunded);
    EXPECT_EQ(refundable(payment).minor, 0);
}

}  // namespace
}  // namespace gyeol::domain
