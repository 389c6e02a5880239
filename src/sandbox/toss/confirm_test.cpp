#include "sandbox/toss/confirm.hpp"

#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {

TEST(TossConfirm, TakesTheMoneyOnceTheBuyerHasAuthenticated) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001", 11'000);
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);

    const auto paid = merchant.confirms(key, "order-000001", 11'000);

    EXPECT_EQ(paid.status, 200);
    EXPECT_EQ(paid.text("status"), "DONE");
    EXPECT_EQ(paid.text("method"), "카드");
    EXPECT_EQ(paid.number("vat"), 1000);
    EXPECT_EQ(paid.number("suppliedAmount"), 10'000);
    EXPECT_EQ(merchant.sandbox().books().front().captured, 11'000);
}

TEST(TossConfirm, TheAmountMayBeTheTextOfTheRedirect) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    const auto paid = merchant.posts(
        "/v1/payments/confirm",
        {{"paymentKey", key}, {"orderId", "order-000001"}, {"amount", "9900"}}
    );
    EXPECT_EQ(paid.text("status"), "DONE");
}

TEST(TossConfirm, ASecondConfirmIsToldThatThePaymentWasProcessed) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "400 ALREADY_PROCESSED_PAYMENT");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 9900);
}

TEST(TossConfirm, AnotherOrderOrAnotherAmountIsForbidden) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    EXPECT_EQ(merchant.confirms(key, "order-000002").code(), "403 FORBIDDEN_REQUEST");
    EXPECT_EQ(merchant.confirms(key, "order-000001", 100).code(), "403 FORBIDDEN_REQUEST");
    EXPECT_EQ(merchant.confirms(key, "order-000001").text("status"), "DONE");
}

TEST(TossConfirm, TheCodeForAWrongAmountCanBeChosen) {
    auto options = TestMerchant::with_webhooks();
    options.amount_mismatch_code = "INVALID_REQUEST";
    TestMerchant merchant(options);
    const auto key = merchant.authenticates("order-000001");
    EXPECT_EQ(merchant.confirms(key, "order-000001", 100).code(), "400 INVALID_REQUEST");
}

TEST(TossConfirm, WithoutAnAuthenticatedSessionThereIsNothingToConfirm) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "404 NOT_FOUND_PAYMENT_SESSION");
    EXPECT_EQ(
        merchant.confirms("no-such-key", "order-000001").code(), "404 NOT_FOUND_PAYMENT_SESSION"
    );
}

TEST(TossConfirm, AMalformedBodyIsRefusedBeforeAnythingElse) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    EXPECT_EQ(merchant.confirms(key, "short").code(), "400 INVALID_REQUEST");
    EXPECT_EQ(
        merchant.confirms(std::string(201, 'k'), "order-000001").code(), "400 INVALID_REQUEST"
    );
    EXPECT_EQ(
        merchant.posts("/v1/payments/confirm", {{"paymentKey", key}}).code(), "400 INVALID_REQUEST"
    );
}

TEST(TossConfirm, ThirtyMinutesWithoutAuthenticationExpireTheWindow) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.passes(30min - 1ms);
    EXPECT_EQ(merchant.gets(key).text("status"), "READY");
    merchant.passes(1ms);
    const auto expired = merchant.gets(key);
    EXPECT_EQ(expired.text("status"), "EXPIRED");
    EXPECT_EQ(find_text(*find_object(expired.body, "failure"), "code"), "EXPIRED_PAYMENT");
    EXPECT_TRUE(expired.body.at("method").is_null());
    EXPECT_TRUE(expired.body.at("useEscrow").is_null());
}

TEST(TossConfirm, TenMinutesAfterAuthenticationTheSessionIsGone) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    merchant.passes(10min);
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "404 NOT_FOUND_PAYMENT_SESSION");
    const auto webhooks = merchant.receives_webhooks();
    ASSERT_EQ(webhooks.size(), 1U);
    EXPECT_EQ(find_text(*find_object(webhooks.front(), "data"), "status"), "EXPIRED");
}

TEST(TossConfirm, ADeclineAbortsThePaymentAndSaysWhy) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4000000000000002"}}
    );
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "403 REJECT_CARD_PAYMENT");
    const auto aborted = merchant.gets(key);
    EXPECT_EQ(aborted.text("status"), "ABORTED");
    EXPECT_EQ(find_text(*find_object(aborted.body, "failure"), "code"), "REJECT_CARD_PAYMENT");
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "400 ALREADY_PROCESSED_PAYMENT");
}

TEST(TossConfirm, AnExpiredCardIsFoundOutAtConfirm) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4000000000000069"}}
    );
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "400 INVALID_CARD_EXPIRATION");
    EXPECT_EQ(merchant.gets(key).text("status"), "ABORTED");
}

TEST(TossConfirm, CardsNeedOneHundredWonAndAccountsTwoHundred) {
    TestMerchant merchant;
    const auto card = merchant.authenticates("order-000001", 99);
    EXPECT_EQ(merchant.confirms(card, "order-000001", 99).code(), "400 BELOW_MINIMUM_AMOUNT");
    const auto account = merchant.is_issued_account("order-000002", 199);
    EXPECT_EQ(merchant.gets(account).text("status"), "ABORTED");
    EXPECT_EQ(merchant.gets(merchant.pays("order-000003", 100)).text("status"), "DONE");
}

TEST(TossConfirm, AnOrderIsApprovedOnceHoweverManyWindowsWereOpened) {
    TestMerchant merchant;
    const auto first = merchant.authenticates("order-000001");
    const auto second = merchant.authenticates("order-000001");
    EXPECT_EQ(merchant.confirms(first, "order-000001").status, 200);
    EXPECT_EQ(merchant.confirms(second, "order-000001").code(), "400 DUPLICATED_ORDER_ID");
    EXPECT_EQ(merchant.gets_order("order-000001").text("paymentKey"), first);
}

TEST(TossConfirm, APaymentIsSeenOnlyWithTheSecretKeyOfItsPair) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    merchant.secret_key = "test_sk_made_up";
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "404 NOT_FOUND_PAYMENT_SESSION");
    EXPECT_EQ(merchant.gets(key).code(), "404 NOT_FOUND_PAYMENT");
    EXPECT_EQ(merchant.gets_order("order-000001").code(), "404 NOT_FOUND_PAYMENT");
}

TEST(TossConfirm, ABuyerMayChooseThatTheAnswerIsLateLostOrAnError) {
    TestMerchant merchant;
    const auto slow =
        merchant.confirms(merchant.authenticates("order-000001", 9900, "slow"), "order-000001");
    EXPECT_EQ(slow.fault, (Fault{FaultKind::delay, 30s}));
    const auto lost = merchant.confirms(
        merchant.authenticates("order-000002", 9900, "lost_reply"), "order-000002"
    );
    EXPECT_EQ(lost.fault.kind, FaultKind::drop_reply);
    const auto error = merchant.confirms(
        merchant.authenticates("order-000003", 9900, "error_after_capture"), "order-000003"
    );
    EXPECT_EQ(error.code(), "500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING");
    for (const auto& line : merchant.sandbox().books())
        EXPECT_EQ(line.captured, 9900) << line.order_id;
}

}  // namespace
}  // namespace gyeol::sandbox::toss
