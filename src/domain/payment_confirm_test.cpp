#include "domain/payment_confirm.hpp"

#include "domain/payment_samples.hpp"
#include "domain/payment_schedule.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum PaymentStatus;

std::string answer_of(const Result<ConfirmStart>& start) {
    if (!start) return start.error().reason;
    switch (start->step) {
        case ConfirmStart::Step::send:
            return "send";
        case ConfirmStart::Step::join:
            return "join";
        case ConfirmStart::Step::settled:
            return "settled";
    }
    return "";
}

TEST(BeginConfirm, TheIntentHoldsEverythingThatIsSent) {
    const auto start = begin_confirm(new_payment(), confirm_command(), confirmed_at);
    ASSERT_EQ(answer_of(start), "send");
    EXPECT_EQ(start->payment.status, processing);
    const Attempt expected{
        .number = 1,
        .payment_key = "key_one",
        .idempotency_key = "ord_one-confirm-1",
        .started_at = confirmed_at,
        .send_by = confirmed_at + limits::send_within,
        .ask_first = false,
        .asks = 0,
    };
    EXPECT_EQ(start->payment.attempt, expected);
    EXPECT_EQ(start->payment.meta.next_at, confirmed_at + 1min);
}

TEST(BeginConfirm, TheFirstGuardWins) {
    auto command = confirm_command();
    const auto confirm = [&command](PaymentStatus status) {
        return answer_of(begin_confirm(payment_in(status), command, noticed_at));
    };
    // Everything is wrong at once, then one thing less each time.
    command = {.payment_key = "key_two", .order_id = "ord_two", .amount_minor = 1};
    EXPECT_EQ(confirm(unknown), "payment_not_found");
    command.order_id = "ord_one";
    EXPECT_EQ(confirm(unknown), "amount_mismatch");
    command.amount_minor = price.minor;
    EXPECT_EQ(confirm(unknown), "payment_key_conflict");
    EXPECT_EQ(confirm(cancelled), "payment_key_conflict");
    command.payment_key = "key_one";
    EXPECT_EQ(confirm(unknown), "join");
    EXPECT_EQ(confirm(cancelled), "payment_cancelled");
}

TEST(BeginConfirm, EachStatusAnswersARepeat) {
    struct Row {
        PaymentStatus status;
        const char* answer;
    };

    const Row rows[] = {
        {pending, "send"},
        {processing, "join"},
        {unknown, "join"},
        {waiting_for_deposit, "settled"},
        {completed, "settled"},
        {partially_refunded, "settled"},
        {refunded, "settled"},
        {failed, "settled"},
        {cancelled, "payment_cancelled"},
        {expired, "settled"},
    };
    for (const auto& row : rows) {
        const auto before = payment_in(row.status);
        const auto start = begin_confirm(before, confirm_command(), noticed_at);
        EXPECT_EQ(answer_of(start), row.answer) << word(row.status);
        if (row.status == pending) continue;
        if (start) {
            EXPECT_EQ(start->payment, before);
        }
        auto other = confirm_command();
        other.payment_key = "key_two";
        EXPECT_EQ(answer_of(begin_confirm(before, other, noticed_at)), "payment_key_conflict")
            << word(row.status);
    }
}

TEST(BeginConfirm, APaymentPastItsLifeIsNotSent) {
    const auto last = morning + limits::payment_life - 1ms;
    EXPECT_EQ(answer_of(begin_confirm(new_payment(), confirm_command(), last)), "send");
    const auto late = begin_confirm(new_payment(), confirm_command(), last + 1ms);
    EXPECT_EQ(answer_of(late), "payment_expired");
    const auto unsent = expire(new_payment(), last + 1ms);
    EXPECT_EQ(answer_of(begin_confirm(unsent, confirm_command(), last)), "payment_expired");
}

TEST(BeginConfirm, ATryAfterAnAnsweredOneAsksFirstUnderANewKey) {
    const auto first =
        settle(sent_payment(), ProviderOutcome::not_sent("NOT_AVAILABLE_BANK"), window, noticed_at);
    ASSERT_EQ(first.status, pending);
    auto other_key = confirm_command();
    other_key.payment_key = "key_two";
    const auto second = begin_confirm(first, other_key, noticed_at);
    ASSERT_EQ(answer_of(second), "send");
    EXPECT_EQ(second->payment.attempt->number, 2);
    EXPECT_EQ(second->payment.attempt->idempotency_key, "ord_one-confirm-2");
    EXPECT_TRUE(second->payment.attempt->ask_first);
    EXPECT_EQ(second->payment.attempt->payment_key, "key_two");
    EXPECT_FALSE(second->payment.failure);
}

TEST(BeginCancel, EachStatusHasItsAnswer) {
    struct Row {
        PaymentStatus status;
        const char* answer;
    };

    const Row rows[] = {
        {pending, "store"},
        {processing, "payment_in_progress"},
        {unknown, "payment_in_progress"},
        {waiting_for_deposit, "send"},
        {completed, "payment_completed"},
        {partially_refunded, "payment_completed"},
        {refunded, "payment_ended"},
        {failed, "payment_ended"},
        {cancelled, "settled"},
        {expired, "payment_ended"},
    };
    const char* const steps[] = {"store", "send", "close", "settled"};
    for (const auto& row : rows) {
        const auto start = begin_cancel(payment_in(row.status), noticed_at);
        const std::string answer =
            start ? steps[static_cast<int>(start->step)] : start.error().reason;
        EXPECT_EQ(answer, row.answer) << word(row.status);
    }
    EXPECT_EQ(begin_cancel(new_payment(), noticed_at)->payment.status, cancelled);
}

TEST(Supersede, OnlyAPaymentThatWasNeverSentGivesWay) {
    EXPECT_EQ(supersede(new_payment(), noticed_at).status, cancelled);
    EXPECT_EQ(supersede(new_payment(), noticed_at).failure->code, "superseded");
    EXPECT_DEATH(supersede(sent_payment(), noticed_at), "");
    EXPECT_DEATH(expire(sent_payment(), noticed_at), "");
}

TEST(BeginAsk, CountsTheLookItIsAbout) {
    const auto asked = begin_ask(sent_payment(), confirmed_at + 1min);
    EXPECT_EQ(asked.status, unknown);
    EXPECT_EQ(asked.attempt->asks, 1);

    const auto done = payment_in(completed);
    EXPECT_EQ(begin_ask(done, *done.completed_at + 23h).reviews, 0);
    EXPECT_EQ(begin_ask(done, *done.completed_at + 24h).reviews, 1);
}

Payment prepared_payment(bool can_take_money) {
    Preparation ready;
    ready.payment_key = "pi_one";
    ready.can_take_money = can_take_money;
    return keep_preparation(new_payment(), ready, morning + 1s);
}

TEST(BeginConfirm, WhatWasPreparedIsConfirmedUnderItsOwnKey) {
    ConfirmPayment command;
    command.order_id = "ord_one";
    command.proof = Secret("pg_token_one");
    const auto start = begin_confirm(prepared_payment(false), command, confirmed_at);
    ASSERT_EQ(answer_of(start), "send");
    EXPECT_EQ(start->payment.attempt->payment_key, "pi_one");
    EXPECT_EQ(start->payment.attempt->proof, command.proof);

    command.payment_key = "pi_two";
    EXPECT_EQ(
        answer_of(begin_confirm(prepared_payment(true), command, confirmed_at)),
        "payment_key_conflict"
    );
    command.payment_key = "key_one";
    EXPECT_EQ(answer_of(begin_confirm(new_payment(), command, confirmed_at)), "missing_field")
        << "what nobody prepared is compared with the browser's amount";
}

TEST(Expire, WhatTheProviderGivesUpEndsWithIt) {
    Preparation ready;
    ready.payment_key = "T_one";
    ready.ends_at = morning + 16min;
    const auto payment = keep_preparation(new_payment(), ready, morning + 1s);
    EXPECT_EQ(ends_at(payment), morning + 16min);
    EXPECT_FALSE(is_overdue(payment, morning + 16min - 1ms));
    EXPECT_TRUE(is_overdue(payment, morning + 16min));
    ConfirmPayment command;
    command.order_id = "ord_one";
    EXPECT_EQ(answer_of(begin_confirm(payment, command, morning + 16min)), "payment_expired");
    EXPECT_EQ(expire(payment, morning + 16min).status, expired);
}

TEST(OpenAtProvider, WhatABrowserCanStillPayIsClosedBeforeItEnds) {
    const auto open = prepared_payment(true);
    EXPECT_TRUE(is_open_at_provider(open));
    EXPECT_EQ(begin_cancel(open, noticed_at)->step, CancelStart::Step::close);
    EXPECT_DEATH(supersede(open, noticed_at), "");
    EXPECT_DEATH(expire(open, morning + 2h), "");
    EXPECT_EQ(postpone_end(open, noticed_at).meta.next_at, noticed_at + 5min);
    // An answer that does not say "closed" closes nothing.
    for (const auto& answer : {declined(), ended(ProviderView::State::aborted), in_progress()})
        EXPECT_TRUE(is_open_at_provider(settle(open, answer, window, noticed_at)));

    const auto closed = settle(open, ended(ProviderView::State::cancelled), window, noticed_at);
    EXPECT_EQ(closed.status, pending);
    EXPECT_FALSE(is_open_at_provider(closed));
    EXPECT_EQ(supersede(closed, noticed_at).status, cancelled);
    EXPECT_EQ(settle(open, captured(), window, noticed_at).status, completed)
        << "the money was faster";
}

TEST(OpenAtProvider, WhatNobodyCanPayWithoutUsEndsByOurWord) {
    const auto payment = prepared_payment(false);
    EXPECT_EQ(begin_cancel(payment, noticed_at)->payment.status, cancelled);
    EXPECT_DEATH(keep_preparation(payment, Preparation{}, noticed_at), "");
}

}  // namespace
}  // namespace gyeol::domain
