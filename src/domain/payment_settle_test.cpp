#include "domain/payment_settle.hpp"

#include "domain/payment_samples.hpp"
#include "domain/payment_schedule.hpp"
#include "domain/payment_tables.hpp"
#include "domain/refund.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum PaymentStatus;

// What each answer makes of a payment in each status: the new status, what is flagged, `kept` when only
// papers were added, `=` when the answer changes nothing.
constexpr std::string_view open_payments = R"(
| answer | `pending` | `processing` | `unknown` | `waiting_for_deposit` | `expired` |
| --- | --- | --- | --- | --- | --- |
| captured | completed | completed | completed | completed | completed |
| captured, half returned | partially_refunded | partially_refunded | partially_refunded | partially_refunded | partially_refunded |
| captured, all returned | refunded | refunded | refunded | refunded | refunded |
| captured, another amount | unknown, discrepant | unknown, discrepant | discrepant | discrepant | discrepant |
| waiting | waiting_for_deposit | waiting_for_deposit | waiting_for_deposit | = | = |
| waiting, overdue | expired | expired | expired | expired | = |
| waiting, another amount | unknown, discrepant | unknown, discrepant | discrepant | discrepant | discrepant |
| declined | = | failed | failed | cancelled | = |
| aborted | = | failed | failed | cancelled | = |
| expired there | = | failed | expired | expired | = |
| cancelled there | = | failed | failed | cancelled | = |
| not sent | = | pending | = | = | = |
| silence | = | unknown | = | = | = |
| in progress | = | unknown | = | = | = |
| absent, in the window | = | unknown | = | = | = |
| absent, after the window | = | failed | failed | = | = |
| of another order | discrepant | unknown, discrepant | discrepant | discrepant | discrepant |
)";

constexpr std::string_view ended_payments = R"(
| answer | `completed` | `partially_refunded` | `refunded` | `failed` | `cancelled` |
| --- | --- | --- | --- | --- | --- |
| captured | = | = | discrepant | surplus | surplus |
| captured, half returned | partially_refunded | = | discrepant | surplus | surplus |
| captured, all returned | refunded | refunded | = | kept | = |
| captured, another amount | discrepant | discrepant | discrepant | discrepant | discrepant |
| waiting | waiting_for_deposit | discrepant | discrepant | discrepant | discrepant |
| waiting, overdue | expired | discrepant | discrepant | discrepant | discrepant |
| waiting, another amount | discrepant | discrepant | discrepant | discrepant | discrepant |
| declined | discrepant | discrepant | = | = | = |
| aborted | discrepant | discrepant | = | = | = |
| expired there | discrepant | discrepant | = | = | = |
| cancelled there | discrepant | discrepant | = | = | = |
| not sent | = | = | = | = | = |
| silence | = | = | = | = | = |
| in progress | = | = | = | = | = |
| absent, in the window | = | = | = | = | = |
| absent, after the window | = | = | = | = | = |
| of another order | discrepant | discrepant | discrepant | discrepant | discrepant |
)";

std::string change_between(const Payment& before, const Payment& after) {
    std::string change;
    const auto add = [&change](std::string_view what) {
        change += (change.empty() ? "" : ", ") + std::string(what);
    };
    if (after.status != before.status) add(word(after.status));
    if (after.discrepant != before.discrepant) add("discrepant");
    if (owes_or_owed(after) && !owes_or_owed(before)) add("surplus");
    if (change.empty()) return after == before ? "=" : "kept";
    return change;
}

void expect_grid(std::string_view table) {
    const auto heading = tables::heading_of(table);
    const auto rows = tables::rows_of(table);
    const auto answers = all_answers();
    ASSERT_EQ(rows.size(), answers.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto& answer = answers[row];
        ASSERT_EQ(rows[row][0], answer.name);
        for (std::size_t column = 1; column < heading.size(); ++column) {
            const auto status = find_payment_status(tables::words_of(heading[column]).front());
            ASSERT_TRUE(status);
            const auto before = payment_in(*status);
            ASSERT_EQ(before.status, *status);
            const auto after = settle(before, answer.outcome, window, answer.at);
            EXPECT_EQ(change_between(before, after), rows[row][column])
                << heading[column] << " when the answer is: " << answer.name;
            EXPECT_EQ(settle(after, answer.outcome, window, answer.at), after)
                << "a repeat changes nothing: " << heading[column] << ", " << answer.name;
        }
    }
}

TEST(Settle, EachAnswerDoesToEachStatusWhatTheTableSays) {
    expect_grid(open_payments);
    expect_grid(ended_payments);
}

TEST(Settle, TheDocumentationShowsTheSameTables) {
    const auto page = tables::page("docs/payments.md");
    EXPECT_TRUE(page.find(open_payments) != std::string::npos);
    EXPECT_TRUE(page.find(ended_payments) != std::string::npos);
}

TEST(Settle, AnotherAmountGrantsNothing) {
    const Money less{9800, Currency::krw};
    const Money dollars{9900, Currency::usd};
    for (const auto wrong : {less, dollars}) {
        for (const auto status : all_payment_statuses) {
            const auto before = payment_in(status);
            const auto after = settle(before, captured(wrong, wrong), window, noticed_at);
            EXPECT_TRUE(after.discrepant) << word(status);
            EXPECT_EQ(after.completed_at, before.completed_at) << word(status);
            EXPECT_FALSE(owes_or_owed(after)) << word(status);
        }
    }
}

TEST(Settle, WhatIsDiscrepantIsDecidedByNoLaterAnswer) {
    const Money less{9800, Currency::krw};
    const auto odd = settle(sent_payment(), captured(less, less), window, noticed_at);
    ASSERT_EQ(odd.status, unknown);
    for (const auto& answer : all_answers())
        EXPECT_EQ(settle(odd, answer.outcome, window, answer.at), odd) << answer.name;
    EXPECT_TRUE(odd.meta.next_at) << "it is still asked about";
}

TEST(Settle, AbsentDecidesOnlyAfterTheProvidersWindow) {
    const auto end = confirmed_at + limits::send_within + window;
    for (const auto status : {processing, unknown}) {
        const auto before = payment_in(status);
        EXPECT_EQ(settle(before, absent(), window, end - 1ms).status, unknown);
        const auto after = settle(before, absent(), window, end);
        EXPECT_EQ(after.status, failed);
        EXPECT_EQ(after.failure->code, "not_found_at_provider");
    }
    // What counts is when it was asked, however late the answer is applied.
    auto early = absent();
    early.asked_at = end - 1ms;
    EXPECT_EQ(settle(payment_in(unknown), early, window, end + 2h).status, unknown);
}

TEST(Settle, SilenceNeverDecidesHoweverOftenItComes) {
    auto payment = sent_payment();
    auto now = confirmed_at;
    for (int look = 0; look < 400; ++look) {
        now = std::max(now + 1s, *payment.meta.next_at);
        payment = begin_ask(std::move(payment), now);
        payment = settle(std::move(payment), ProviderOutcome::unknown("timed_out"), window, now);
        payment.meta.events.clear();
        schedule(payment, now);
        ASSERT_EQ(payment.status, unknown);
        ASSERT_TRUE(payment.meta.next_at);
    }
    EXPECT_GT(now - confirmed_at, 24h * 365);
}

TEST(Settle, ALateCaptureIsRecordedOnceAndEndsWhenTheMoneyIsBack) {
    for (const auto status : {failed, cancelled}) {
        auto payment = settle(payment_in(status), captured(), window, noticed_at);
        ASSERT_TRUE(owes_or_owed(payment));
        EXPECT_EQ(payment.status, status) << "nothing is granted for it";
        EXPECT_EQ(payment.refunds[0].amount, price);
        EXPECT_EQ(payment.meta.next_at, noticed_at) << "it goes back at once";
        EXPECT_EQ(settle(payment, captured(), window, noticed_at + 1h), payment);

        const auto returned =
            settle(payment, captured({0, Currency::krw}), window, noticed_at + 2h);
        EXPECT_EQ(returned.refunds[0].status, RefundStatus::completed);
        EXPECT_EQ(returned.returned, price);
        EXPECT_EQ(returned.status, status);
    }
}

TEST(Settle, WhatGoesBackIsWhatIsLeftOfTheSurplus) {
    auto payment = settle(payment_in(failed), captured(), window, noticed_at);
    payment = settle(payment, captured({4900, Currency::krw}), window, noticed_at + 1h);
    EXPECT_EQ(next_refund(payment)->amount.minor, 4900);
}

TEST(Settle, ALateDepositCompletesAnExpiredPayment) {
    const auto late = settle(payment_in(expired), captured(), window, morning + 30h);
    EXPECT_EQ(late.status, completed);
    EXPECT_EQ(late.completed_at, morning + 30h);
    EXPECT_EQ(return_all(late, morning + 30h).refunds[0].amount, price);
}

TEST(Settle, ADepositTakenBackIsWaitedForAgain) {
    auto payment = return_all(payment_in(completed), noticed_at);
    payment = settle(payment, waiting(), window, noticed_at);
    EXPECT_EQ(payment.status, waiting_for_deposit);
    EXPECT_FALSE(payment.completed_at);
    EXPECT_FALSE(owes_or_owed(payment)) << "there is nothing left to give back";
    const auto again = settle(payment, captured(), window, noticed_at + 1h);
    EXPECT_EQ(again.status, completed);
    EXPECT_EQ(again.completed_at, noticed_at + 1h);
}

TEST(Settle, AnAnswerAskedForBeforeTheLastChangeTakesNothingBack) {
    struct Crossed {
        PaymentStatus status;
        ProviderOutcome outcome;
    };

    const Crossed rows[] = {
        {completed, waiting()},
        {completed, declined()},
        {partially_refunded, waiting()},
        {partially_refunded, declined()},
        {refunded, captured()},
        {refunded, waiting()},
        {cancelled, waiting()},
        {failed, waiting()},
        {waiting_for_deposit, declined()},
    };
    for (const auto& row : rows) {
        const auto before = payment_in(row.status);
        auto crossed = row.outcome;
        crossed.asked_at = before.updated_at - 1ms;
        auto after = settle(before, crossed, window, noticed_at);
        EXPECT_LE(*after.meta.next_at, noticed_at + 1min) << "somebody asks again soon";
        after.meta.next_at = before.meta.next_at;
        EXPECT_EQ(after, before) << word(row.status);

        crossed.asked_at = before.updated_at;
        EXPECT_NE(settle(before, crossed, window, noticed_at), before) << word(row.status);

        // Another process changed it meanwhile, and its clock was behind ours.
        crossed.crossed = true;
        auto told_apart = settle(before, crossed, window, noticed_at);
        told_apart.meta.next_at = before.meta.next_at;
        EXPECT_EQ(told_apart, before) << word(row.status);
    }
}

TEST(Settle, AnOldAnswerThatSettlesIsStillTaken) {
    // The confirm's own answer arrives after the reconciler gave its sender up for dead.
    const auto given_up = begin_ask(sent_payment(), confirmed_at + 1min);
    auto late = captured();
    late.asked_at = confirmed_at;
    EXPECT_EQ(settle(given_up, late, window, confirmed_at + 65s).status, completed);
    auto refusal = declined();
    refusal.asked_at = confirmed_at;
    EXPECT_EQ(settle(given_up, refusal, window, confirmed_at + 65s).status, failed);
}

TEST(Settle, MoneyUnderAnotherKeyIsKeptUnderThatKey) {
    auto outcome = captured();
    outcome.view->payment_key = "key_two";
    EXPECT_EQ(
        settle(payment_in(unknown), outcome, window, noticed_at).attempt->payment_key, "key_two"
    );

    // Never sent by us, as far as we know: what is given back later must still name the key.
    const auto cancelled_unsent = begin_cancel(new_payment(), confirmed_at)->payment;
    ASSERT_FALSE(cancelled_unsent.attempt);
    const auto found = settle(cancelled_unsent, outcome, window, noticed_at);
    EXPECT_EQ(found.status, cancelled);
    ASSERT_TRUE(owes_or_owed(found));
    EXPECT_EQ(found.attempt->payment_key, "key_two");
    const auto expired_unsent = expire(new_payment(), morning + limits::payment_life);
    const auto paid = settle(expired_unsent, outcome, window, morning + 2h);
    EXPECT_EQ(paid.status, completed);
    EXPECT_EQ(paid.attempt->payment_key, "key_two");
}

TEST(Settle, ASecondKeyThatTookMoneyWaitsForAPerson) {
    auto outcome = captured();
    outcome.view->payment_key = "key_two";
    const auto after = settle(payment_in(completed), outcome, window, noticed_at);
    EXPECT_TRUE(after.discrepant);
    EXPECT_EQ(after.status, completed);
    EXPECT_EQ(after.attempt->payment_key, "key_one");
}

TEST(Settle, TheDepositSecretIsKeptFromTheFirstAnswerOnly) {
    auto first = waiting();
    first.view->deposit_secret = Secret("ps_first");
    auto payment = settle(sent_payment(), first, window, noticed_at);
    EXPECT_EQ(payment.deposit_secret.reveal(), "ps_first");
    payment = settle(payment, waiting(), window, noticed_at + 1h);
    EXPECT_EQ(payment.deposit_secret.reveal(), "ps_first");
}

TEST(Settle, ACancelThatDidNotHappenMayBeAskedForAgain) {
    auto payment = begin_cancel(payment_in(waiting_for_deposit), noticed_at)->payment;
    const auto first_key = *payment.cancel_key;
    payment = settle(payment, waiting(), window, noticed_at);
    EXPECT_FALSE(payment.cancel_key);
    payment = begin_cancel(payment, noticed_at + 1min)->payment;
    EXPECT_NE(*payment.cancel_key, first_key) << "a refusal is replayed under its key for days";
}

TEST(PreparedPayment, AnOpenOutcomeWaitsForTheBuyerAgainWhenTheBooksSaySo) {
    auto payment = payment_in(PaymentStatus::unknown);
    auto payable = in_progress();
    payable.kind = ProviderOutcome::Kind::not_sent;
    payable.failure = Failure{"card_declined", "거절", {}};
    EXPECT_EQ(settle_soon(payment, payable), payment) << "our own send may still be under way";

    payment.preparation = Preparation();
    payment.preparation->payment_key = payment.attempt->payment_key;
    payment.preparation->can_take_money = true;
    const auto waits = settle_soon(payment, payable);
    EXPECT_EQ(waits.status, PaymentStatus::pending);
    EXPECT_EQ(waits.failure->code, "card_declined");
    EXPECT_TRUE(is_open_at_provider(waits)) << "a browser can still pay it";
    EXPECT_EQ(
        settle_soon(payment, ProviderOutcome::not_sent("unreachable")).status,
        PaymentStatus::unknown
    ) << "only the books decide";
}

TEST(PreparedPayment, WhatTheBrowserTookBeforeItCameBackIsNoSurprise) {
    auto payment = payment_in(PaymentStatus::pending);
    payment.preparation = Preparation();
    payment.preparation->payment_key = "key_one";
    payment.preparation->can_take_money = true;
    auto paid = captured();
    paid.view->approved_at = payment.created_at - 500ms;
    const auto expected = settle_soon(payment, paid);
    EXPECT_EQ(expected.status, PaymentStatus::completed);
    EXPECT_EQ(expected.completed_at, payment.created_at) << "told in whole seconds";
    for (const auto& event : expected.meta.events)
        EXPECT_NE(event.type, "payment.attempt_adopted");

    payment.preparation->payment_key = "another_key";
    const auto surprising = settle_soon(payment, paid);
    EXPECT_EQ(
        std::count_if(
            surprising.meta.events.begin(),
            surprising.meta.events.end(),
            [](const Event& event) { return event.type == "payment.attempt_adopted"; }
        ),
        1
    );
}

}  // namespace
}  // namespace gyeol::domain
