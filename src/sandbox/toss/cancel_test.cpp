#include "sandbox/toss/cancel.hpp"

#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

const json::object refund_account{
    {"bank", "88"}, {"accountNumber", "110123456789"}, {"holderName", "김결"}};

TEST(TossCancel, APartAndThenTheRestLeaveItPartiallyCanceledAtBalanceZero) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001", 1000);
    const auto part = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    EXPECT_EQ(part.text("status"), "PARTIAL_CANCELED");
    EXPECT_EQ(part.number("balanceAmount"), 700);
    EXPECT_EQ(part.number("vat"), 64);
    const auto rest = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 700}});
    EXPECT_EQ(rest.text("status"), "PARTIAL_CANCELED");
    EXPECT_EQ(rest.number("balanceAmount"), 0);
    EXPECT_EQ(rest.number("totalAmount"), 1000);
    EXPECT_EQ(
        merchant.cancels(key, {{"cancelReason", "변심"}}).code(), "403 NOT_CANCELABLE_AMOUNT"
    );
    EXPECT_EQ(merchant.sandbox().books().front().returned, 1000);
}

TEST(TossCancel, EverythingAtOnceIsCanceled) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    const auto whole = merchant.cancels(key, {{"cancelReason", "변심"}});
    EXPECT_EQ(whole.text("status"), "CANCELED");
    EXPECT_EQ(whole.number("suppliedAmount"), 0);
    const auto& cancels = whole.body.at("cancels").as_array();
    ASSERT_EQ(cancels.size(), 1U);
    EXPECT_EQ(cancels[0].at("transactionKey"), whole.body.at("lastTransactionKey"));
    EXPECT_EQ(cancels[0].at("cancelStatus"), "DONE");
    EXPECT_EQ(
        merchant.cancels(key, {{"cancelReason", "변심"}}).code(), "400 ALREADY_CANCELED_PAYMENT"
    );
}

/// One row of the cancel table: what is asked of a paid 1000 won card payment, and the answer.
struct Row {
    const char* claim;
    json::object body;
    const char* code;
};

TEST(TossCancel, EveryRefusedCancelHasItsCodeAndMovesNothing) {
    const std::vector<Row> rows{
        {"no reason", {}, "400 INVALID_REQUEST"},
        {"reason too long", {{"cancelReason", std::string(201, 'x')}}, "400 INVALID_REQUEST"},
        {"zero", {{"cancelReason", "변심"}, {"cancelAmount", 0}}, "400 INVALID_REQUEST"},
        {"negative", {{"cancelReason", "변심"}, {"cancelAmount", -1}}, "400 INVALID_REQUEST"},
        {"more than there is",
         {{"cancelReason", "변심"}, {"cancelAmount", 1001}},
         "403 NOT_CANCELABLE_AMOUNT"},
        {"balance differs",
         {{"cancelReason", "변심"}, {"refundableAmount", 999}},
         "400 NOT_MATCHES_REFUNDABLE_AMOUNT"},
        {"other currency", {{"cancelReason", "변심"}, {"currency", "USD"}}, "400 INVALID_REQUEST"},
    };
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001", 1000);
    for (const auto& row : rows)
        EXPECT_EQ(merchant.cancels(key, row.body).code(), row.code) << row.claim;
    EXPECT_EQ(merchant.gets(key).number("balanceAmount"), 1000);
    EXPECT_TRUE(merchant.gets(key).body.at("cancels").is_null());
}

TEST(TossCancel, TwoHundredKoreanCharactersAreAReason) {
    TestMerchant merchant;
    std::string reason;
    for (int count = 0; count < 200; ++count)
        reason += "결";
    EXPECT_EQ(
        merchant.cancels(merchant.pays("order-000001"), {{"cancelReason", reason}}).status, 200
    );
}

TEST(TossCancel, WhatWasNeverApprovedCannotBeCanceled) {
    TestMerchant merchant;
    const json::object why{{"cancelReason", "변심"}};
    EXPECT_EQ(merchant.cancels("no-such-key", why).code(), "404 NOT_FOUND_PAYMENT");
    EXPECT_EQ(
        merchant.cancels(merchant.opens("order-000001"), why).code(), "403 NOT_CANCELABLE_PAYMENT"
    );
    EXPECT_EQ(
        merchant.cancels(merchant.authenticates("order-000002"), why).code(),
        "403 NOT_CANCELABLE_PAYMENT"
    );
}

TEST(TossCancel, SomeCardsCanOnlyBeCanceledWhole) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4242424242424242"}, {"partialCancelable", false}}
    );
    EXPECT_FALSE(merchant.confirms(key, "order-000001").body.at("isPartialCancelable").as_bool());
    const auto part = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 1}});
    EXPECT_EQ(part.code(), "403 NOT_ALLOWED_PARTIAL_REFUND");
    EXPECT_EQ(merchant.cancels(key, {{"cancelReason", "변심"}}).text("status"), "CANCELED");
}

TEST(TossCancel, BeforeTheDepositOnlyTheWholeAccountCanBeCanceled) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    const auto part = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 100}});
    EXPECT_EQ(part.code(), "403 NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT");
    EXPECT_EQ(merchant.cancels(key, {{"cancelReason", "변심"}}).text("status"), "CANCELED");
    EXPECT_EQ(merchant.sandbox().books().front().returned, 0);
}

TEST(TossCancel, AfterTheDepositARefundNeedsAnAccountThatChecksOut) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    merchant.browser("bank/deposit", {{"paymentKey", key}});
    const auto with = [&](std::string_view member, std::string_view value) {
        auto account = refund_account;
        account[member] = value;
        return merchant.cancels(
                           key, {{"cancelReason", "변심"}, {"refundReceiveAccount", account}}
        ).code();
    };
    EXPECT_EQ(merchant.cancels(key, {{"cancelReason", "변심"}}).code(), "400 INVALID_REQUEST");
    EXPECT_EQ(with("bank", "00"), "400 INVALID_BANK");
    EXPECT_EQ(with("accountNumber", "110-123"), "400 INVALID_REFUND_ACCOUNT_NUMBER");
    EXPECT_EQ(with("accountNumber", "00000000000000"), "400 INVALID_REFUND_ACCOUNT_INFO");
    EXPECT_EQ(with("holderName", ""), "400 INVALID_REFUND_ACCOUNT_INFO");
    const auto refunded =
        merchant.cancels(key, {{"cancelReason", "변심"}, {"refundReceiveAccount", refund_account}});
    EXPECT_EQ(refunded.text("status"), "CANCELED");
    EXPECT_EQ(
        find_text(*find_object(refunded.body, "virtualAccount"), "refundStatus"), "COMPLETED"
    );
}

TEST(TossCancel, ATransferCanBeGivenBackForHalfAYear) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser("sessions/" + key + "/authenticate", {{"method", "TRANSFER"}});
    merchant.confirms(key, "order-000001");
    merchant.passes(std::chrono::days(181));
    EXPECT_EQ(
        merchant.cancels(key, {{"cancelReason", "변심"}}).code(), "403 EXCEED_MAX_REFUND_DUE"
    );
}

TEST(TossCancel, APhoneBillCanBeCanceledInItsOwnMonthOnly) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser("sessions/" + key + "/authenticate", {{"method", "MOBILE_PHONE"}});
    merchant.confirms(key, "order-000001");
    merchant.passes(std::chrono::days(30));
    EXPECT_EQ(
        merchant.cancels(key, {{"cancelReason", "변심"}}).code(), "403 EXCEED_MAX_REFUND_DUE"
    );
}

}  // namespace
}  // namespace gyeol::sandbox::toss
