// What time brings: deposits in time and late, accounts that run out, money that came where none was
// expected, and what the provider's console did without a word.
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using domain::RefundStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using std::chrono::days;
using testing::IsEmpty;

class VirtualAccounts : public testing::Test {
protected:
    std::string status(const Order& order) { return std::string(word(shop.payment(order).status)); }

    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(VirtualAccounts, ADepositCompletesThePayment) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    const auto waiting = shop.payment(order);
    EXPECT_EQ(waiting.status, PaymentStatus::waiting_for_deposit);
    ASSERT_TRUE(waiting.virtual_account);
    EXPECT_EQ(waiting.virtual_account->bank, "신한은행");
    EXPECT_TRUE(waiting.virtual_account->due_at);
    EXPECT_FALSE(waiting.completed_at);
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    shop.at_the_bank("deposit", order);
    EXPECT_EQ(status(order), "completed");
    EXPECT_EQ(shop.payment(order).method, domain::PaymentMethod::virtual_account);
    shop.passes(days(31));
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(VirtualAccounts, NumberAndSecretAreNotReadableInTheStore) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    const auto payment = shop.payment(order);
    const auto document =
        shop.store().test_document(domain::RecordKind::payments, order.id().raw());
    ASSERT_FALSE(payment.deposit_secret.empty());
    EXPECT_EQ(document.find(payment.deposit_secret.reveal()), std::string::npos);
    EXPECT_EQ(document.find(payment.virtual_account->account_number), std::string::npos);
    EXPECT_EQ(document.find(payment.virtual_account->holder), std::string::npos);
}

TEST_F(VirtualAccounts, ADepositNobodyToldUsAboutIsFoundByTheDailyLook) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.passes(1h);
    shop.webhooks_arrive(false);
    shop.at_the_bank("deposit", order);
    shop.passes(days(1) + 10min);
    EXPECT_EQ(status(order), "completed");
}

TEST_F(VirtualAccounts, AnAccountRunsOutAndALateDepositStillCounts) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.at_the_bank("pass-due-date", order);
    shop.passes(days(8));
    EXPECT_EQ(status(order), "expired");
    shop.at_the_bank("deposit-late", order);
    EXPECT_EQ(status(order), "completed");
    EXPECT_TRUE(shop.payment(order).refunds.empty());
    shop.passes(days(1));
    EXPECT_EQ(shop.taken(order.order_id()), 9'900);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(VirtualAccounts, ADepositTakenBackByTheBankIsNoLongerPaid) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.at_the_bank("deposit", order);
    ASSERT_EQ(status(order), "completed");
    shop.passes(1min);
    shop.at_the_bank("take-back", order);
    shop.passes(1min);
    EXPECT_EQ(status(order), "waiting_for_deposit");
    EXPECT_FALSE(shop.payment(order).completed_at);
    shop.at_the_bank("deposit", order);
    shop.passes(1min);
    EXPECT_EQ(status(order), "completed");
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(VirtualAccounts, ABankThatClosesTheAccountEndsThePayment) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.at_the_bank("cancel", order);
    EXPECT_EQ(status(order), "cancelled");
    shop.passes(days(2));
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(LateDeposit, GoesBackWhenThePurchaseMovedOn) {
    Shop shop;
    const auto buyer = shop.registers();
    const auto late = shop.pays(buyer, Means::virtual_account);
    shop.at_the_bank("pass-due-date", late);
    shop.passes(days(8));
    ASSERT_EQ(shop.payment(late).status, PaymentStatus::expired);
    const auto second = shop.pays(buyer);

    shop.at_the_bank("deposit-late", late);
    shop.passes(1h);
    const auto payment = shop.payment(late);
    ASSERT_EQ(payment.refunds.size(), 1U);
    // A deposit cannot be sent back without the buyer's account: a person is called, once.
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::needs_operator);
    EXPECT_EQ(payment.refunds[0].amount.minor, 9'900);
    EXPECT_THAT(
        shop.payment_log().actions_of(late.order_id()),
        testing::IsSupersetOf({"payment.surplus_found", "refund.needs_operator"})
    );
    EXPECT_EQ(shop.payment(second).status, PaymentStatus::completed);
    shop.passes(days(2));
    EXPECT_THAT(
        audit(shop), testing::ElementsAre(testing::HasSubstr("both hold money of one purchase"))
    );
}

TEST(LateCapture, OnACancelledOrderGoesBackOnce) {
    Shop shop;
    const auto buyer = shop.registers();
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.runs(shop.app().cancel_payment(buyer.id, order.id())).value();
    shop.lost_confirm_arrives(order);
    ASSERT_EQ(shop.taken(order.order_id()), 9'900);
    shop.passes(2min);
    const auto payment = shop.payment(order);
    EXPECT_EQ(payment.status, PaymentStatus::cancelled) << "nothing is granted for it";
    ASSERT_EQ(payment.refunds.size(), 1U);
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed);
    EXPECT_EQ(shop.taken(order.order_id()), 0);
    shop.passes(days(2));
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(LateCapture, OnAFailedOrderGoesBackOnceWhateverBecomesOfTheAnswer) {
    for (const auto trouble :
         {FaultKind::none,
          FaultKind::refuse_connection,
          FaultKind::lose_request,
          FaultKind::drop_reply,
          FaultKind::answer_html,
          FaultKind::empty_body}) {
        auto options = Shop::sandbox_options();
        options.unapproved_readable = false;
        options.confirm_window = 3h;
        Shop shop(options);
        const auto order = shop.authenticates(shop.starts(shop.registers()));
        shop.meets(Operation::confirm, {{FaultKind::lose_request}});
        ASSERT_TRUE(shop.confirms(order));
        shop.passes(62min);
        ASSERT_EQ(word(shop.payment(order).status), word(PaymentStatus::failed));
        shop.meets(Operation::cancel, {{trouble}});
        shop.lost_confirm_arrives(order);
        shop.passes(days(2));
        EXPECT_EQ(shop.taken(order.order_id()), 0) << static_cast<int>(trouble);
        EXPECT_EQ(shop.payment(order).refunds[0].status, RefundStatus::completed);
        EXPECT_EQ(word(shop.payment(order).status), word(PaymentStatus::failed));
        EXPECT_THAT(audit(shop), IsEmpty());
    }
}

TEST(Reconcile, WhatWasNeverDecidedIsAskedForeverAndNeverGivenUp) {
    Shop shop;
    shop.webhooks_arrive(false);
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.meets(Operation::confirm, {{FaultKind::drop_reply}});
    const std::vector<sandbox::Fault> silence(40, {FaultKind::drop_reply, 0ms});
    shop.meets(Operation::get_payment, silence);
    shop.meets(Operation::get_order, silence);
    ASSERT_TRUE(shop.confirms(order));
    for (int day = 0; day < 10; ++day) {
        shop.passes(days(1));
        ASSERT_EQ(word(shop.payment(order).status), word(PaymentStatus::unknown)) << day;
    }
    EXPECT_GE(shop.payment(order).attempt->asks, 10);
    shop.passes(days(40));
    EXPECT_EQ(word(shop.payment(order).status), word(PaymentStatus::completed));
}

TEST(Reconcile, AReturnMadeInTheProvidersConsoleIsFoundByAReview) {
    Shop shop;
    const auto order = shop.pays(shop.registers());
    shop.passes(1h);
    shop.webhooks_arrive(false);
    shop.returned_in_the_console(order);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
    shop.passes(days(1));
    EXPECT_EQ(word(shop.payment(order).status), word(PaymentStatus::refunded));
    EXPECT_THAT(audit(shop), IsEmpty());
}

/// A second process on the shop's store, provider and clock.
class SecondProcess {
public:
    explicit SecondProcess(Shop& shop)
        : app_(
              app::AppPorts{
                  .store = shop.store(),
                  .clock = shop.clock(),
                  .ids = ids_,
                  .passwords = shop.passwords(),
                  .tokens = tokens_,
                  .payment_log = shop.payment_log(),
                  .gate = shop.gate(),
                  .providers = shop.app().providers(),
              },
              app::AppSettings{.catalogue = {}, .public_url = "http://shop.test"}
          ) {}

    app::App& app() { return app_; }

private:
    SeededIds ids_{8};
    platform::JwtSigner tokens_{Secret("a signing secret for tests, 32 bytes")};
    app::App app_;
};

TEST(TwoProcesses, CountOneLookOnce) {
    // Found by the simulator: each of three processes counted the same look, and the next came days late.
    Shop shop;
    SecondProcess second(shop);
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.webhooks_arrive(false);
    shop.meets(Operation::confirm, {{FaultKind::lose_request}});
    ASSERT_TRUE(shop.confirms(order));
    shop.clock().advance(shop.io(), 2min);
    // The first look takes the delivered events away; the ask is due after it.
    shop.runs(shop.app().reconcile_due());
    shop.clock().advance(shop.io(), 2s);
    // Both take the same due look, and both questions are under way at once.
    shop.meets(Operation::get_payment, {{FaultKind::delay, 100ms}, {FaultKind::delay, 200ms}});
    const auto asked = shop.asks();
    auto first_round = shop.begins(shop.app().reconcile_due());
    auto second_round = shop.begins(second.app().reconcile_due());
    shop.ends(*first_round);
    shop.ends(*second_round);
    ASSERT_EQ(shop.asks(), asked + 2);
    EXPECT_EQ(shop.payment(order).attempt->asks, 1);
}

TEST(Reconcile, AsksOnceASecondAtMostWhereNothingCanBeWritten) {
    Shop shop;
    const auto order = shop.authenticates(shop.starts(shop.registers()));
    shop.webhooks_arrive(false);
    shop.meets(Operation::confirm, {{FaultKind::lose_request}});
    ASSERT_TRUE(shop.confirms(order));
    shop.clock().advance(shop.io(), 2min);
    // The first look takes the delivered events away; the ask is due after it.
    shop.runs(shop.app().reconcile_due());
    shop.clock().advance(shop.io(), 2s);
    shop.store().test_fail_next(std::vector(1000, storage::MemoryStore::Fault::unavailable));
    const auto asked = shop.asks();
    shop.gate().spawn("reconciler", shop.app().run_reconciler(ports::Signal()));
    shop.clock().advance(shop.io(), 10s);
    EXPECT_GE(shop.asks(), asked + 5);
    EXPECT_LE(shop.asks(), asked + 11) << "a full disk must not become a storm of questions";
}

}  // namespace
}  // namespace gyeol::test
