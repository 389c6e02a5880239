#include "domain/refund.hpp"

#include "domain/payment_samples.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum PaymentStatus;

constexpr Millis key_life = 24h * 15;

Payment paid_by_card() {
    auto payment = payment_in(completed);
    payment.method = PaymentMethod::card;
    return payment;
}

RequestRefund request_of(std::int64_t amount, std::int64_t expected = price.minor) {
    return {
        .amount_minor = amount,
        .expected_balance_minor = expected,
        .reason = "고객 요청",
        .requested_by = "someone",
        .account = std::nullopt,
    };
}

/// The books after `returns`, each `{id, amount, number of ours}`.
ProviderOutcome books_with(std::vector<ProviderReturn> returns) {
    Money balance = price;
    for (const auto& one : returns) {
        if (!one.took_back) balance = balance - one.amount;
    }
    auto outcome = captured(balance);
    outcome.view->method = PaymentMethod::card;
    outcome.view->virtual_account.reset();
    outcome.view->returns = std::move(returns);
    return outcome;
}

Money won(std::int64_t minor) {
    return {minor, Currency::krw};
}

std::string refusal_of(const Payment& payment, const RequestRefund& request, Instant now) {
    const auto begun = begin_refund(payment, request, now);
    return begun ? "reserved" : begun.error().reason;
}

TEST(BeginRefund, OnlyMoneyThatIsThereGoesBack) {
    for (const auto status : all_payment_statuses) {
        auto payment = payment_in(status);
        payment.method = PaymentMethod::card;
        const auto left = refundable(payment).minor;
        const auto answer = refusal_of(payment, request_of(1000, left), noticed_at);
        const bool holds_money = status == completed || status == partially_refunded;
        const auto expected = holds_money          ? "reserved"
                              : status == refunded ? "exceeds_refundable"
                                                   : "payment_not_refundable";
        EXPECT_EQ(answer, expected) << word(status);
    }
}

TEST(BeginRefund, TheFirstGuardWins) {
    auto payment = payment_in(completed);  // By virtual account, which needs the buyer's account.
    payment.discrepant = true;
    auto request = request_of(-1, 5);
    const auto year_later = noticed_at + 24h * 366;
    EXPECT_EQ(refusal_of(payment, request, year_later), "payment_discrepant");
    payment.discrepant = false;
    EXPECT_EQ(refusal_of(payment, request, year_later), "invalid_amount");
    request.amount_minor = 0;
    EXPECT_EQ(refusal_of(payment, request, year_later), "invalid_amount");
    request.amount_minor = 9901;
    EXPECT_EQ(refusal_of(payment, request, year_later), "balance_mismatch");
    request.expected_balance_minor = price.minor;
    EXPECT_EQ(refusal_of(payment, request, year_later), "exceeds_refundable");
    request.amount_minor = 9900;
    EXPECT_EQ(refusal_of(payment, request, year_later), "refund_account_required");
    request.account = RefundAccount{"88", "110123456789", "김결"};
    EXPECT_EQ(refusal_of(paid_by_card(), request, noticed_at), "refund_account_unexpected");
    EXPECT_EQ(refusal_of(payment, request, year_later), "refund_window_closed");
    EXPECT_EQ(refusal_of(payment, request, noticed_at), "reserved");
    for (std::size_t made = 0; made < limits::refunds_max; ++made)
        payment.refunds.emplace_back().status = RefundStatus::failed;
    EXPECT_EQ(refusal_of(payment, request, noticed_at), "busy");
}

TEST(BeginRefund, EachMeansHasItsTime) {
    struct Row {
        PaymentMethod method;
        Millis after;
        const char* answer;
    };

    // `confirmed_at` is a March 1st in Korea.
    const Row rows[] = {
        {PaymentMethod::transfer, 24h * 179, "reserved"},
        {PaymentMethod::transfer, 24h * 180, "refund_window_closed"},
        {PaymentMethod::mobile_phone, 24h * 29, "reserved"},
        {PaymentMethod::mobile_phone, 24h * 31, "refund_window_closed"},
        {PaymentMethod::card, 24h * 400, "reserved"},
    };
    for (const auto& row : rows) {
        auto payment = payment_in(completed);
        payment.method = row.method;
        EXPECT_EQ(
            refusal_of(payment, request_of(1000), *payment.completed_at + row.after), row.answer
        ) << word(row.method);
    }
}

TEST(Refundable, IsWhatWasCapturedLessReturnedLessReserved) {
    auto payment = *begin_refund(paid_by_card(), request_of(3000), noticed_at);
    EXPECT_EQ(refundable(payment), won(6900));
    EXPECT_EQ(refusal_of(payment, request_of(7000, 6900), noticed_at), "exceeds_refundable");
    payment = *begin_refund(payment, request_of(6900, 6900), noticed_at);
    EXPECT_EQ(refundable(payment), won(0));
    payment = send_refund(payment, key_life, noticed_at);
    payment = refuse_refund(payment, {"refused", "", "NOT_CANCELABLE_PAYMENT"}, noticed_at);
    EXPECT_EQ(refundable(payment), won(3000)) << "what was refused is free again";
}

TEST(SendRefund, OneIsInFlightAndTheOthersQueue) {
    auto payment = *begin_refund(paid_by_card(), request_of(1000), noticed_at);
    payment = *begin_refund(payment, request_of(2000, 8900), noticed_at);
    EXPECT_EQ(payment.meta.next_at, noticed_at);
    payment = send_refund(payment, key_life, noticed_at);
    EXPECT_EQ(refund_in_flight(payment)->number, 1);
    EXPECT_EQ(refund_in_flight(payment)->balance_before, price);
    EXPECT_EQ(next_refund(payment), nullptr) << "the second waits";
    payment = settle(payment, books_with({{"t1", won(1000), 1}}), window, noticed_at + 1s);
    EXPECT_EQ(payment.status, partially_refunded);
    EXPECT_EQ(next_refund(payment)->number, 2);
    payment = send_refund(payment, key_life, noticed_at + 2s);
    EXPECT_EQ(refund_in_flight(payment)->balance_before, won(8900));
}

TEST(SendRefund, KeepsItsKeyUntilNothingCanBeUnderWay) {
    auto payment = settle(payment_in(failed), captured(), window, noticed_at);
    payment.method = PaymentMethod::card;
    payment = send_refund(payment, key_life, noticed_at);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::sending);
    EXPECT_EQ(payment.refunds[0].send_by, noticed_at + limits::send_within);
    const auto first_key = payment.refunds[0].idempotency_key;
    auto now = noticed_at;
    for (int look = 1; look <= 5; ++look) {
        now = *payment.meta.next_at;
        payment = send_refund(begin_ask(payment, now), key_life, now);
        const bool within_an_hour = look < 3;
        EXPECT_EQ(payment.refunds[0].idempotency_key == first_key, within_an_hour) << look;
    }
    payment = send_refund(payment, key_life, noticed_at + key_life);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::needs_operator);
}

TEST(SendRefund, IsNeverSentAgainWhereNoKeyGuardsIt) {
    auto payment = *begin_refund(paid_by_card(), request_of(3000), noticed_at);
    payment = send_refund(payment, Millis(0), noticed_at);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::sending) << "the first time it goes out";
    const auto again = send_refund(begin_ask(payment, noticed_at), Millis(0), noticed_at);
    EXPECT_EQ(again.refunds[0].status, RefundStatus::needs_operator);
    EXPECT_EQ(refundable(again), won(6900)) << "its part stays reserved: it may still return";

    const auto unsent = unsend_refund(payment, noticed_at + 1s);
    const auto later = *unsent.meta.next_at;
    EXPECT_GT(later, noticed_at + 1s) << "a provider that is away is not hammered";
    const auto second = send_refund(unsent, Millis(0), later);
    EXPECT_EQ(second.refunds[0].status, RefundStatus::sending);
    EXPECT_EQ(second.refunds[0].first_sent_at, later);
}

TEST(SendRefund, AProofAboutTheSecondSendSaysNothingAboutTheFirst) {
    auto payment = *begin_refund(paid_by_card(), request_of(3000), noticed_at);
    payment = send_refund(payment, key_life, noticed_at);
    payment = send_refund(begin_ask(payment, noticed_at), key_life, noticed_at + 1min);
    EXPECT_EQ(unsend_refund(payment, noticed_at + 2min).refunds[0].first_sent_at, noticed_at);
}

TEST(SendRefund, ADepositThatWeOweNeedsAnOperator) {
    auto payment = settle(payment_in(cancelled), captured(), window, noticed_at);
    ASSERT_EQ(payment.method, PaymentMethod::virtual_account);
    payment = send_refund(payment, 24h, noticed_at);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::needs_operator);
    const auto seen_back = settle(payment, captured(won(0)), window, noticed_at + 1h);
    EXPECT_EQ(seen_back.refunds[0].status, RefundStatus::completed)
        << "the operator did it by hand";
    EXPECT_EQ(seen_back.refunds.size(), 1U);
}

TEST(RefuseRefund, WhatWasAskedForFailsAndWhatWeOweWaitsForAPerson) {
    auto asked = send_refund(
        *begin_refund(paid_by_card(), request_of(1000), noticed_at), key_life, noticed_at
    );
    asked = refuse_refund(asked, {"refused", "", "X"}, noticed_at);
    EXPECT_EQ(asked.refunds[0].status, RefundStatus::failed);
    EXPECT_EQ(asked.refunds[0].failure->provider_code, "X");

    auto owed = return_all(paid_by_card(), noticed_at);
    owed = refuse_refund(send_refund(owed, key_life, noticed_at), {}, noticed_at);
    EXPECT_EQ(owed.refunds[0].status, RefundStatus::needs_operator);
}

TEST(ReturnAll, MoneyIsFoundTooMuchOnce) {
    const auto payment = return_all(paid_by_card(), noticed_at);
    EXPECT_EQ(payment.refunds[0].amount, price);
    EXPECT_EQ(refundable(payment), won(0));
    EXPECT_DEATH(return_all(payment, noticed_at), "");
}

TEST(FollowReturns, WhatAnotherHandGaveBackIsRecordedOnceAsExternal) {
    const auto books = books_with({{"t1", won(4000), 0}});
    auto payment = settle(paid_by_card(), books, window, noticed_at);
    ASSERT_EQ(payment.refunds.size(), 1U);
    EXPECT_EQ(payment.refunds[0].cause, RefundCause::external);
    EXPECT_EQ(payment.refunds[0].returned_as, "t1");
    EXPECT_EQ(payment.status, partially_refunded);
    EXPECT_EQ(refundable(payment), won(5900));
    EXPECT_EQ(settle(payment, books, window, noticed_at + 1h), payment)
        << "a repeat is nothing new";
}

TEST(FollowReturns, AnExternalReturnOfTheSameAmountIsNotTakenForOurs) {
    auto payment = send_refund(
        *begin_refund(paid_by_card(), request_of(3000), noticed_at), key_life, noticed_at
    );
    payment = settle(payment, books_with({{"t1", won(3000), 0}}), window, noticed_at + 1min);
    EXPECT_EQ(refund_in_flight(payment)->number, 1) << "ours is still out";
    EXPECT_EQ(payment.refunds[1].cause, RefundCause::external);
    EXPECT_EQ(refundable(payment), won(3900));
    payment = settle(
        payment, books_with({{"t1", won(3000), 0}, {"t2", won(3000), 1}}), window, noticed_at + 2min
    );
    EXPECT_EQ(refund_in_flight(payment), nullptr);
    EXPECT_EQ(payment.returned, won(6000));
}

TEST(FollowReturns, ABalanceWithoutAListCompletesWhatIsInFlight) {
    auto payment = send_refund(
        *begin_refund(paid_by_card(), request_of(3000), noticed_at), key_life, noticed_at
    );
    payment = settle(payment, captured(won(4900)), window, noticed_at + 1min);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed);
    EXPECT_EQ(payment.refunds[1].cause, RefundCause::external) << "the rest was another hand";
    EXPECT_EQ(payment.refunds[1].amount, won(2000));
}

TEST(FollowReturns, AReturnThatTheBankSentBackFailsAndIsFreeAgain) {
    auto payment = send_refund(
        *begin_refund(paid_by_card(), request_of(3000), noticed_at), key_life, noticed_at
    );
    payment = settle(payment, books_with({{"re_1", won(3000), 1}}), window, noticed_at + 1min);
    ASSERT_EQ(payment.refunds[0].status, RefundStatus::completed);
    auto books = books_with({{"re_1", won(3000), 1, true}});
    payment = settle(payment, books, window, noticed_at + 24h);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::failed);
    EXPECT_EQ(refundable(payment), price);
    EXPECT_EQ(settle(payment, books, window, noticed_at + 48h), payment);
}

bool is_executed(const std::vector<ProviderReturn>& books, const Refund& refund) {
    return std::any_of(books.begin(), books.end(), [&refund](const ProviderReturn& one) {
        return one.refund_number == refund.number;
    });
}

/// The provider takes up what is in flight, once under its key, if its balance allows.
void execute_in_flight(const Payment& payment, std::vector<ProviderReturn>& books) {
    const auto* sent = refund_in_flight(payment);
    if (sent == nullptr || is_executed(books, *sent)) return;
    if (books_with(books).view->balance < sent->amount) return;
    books.push_back({"t" + std::to_string(books.size()), sent->amount, sent->number});
}

RC_GTEST_PROP(Refunds, NeverGiveBackMoreThanWasTaken, ()) {
    auto payment = paid_by_card();
    std::vector<ProviderReturn> books;
    auto now = noticed_at;
    for (int left = *rc::gen::inRange(1, 25); left > 0; --left) {
        now += 1min;
        const auto amount = *rc::gen::inRange<std::int64_t>(-5, 12'000);
        switch (*rc::gen::inRange(0, 5)) {
            case 0: {
                auto begun =
                    begin_refund(payment, request_of(amount, refundable(payment).minor), now);
                if (begun) payment = *begun;
                break;
            }
            case 1:
                if (next_refund(payment) != nullptr) payment = send_refund(payment, key_life, now);
                break;
            case 2:
                execute_in_flight(payment, books);
                break;
            case 3:
                payment = settle(payment, books_with(books), window, now);
                break;
            default:
                if (refund_in_flight(payment) != nullptr &&
                    books_with(books).view->returns.size() == 0)
                    payment = refuse_refund(payment, {}, now);
                break;
        }
        RC_ASSERT(refundable(payment).minor >= 0);
        RC_ASSERT(!(payment.captured < payment.returned));
        int in_flight = 0;
        for (const auto& refund : payment.refunds)
            in_flight += refund.status == RefundStatus::sending ? 1 : 0;
        RC_ASSERT(in_flight <= 1);
    }
    payment = settle(payment, books_with(books), window, now + 1min);
    RC_ASSERT(payment.returned == price - books_with(books).view->balance);
}

}  // namespace
}  // namespace gyeol::domain
