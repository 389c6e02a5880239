#include "sandbox/toss/test_merchant.hpp"
#include "sandbox/toss/webhook_json.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

std::vector<std::string> statuses_of(const std::vector<json::object>& webhooks) {
    std::vector<std::string> statuses;
    for (const auto& webhook : webhooks) {
        const auto* data = find_object(webhook, "data");
        statuses.push_back(find_text(data == nullptr ? webhook : *data, "status").value_or(""));
    }
    return statuses;
}

std::vector<std::string> members_of(const json::object& object) {
    std::vector<std::string> members;
    for (const auto& member : object)
        members.emplace_back(member.key());
    return members;
}

TEST(TossWebhook, AStatusChangeCarriesTheWholePaymentInsideData) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    const auto webhooks = merchant.receives_webhooks();
    ASSERT_EQ(webhooks.size(), 1U);
    EXPECT_EQ(
        members_of(webhooks[0]), (std::vector<std::string>{"eventType", "createdAt", "data"})
    );
    EXPECT_EQ(find_text(webhooks[0], "eventType"), "PAYMENT_STATUS_CHANGED");
    EXPECT_EQ(find_text(*find_object(webhooks[0], "data"), "paymentKey"), key);
    EXPECT_EQ(statuses_of(webhooks), std::vector<std::string>{"DONE"});
}

TEST(TossWebhook, ADepositCallbackIsFlatAndNamesNeitherEventNorPayment) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate", {{"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}}
    );
    const auto issued = merchant.confirms(key, "order-000001");
    const auto webhooks = merchant.receives_webhooks();
    ASSERT_EQ(webhooks.size(), 2U);
    const auto& callback = webhooks[1];
    EXPECT_EQ(
        members_of(callback),
        (std::vector<std::string>{"createdAt", "secret", "status", "transactionKey", "orderId"})
    );
    EXPECT_EQ(find_text(callback, "secret"), issued.text("secret"));
    EXPECT_EQ(find_text(callback, "transactionKey"), issued.text("lastTransactionKey"));
    EXPECT_EQ(
        statuses_of(webhooks),
        (std::vector<std::string>{"WAITING_FOR_DEPOSIT", "WAITING_FOR_DEPOSIT"})
    );
}

TEST(TossWebhook, ADepositAndItsErrorAreToldTwiceEach) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    merchant.receives_webhooks();
    merchant.browser("bank/deposit", {{"paymentKey", key}});
    EXPECT_EQ(
        statuses_of(merchant.receives_webhooks()), (std::vector<std::string>{"DONE", "DONE"})
    );
    merchant.browser("bank/take-back", {{"paymentKey", key}});
    EXPECT_EQ(
        statuses_of(merchant.receives_webhooks()),
        (std::vector<std::string>{"WAITING_FOR_DEPOSIT", "WAITING_FOR_DEPOSIT"})
    );
}

TEST(TossWebhook, OpeningAndAuthenticatingAreNotTold) {
    TestMerchant merchant;
    merchant.authenticates("order-000001");
    EXPECT_TRUE(merchant.receives_webhooks().empty());
}

TEST(TossWebhook, EveryCancelIsTold) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001", 1000);
    merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    merchant.cancels(key, {{"cancelReason", "변심"}});
    EXPECT_EQ(
        statuses_of(merchant.receives_webhooks()),
        (std::vector<std::string>{"DONE", "PARTIAL_CANCELED", "PARTIAL_CANCELED"})
    );
}

TEST(TossWebhook, TheHeadersNameTheTransmissionAndCarryNoSignature) {
    TestMerchant merchant;
    merchant.pays("order-000001");
    const auto due = merchant.sandbox().due_webhooks(merchant.now());
    ASSERT_EQ(due.size(), 1U);
    const auto& headers = due[0].headers;
    EXPECT_EQ(due[0].url, "http://shop.test/webhook");
    EXPECT_EQ(due[0].answer_within, 10s);
    EXPECT_EQ(ports::find_header(headers, "tosspayments-webhook-transmission-retried-count"), "0");
    EXPECT_TRUE(
        ports::find_header(headers, "tosspayments-webhook-transmission-id").starts_with("whtrans_")
    );
    EXPECT_EQ(
        ports::find_header(headers, "tosspayments-webhook-transmission-time"),
        write_korean_time(merchant.now())
    );
    EXPECT_TRUE(ports::find_header(headers, "tosspayments-webhook-signature").empty());
}

TEST(TossWebhook, AFailedOneComesAgainSevenTimesOnTheProvidersSchedule) {
    TestMerchant merchant;
    merchant.pays("order-000001");
    std::string transmission_id;
    for (const auto minutes : {0, 1, 4, 16, 64, 256, 1024, 4096}) {
        if (minutes > 0) {
            merchant.passes(minutes * 1min - 1ms);
            EXPECT_TRUE(merchant.sandbox().due_webhooks(merchant.now()).empty()) << minutes;
            merchant.passes(1ms);
        }
        EXPECT_EQ(merchant.sandbox().next_event_at(), merchant.now()) << minutes;
        const auto due = merchant.sandbox().due_webhooks(merchant.now());
        ASSERT_EQ(due.size(), 1U) << minutes;
        const std::string id(
            ports::find_header(due[0].headers, "tosspayments-webhook-transmission-id")
        );
        EXPECT_TRUE(transmission_id.empty() || transmission_id == id);
        transmission_id = id;
        EXPECT_TRUE(merchant.sandbox().due_webhooks(merchant.now()).empty()) << "it is being sent";
        merchant.sandbox().webhook_answered(due[0].id, minutes % 2 == 0 ? 0 : 503, merchant.now());
    }
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);
    EXPECT_EQ(merchant.sandbox().webhooks_given_up(), 1U);
}

TEST(TossWebhook, OnlyExactlyTwoHundredEndsIt) {
    TestMerchant merchant;
    merchant.pays("order-000001");
    const auto due = merchant.sandbox().due_webhooks(merchant.now());
    merchant.sandbox().webhook_answered(due.at(0).id, 204, merchant.now());
    merchant.passes(1min);
    EXPECT_EQ(merchant.sandbox().due_webhooks(merchant.now()).size(), 1U);
}

TEST(TossWebhook, TheSwitchDuplicatesEveryEventUnderAnotherId) {
    auto options = TestMerchant::with_webhooks();
    options.webhooks.duplicates = true;
    TestMerchant merchant(options);
    merchant.pays("order-000001");
    const auto due = merchant.sandbox().due_webhooks(merchant.now());
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].body, due[1].body);
    constexpr std::string_view id = "tosspayments-webhook-transmission-id";
    EXPECT_NE(ports::find_header(due[0].headers, id), ports::find_header(due[1].headers, id));
}

TEST(TossWebhook, TheSwitchLetsALaterEventOvertakeAnEarlierOne) {
    auto options = TestMerchant::with_webhooks();
    options.webhooks.out_of_order = true;
    TestMerchant merchant(options);
    std::vector<std::string> in_order;
    for (const auto* order : {"order-000001", "order-000002", "order-000003", "order-000004"}) {
        in_order.push_back(merchant.pays(order));
    }
    merchant.passes(5s);
    std::vector<std::string> delivered;
    for (const auto& webhook : merchant.receives_webhooks()) {
        delivered.push_back(find_text(*find_object(webhook, "data"), "paymentKey").value_or(""));
    }
    EXPECT_NE(delivered, in_order);
    EXPECT_EQ(delivered.size(), in_order.size());
}

TEST(TossWebhook, TheSwitchContradictsDoneWithAbortedWithinTheSecond) {
    auto options = TestMerchant::with_webhooks();
    options.webhooks.contradict_done = true;
    TestMerchant merchant(options);
    const auto key = merchant.pays("order-000001");
    merchant.passes(46ms);
    EXPECT_EQ(
        statuses_of(merchant.receives_webhooks()), (std::vector<std::string>{"DONE", "ABORTED"})
    );
    EXPECT_EQ(merchant.gets(key).text("status"), "DONE");
}

TEST(TossWebhook, TheTimeIsKoreanWithoutAZoneAndDropsTrailingZeros) {
    const auto noon = Instant(Millis(1'767'322'800'000));
    EXPECT_EQ(write_webhook_time(noon + 120ms, 0), "2026-01-02T12:00:00.12");
    EXPECT_EQ(write_webhook_time(noon + 123ms, 450), "2026-01-02T12:00:00.12345");
    EXPECT_EQ(write_webhook_time(noon + 1ms, 7), "2026-01-02T12:00:00.001007");
    EXPECT_EQ(write_webhook_time(noon, 0), "2026-01-02T12:00:00");
}

TEST(TossWebhook, AnOverseasCancelHasAnEnvelopeOfItsOwn) {
    Payment payment;
    payment.payment_key = "tgyeo1";
    payment.order_id = "order-000001";
    Cancel cancel;
    cancel.amount = 100;
    cancel.status = "IN_PROGRESS";
    cancel.transaction_key = "txrd_1";
    const auto body =
        parse_json_object(write_cancel_status_changed(payment, cancel, "2026-01-02T12:00:00.1"));
    ASSERT_TRUE(body);
    EXPECT_EQ(members_of(*body), (std::vector<std::string>{"eventType", "createdAt", "data"}));
    EXPECT_EQ(find_text(*body, "eventType"), "CANCEL_STATUS_CHANGED");
    EXPECT_EQ(find_text(*find_object(*body, "data"), "cancelStatus"), "IN_PROGRESS");
    EXPECT_EQ(find_text(*find_object(*body, "data"), "transactionKey"), "txrd_1");
}

}  // namespace
}  // namespace gyeol::sandbox::toss
