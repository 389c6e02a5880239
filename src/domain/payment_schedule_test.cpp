#include "domain/payment_schedule.hpp"

#include "domain/payment_samples.hpp"
#include "domain/refund.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum PaymentStatus;

/// Without undelivered events, which are looked at on their own account.
Payment quiet(Payment payment, Instant now) {
    payment.meta.events.clear();
    schedule(payment, now);
    return payment;
}

TEST(Schedule, AnOpenOutcomeIsAskedAtOneMinuteFiveAnHourAndDaily) {
    auto payment = sent_payment();
    const Millis expected[] = {1min, 5min, 1h, 24h, 48h, 72h};
    for (const auto wait : expected) {
        payment = quiet(std::move(payment), confirmed_at);
        ASSERT_EQ(payment.meta.next_at, confirmed_at + wait);
        payment = begin_ask(std::move(payment), *payment.meta.next_at);
    }
}

TEST(Schedule, AMissedLookIsMadeUpWithoutASpin) {
    const auto now = confirmed_at + 24h * 10;
    EXPECT_EQ(quiet(sent_payment(), now).meta.next_at, now + 1s);
}

TEST(Schedule, APendingPaymentIsLookedAtWhenItsLifeEnds) {
    EXPECT_EQ(quiet(new_payment(), morning).meta.next_at, morning + limits::payment_life);
}

TEST(Schedule, ADepositIsLookedAtDailyAndAfterItsDueTime) {
    const auto payment = payment_in(waiting_for_deposit);
    const auto due = morning + 24h;
    EXPECT_EQ(quiet(payment, morning - 48h).meta.next_at, morning - 24h);
    EXPECT_EQ(quiet(payment, morning + 2h).meta.next_at, due + 1min);
    EXPECT_EQ(quiet(payment, due + 2min).meta.next_at, due + 2min + 1h);
    auto without_due = payment;
    without_due.virtual_account->due_at.reset();
    EXPECT_EQ(quiet(without_due, morning).meta.next_at, morning + 24h);
    const auto cancelling = begin_cancel(payment, noticed_at)->payment;
    EXPECT_EQ(quiet(cancelling, noticed_at).meta.next_at, noticed_at + 1min);
}

TEST(Schedule, ACompletedPaymentIsReviewedOnDaysOneSevenAndThirty) {
    auto payment = payment_in(completed);
    const auto start = *payment.completed_at;
    for (const int day : {1, 7, 30}) {
        payment = quiet(std::move(payment), start);
        ASSERT_EQ(payment.meta.next_at, start + 24h * day);
        payment = begin_ask(std::move(payment), *payment.meta.next_at);
    }
    EXPECT_FALSE(quiet(payment, start).meta.next_at);
}

TEST(Schedule, AnEndThatCameLateIsStillReviewedAfterIt) {
    const auto late = confirmed_at + 24h * 60;
    auto payment = payment_in(waiting_for_deposit);
    payment = settle(std::move(payment), overdue(), window, late);
    ASSERT_EQ(payment.status, expired);
    EXPECT_EQ(quiet(payment, late).meta.next_at, late + 24h);
}

TEST(Schedule, NothingIsExpectedOfWhatWasNeverSentOrIsFullyReturned) {
    EXPECT_FALSE(quiet(begin_cancel(new_payment(), noticed_at)->payment, noticed_at).meta.next_at);
    EXPECT_FALSE(quiet(payment_in(refunded), noticed_at).meta.next_at);
}

TEST(Schedule, UndeliveredEventsAreLookedAtAfterAMinute) {
    const auto payment = payment_in(refunded);
    EXPECT_EQ(payment.meta.next_at, payment.meta.events.back().at + events_look_after);
}

TEST(Schedule, WhatWeOweIsSentAtOnceAndAskedAboutUntilItIsBack) {
    auto payment = return_all(payment_in(completed), noticed_at);
    EXPECT_EQ(payment.meta.next_at, noticed_at);
    payment.method = PaymentMethod::card;
    payment = quiet(send_refund(payment, 24h, noticed_at), noticed_at);
    EXPECT_EQ(payment.meta.next_at, noticed_at + 1min);
    payment = quiet(begin_ask(payment, noticed_at + 1min), noticed_at + 1min);
    EXPECT_EQ(payment.meta.next_at, noticed_at + 5min);
}

}  // namespace
}  // namespace gyeol::domain
