// Every state of a payment as positions, and how the lines of its events lead from one to the next.
#include "domain/ledger.hpp"

#include "domain/payment_samples.hpp"
#include "domain/refund.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum LedgerAccount;

constexpr auto pending_phase = LedgerPhase::pending;
constexpr auto posted = LedgerPhase::posted;

/// 9,900 won hold 900 won of VAT.
constexpr std::int64_t vat = 900;
constexpr std::int64_t supply = 9000;

Money won(std::int64_t minor) {
    return {minor, Currency::krw};
}

std::string digest(std::string_view text) {
    return std::to_string(std::hash<std::string_view>{}(text));
}

using Positions = std::vector<LedgerPosition>;

Payment refunded_in_part_on_request(std::int64_t minor) {
    RequestRefund request;
    request.amount_minor = minor;
    request.expected_balance_minor = price.minor;
    request.account = RefundAccount{"088", "110123456789", "김결"};
    return *begin_refund(payment_in(PaymentStatus::completed), request, confirmed_at + 1h);
}

TEST(Positions, NothingIsBookedBeforeAnythingIsSent) {
    EXPECT_EQ(positions_of(payment_in(PaymentStatus::pending)), Positions());
}

TEST(Positions, WhatIsBeingTakenIsPending) {
    const Positions expected{
        {provider_receivable, pending_phase, won(price.minor)},
        {revenue, pending_phase, won(-supply)},
        {vat_payable, pending_phase, won(-vat)}};
    for (const auto status :
         {PaymentStatus::processing, PaymentStatus::unknown, PaymentStatus::waiting_for_deposit}) {
        EXPECT_EQ(positions_of(payment_in(status)), expected) << word(status);
    }
}

TEST(Positions, AnIntentThatABrowserCanPayIsPending) {
    auto payment = new_payment();
    payment.preparation.emplace().can_take_money = true;
    EXPECT_EQ(positions_of(payment).size(), 3U);
}

TEST(Positions, WhatWasTakenIsASaleAndItsVat) {
    const Positions expected{
        {provider_receivable, posted, won(price.minor)},
        {revenue, posted, won(-supply)},
        {vat_payable, posted, won(-vat)}};
    EXPECT_EQ(positions_of(payment_in(PaymentStatus::completed)), expected);
}

TEST(Positions, NothingIsLeftOfWhatFailedOrWentBack) {
    for (const auto status :
         {PaymentStatus::failed,
          PaymentStatus::cancelled,
          PaymentStatus::expired,
          PaymentStatus::refunded}) {
        EXPECT_EQ(positions_of(payment_in(status)), Positions()) << word(status);
    }
}

TEST(Positions, ARefundIsPendingUntilTheProviderShowsIt) {
    const Positions expected{
        {provider_receivable, posted, won(price.minor)},
        {revenue, pending_phase, won(4545)},
        {revenue, posted, won(-supply)},
        {vat_payable, pending_phase, won(455)},
        {vat_payable, posted, won(-vat)},
        {refunds_payable, pending_phase, won(-5000)}};
    EXPECT_EQ(positions_of(refunded_in_part_on_request(5000)), expected);
}

TEST(Positions, TheVatOfSeveralRefundsSumsToTheVatOfTheWhole) {
    auto payment = payment_in(PaymentStatus::completed);
    std::int64_t reversed = 0;
    auto before = split_vat(price).vat.minor;
    for (std::int64_t left = price.minor; left > 0; left -= 33) {
        payment.returned = won(price.minor - left + 33);
        const auto after = split_vat(payment.captured - payment.returned).vat.minor;
        reversed += before - after;
        before = after;
    }
    EXPECT_EQ(reversed, vat);
    EXPECT_EQ(positions_of(payment), Positions());
}

TEST(Positions, ALateCaptureIsOwedToTheBuyer) {
    const auto payment = settle_soon(payment_in(PaymentStatus::failed), captured());
    const Positions expected{
        {provider_receivable, posted, won(price.minor)},
        {refunds_payable, posted, won(-price.minor)}};
    EXPECT_EQ(positions_of(payment), expected);
}

TEST(Positions, AnotherAmountStandsInSuspense) {
    const auto payment = settle_soon(sent_payment(), captured(won(9800), won(9800)));
    ASSERT_TRUE(payment.discrepant);
    const Positions expected{
        {provider_receivable, posted, won(9800)}, {suspense, posted, won(-9800)}};
    EXPECT_EQ(positions_of(payment), expected);
}

TEST(Positions, ABankHoldsWhatIsDisputedAndKeepsWhatIsLost) {
    auto payment = payment_in(PaymentStatus::completed);
    payment.disputes = {{"dp_one", DisputeStatus::open, price, "fraudulent", {}}};
    EXPECT_EQ(positions_of(payment).front(), (LedgerPosition{disputes, posted, price}));
    payment.disputes.front().status = DisputeStatus::lost;
    EXPECT_EQ(positions_of(payment).front(), (LedgerPosition{dispute_losses, posted, price}));
    payment.disputes.front().status = DisputeStatus::won;
    EXPECT_EQ(positions_of(payment).front(), (LedgerPosition{provider_receivable, posted, price}));
}

TEST(Book, TheDifferenceBecomesLinesOfTheNewestEvent) {
    auto payment = new_payment();
    book(payment, digest, morning);
    EXPECT_EQ(payment.ledger.entries, 0U);
    payment = begin_confirm(payment, confirm_command(), confirmed_at)->payment;
    book(payment, digest, confirmed_at);
    const auto& sent = payment.meta.events.back();
    EXPECT_EQ(sent.ledger_entry, 1U);
    EXPECT_EQ(sent.lines.size(), 3U);
    payment = settle_soon(payment, captured());
    book(payment, digest, confirmed_at);
    const auto& completed = payment.meta.events.back();
    EXPECT_EQ(completed.type, "payment.completed");
    // Three pending lines are voided, three are posted.
    EXPECT_EQ(completed.lines.size(), 6U);
    EXPECT_EQ(completed.ledger_previous, payment.meta.events[1].lines.back().hash);
    EXPECT_EQ(payment.ledger.head, completed.lines.back().hash);
}

TEST(Book, ChangesNothingWhenNothingMoved) {
    auto payment = payment_in(PaymentStatus::completed);
    book(payment, digest, confirmed_at);
    const auto once = payment;
    book(payment, digest, confirmed_at + 1h);
    EXPECT_EQ(payment, once);
}

TEST(Book, WhatMovedWithoutAnEventGetsOneOfItsOwn) {
    auto payment = payment_in(PaymentStatus::completed);
    book(payment, digest, confirmed_at);
    payment.returned = won(100);
    book(payment, digest, confirmed_at + 1h);
    EXPECT_EQ(payment.meta.events.back().type, "payment.booked");
    EXPECT_EQ(payment.meta.events.back().ledger_entry, 2U);
}

}  // namespace
}  // namespace gyeol::domain
