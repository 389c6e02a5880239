// Webhooks: stored first, never believed, answered by asking, and no way to make us ask without end.
#include "base/limits.hpp"
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;

std::string status_changed(const Order& order, std::string_view status) {
    return fmt::format(
        R"({{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-01-02T12:00:00.1",)"
        R"("data":{{"paymentKey":"{}","orderId":"{}","status":"{}","anythingNew":[1]}}}})",
        order.payment_key,
        order.order_id(),
        status
    );
}

std::string deposit_callback(const Order& order, std::string_view secret) {
    return fmt::format(
        R"({{"createdAt":"2026-01-02T12:00:00.1","secret":"{}","status":"DONE",)"
        R"("transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"{}"}})",
        secret,
        order.order_id()
    );
}

class Webhooks : public testing::Test {
protected:
    Done arrives(std::string body, std::string transmission = {}) {
        std::vector<ports::HttpHeader> headers;
        if (!transmission.empty())
            headers.push_back({"tosspayments-webhook-transmission-id", std::move(transmission)});
        auto received = shop.runs(shop.app().receive_webhook(
            domain::ProviderName::toss, std::move(headers), std::move(body)
        ));
        shop.settles_down();
        return received;
    }

    std::uint64_t stored_webhooks() {
        const auto totals = shop.runs(shop.store().totals());
        return totals->at(static_cast<std::size_t>(domain::RecordKind::inbox));
    }

    std::size_t due_webhooks(Millis within) {
        return shop.runs(shop.store().due(domain::RecordKind::inbox, shop.now() + within, 1000))
            ->size();
    }

    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(Webhooks, ALieAboutMoneyGrantsNothing) {
    const auto order = shop.authenticates(shop.starts(buyer));
    ASSERT_TRUE(arrives(status_changed(order, "DONE"), "forged"));
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::pending);
    EXPECT_TRUE(shop.confirms(order));
    ASSERT_TRUE(arrives(status_changed(order, "ABORTED"), "forged too"));
    ASSERT_TRUE(arrives(status_changed(order, "CANCELED"), "forged again"));
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
}

TEST_F(Webhooks, AContradictionOfTheProviderItselfIsSettledByItsBooks) {
    auto options = Shop::sandbox_options();
    options.webhooks.contradict_done = true;
    options.webhooks.duplicates = true;
    options.webhooks.out_of_order = true;
    Shop odd(options);
    const auto order = odd.pays(odd.registers());
    odd.passes(1min);
    EXPECT_EQ(odd.payment(order).status, PaymentStatus::completed);
    odd.passes(std::chrono::days(2));
    EXPECT_THAT(audit(odd), testing::IsEmpty());
}

TEST_F(Webhooks, ARepeatIsStoredAndAskedAboutOnce) {
    const auto order = shop.authenticates(shop.starts(buyer));
    ASSERT_TRUE(arrives(status_changed(order, "DONE"), "one"));
    const auto asks = shop.asks();
    const auto stored = stored_webhooks();
    for (int repeat = 0; repeat < 5; ++repeat)
        ASSERT_TRUE(arrives(status_changed(order, "DONE"), "one"));
    EXPECT_EQ(shop.asks(), asks);
    EXPECT_EQ(stored_webhooks(), stored);
}

TEST_F(Webhooks, AnUnknownOrderIsAcknowledgedAndNotAskedAbout) {
    auto nobody = shop.starts(buyer);
    nobody.checkout.payment.order_id = "ord_of_another_shop";
    nobody.payment_key = "tgyeol_key";
    ASSERT_TRUE(arrives(status_changed(nobody, "DONE")));
    EXPECT_EQ(shop.asks(), 0U);
    EXPECT_EQ(due_webhooks(std::chrono::days(2)), 0U);
}

TEST_F(Webhooks, AnEventNobodyKnowsIsAcknowledged) {
    EXPECT_TRUE(arrives(R"({"eventType":"SOMETHING_NEW","data":{"entityBody":{"x":1}}})"));
    EXPECT_TRUE(arrives(R"({"eventType":"BILLING_DELETED","data":{"billingKey":"b"}})", "two"));
    EXPECT_EQ(stored_webhooks(), 2U);
    EXPECT_EQ(shop.asks(), 0U);
}

TEST_F(Webhooks, WhatIsNoWebhookIsRefusedAndNotStored) {
    for (const auto* body : {"", "[]", "{", "null", "{}", R"({"orderId":"ord_x"})", "\xff\xfe"}) {
        const auto refused = arrives(body);
        ASSERT_FALSE(refused) << body;
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_request) << body;
    }
    EXPECT_EQ(stored_webhooks(), 0U);
}

TEST_F(Webhooks, WhileTheStoreIsAwayTheProviderKeepsThemAndRepeats) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.passes(1min);
    shop.store().test_set_reachable(false);
    shop.at_the_bank("deposit", order);
    EXPECT_EQ(
        arrives(status_changed(order, "DONE"), "refused").error().code, ErrorCode::unavailable
    );
    shop.store().test_set_reachable(true);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::waiting_for_deposit);
    shop.passes(2min);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
}

TEST_F(Webhooks, ADepositCallbackMustKnowTheSecret) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.passes(1min);
    const auto asks = shop.asks();
    ASSERT_TRUE(arrives(deposit_callback(order, "a guess"), "forged"));
    EXPECT_EQ(shop.asks(), asks);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::waiting_for_deposit);
    const auto secret = shop.payment(order).deposit_secret;
    ASSERT_FALSE(secret.empty());
    ASSERT_TRUE(arrives(deposit_callback(order, secret.reveal()), "real"));
    EXPECT_GT(shop.asks(), asks);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::waiting_for_deposit) << "no money came";
}

TEST_F(Webhooks, WhereTheSecretWasLostWithAnAnswerADepositIsAskedAbout) {
    shop.webhooks_arrive(false);
    const auto order = shop.authenticates(shop.starts(buyer), Means::virtual_account);
    shop.meets(Operation::confirm, {{FaultKind::drop_reply}});
    ASSERT_TRUE(shop.confirms(order));
    shop.passes(2min);
    ASSERT_EQ(shop.payment(order).status, PaymentStatus::waiting_for_deposit);
    ASSERT_TRUE(shop.payment(order).deposit_secret.empty()) << "a query hides it";
    shop.at_the_bank("deposit", order);
    ASSERT_TRUE(arrives(deposit_callback(order, "whatever it was"), "real"));
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
}

TEST_F(Webhooks, AnAskThatIsNotAnsweredIsRepeatedUntilItIs) {
    const auto order = shop.pays(buyer, Means::virtual_account);
    shop.passes(1min);
    shop.meets(
        Operation::get_payment,
        {{FaultKind::drop_reply}, {FaultKind::answer_html}, {FaultKind::drop_reply}}
    );
    shop.at_the_bank("deposit", order);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::waiting_for_deposit);
    shop.passes(10min);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::completed);
    EXPECT_EQ(due_webhooks(std::chrono::days(2)), 0U);
}

TEST_F(Webhooks, AFloodAboutOneOrderCausesFewAsksAndDelaysNobodyElse) {
    const auto victim = shop.pays(buyer, Means::virtual_account);
    const auto other = shop.pays(shop.registers("other@shop.example"), Means::virtual_account);
    shop.passes(2min);
    const auto before = shop.asks();
    for (int forged = 0; forged < 100; ++forged)
        ASSERT_TRUE(arrives(status_changed(victim, "DONE"), fmt::format("forged {}", forged)));
    EXPECT_EQ(shop.asks(), before + limits::hint_asks_at_once);

    const auto asks = shop.asks();
    shop.at_the_bank("deposit", other);
    EXPECT_EQ(shop.payment(other).status, PaymentStatus::completed) << "at once";
    EXPECT_LE(shop.asks(), asks + 2);

    shop.passes(1min);
    EXPECT_LE(shop.asks(), asks + 4) << "one later ask answers all that waited";
    EXPECT_EQ(due_webhooks(std::chrono::days(2)), 0U);
    shop.at_the_bank("deposit", victim);
    shop.passes(limits::hint_ask_interval + 2s);
    EXPECT_EQ(shop.payment(victim).status, PaymentStatus::completed);
}

TEST_F(Webhooks, ASlowAskIsWaitedForAndNotRepeated) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.meets(Operation::get_payment, {{FaultKind::delay, 8s}});
    shop.meets(Operation::get_order, {{FaultKind::delay, 8s}});
    for (int hint = 0; hint < 20; ++hint) {
        ASSERT_TRUE(arrives(status_changed(order, "DONE"), fmt::format("hint {}", hint)));
        shop.passes(100ms);
    }
    EXPECT_LE(shop.asks(), 1U) << "one at a time";
    shop.passes(1min);
    EXPECT_LE(shop.asks(), 4U);
    EXPECT_EQ(due_webhooks(std::chrono::days(2)), 0U);
}

}  // namespace
}  // namespace gyeol::test
