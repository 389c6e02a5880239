// Every won is in the ledger: what stands there is what the provider's own books say. The auditor looks at
// the same after every other story, and after every crash between an event and its copy.
#include "support/shop.hpp"

#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using domain::LedgerAccount;
using domain::LedgerPhase;
using domain::ProviderName;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using test::Means;
using test::Order;
using test::Shop;

domain::LedgerReport audited(Shop& shop) {
    auto report = shop.runs(shop.app().audit_ledger());
    EXPECT_TRUE(report);
    for (const auto& finding : report->findings)
        ADD_FAILURE() << finding.payment_id.hex() << " " << finding.entry << " " << finding.what;
    return std::move(*report);
}

std::int64_t stands_on(
    const domain::LedgerReport& report,
    LedgerAccount account,
    LedgerPhase phase = LedgerPhase::posted
) {
    const auto of_toss = report.balance.find(ProviderName::toss);
    if (of_toss == report.balance.end()) return 0;
    for (const auto& position : of_toss->second) {
        if (position.account == account && position.phase == phase) return position.amount.minor;
    }
    return 0;
}

TEST(Ledger, APaymentIsPendingWhileItIsSentAndASaleOnceItIsTaken) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    shop.passes(1min);
    const auto report = audited(shop);
    EXPECT_EQ(report.entries, 2U);
    EXPECT_EQ(stands_on(report, LedgerAccount::provider_receivable), shop.taken(order.order_id()));
    EXPECT_EQ(
        stands_on(report, LedgerAccount::revenue) + stands_on(report, LedgerAccount::vat_payable),
        -shop.taken(order.order_id())
    );
    EXPECT_EQ(stands_on(report, LedgerAccount::provider_receivable, LedgerPhase::pending), 0);
}

TEST(Ledger, ALostAnswerLeavesItsAmountPendingUntilItIsKnown) {
    Shop shop;
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.meets(Operation::confirm, {{FaultKind::drop_reply}});
    shop.meets(Operation::get_payment, {{FaultKind::refuse_connection}});
    ASSERT_TRUE(shop.confirms(order));
    const auto before = audited(shop);
    EXPECT_EQ(
        stands_on(before, LedgerAccount::provider_receivable, LedgerPhase::pending),
        order.checkout.payment.amount.minor
    );
    EXPECT_EQ(stands_on(before, LedgerAccount::provider_receivable), 0);
    shop.passes(2h);
    const auto after = audited(shop);
    EXPECT_EQ(stands_on(after, LedgerAccount::provider_receivable, LedgerPhase::pending), 0);
    EXPECT_EQ(stands_on(after, LedgerAccount::provider_receivable), shop.taken(order.order_id()));
}

TEST(Ledger, RefundsInPartsLeaveNothingBehind) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    auto left = order.checkout.payment.amount.minor;
    for (const std::int64_t part : {std::int64_t{333}, std::int64_t{1}, left - 334}) {
        ASSERT_TRUE(shop.refunds(Shop::an_operator(), order, part));
        shop.passes(1min);
        left -= part;
        const auto report = audited(shop);
        EXPECT_EQ(stands_on(report, LedgerAccount::provider_receivable), left);
        EXPECT_EQ(shop.taken(order.order_id()), left);
    }
    const auto report = audited(shop);
    EXPECT_EQ(stands_on(report, LedgerAccount::revenue), 0);
    EXPECT_EQ(stands_on(report, LedgerAccount::vat_payable), 0);
}

TEST(Ledger, TheTrialBalanceIsAsOfAnyInstant) {
    Shop shop;
    const auto morning = shop.clock().now();
    const auto order = shop.pays(shop.registers());
    shop.passes(1h);
    const auto noon = shop.clock().now();
    shop.passes(1s);
    ASSERT_TRUE(shop.refunds(Shop::an_operator(), order, 900));
    shop.passes(1h);
    const auto receivable = [&shop](std::optional<Instant> as_of) {
        const auto trial = shop.runs(shop.app().read_trial_balance(Shop::an_operator(), as_of));
        EXPECT_TRUE(trial);
        const auto& of_toss = trial->balance.find(ProviderName::toss);
        if (of_toss == trial->balance.end() || of_toss->second.empty()) return std::int64_t{0};
        EXPECT_TRUE(domain::is_balanced(of_toss->second));
        return of_toss->second.front().amount.minor;
    };
    EXPECT_EQ(receivable(morning - 1s), 0);
    EXPECT_EQ(receivable(noon), order.checkout.payment.amount.minor);
    EXPECT_EQ(receivable(std::nullopt), order.checkout.payment.amount.minor - 900);
}

TEST(Ledger, IsForOperators) {
    Shop shop;
    const auto refused = shop.runs(shop.app().read_trial_balance(shop.registers(), std::nullopt));
    EXPECT_EQ(refused.error().reason, "operators_only");
}

}  // namespace
}  // namespace gyeol::app
