#include "sandbox/toss/virtual_account.hpp"

#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {

boost::json::object account_of(const Told& told) {
    return *find_object(told.body, "virtualAccount");
}

TEST(TossVirtualAccount, ConfirmIssuesANumberThatNobodyCanPayAndASecret) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate", {{"method", "VIRTUAL_ACCOUNT"}, {"bank", "06"}}
    );
    const auto issued = merchant.confirms(key, "order-000001");
    EXPECT_EQ(issued.text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_EQ(issued.text("method"), "가상계좌");
    EXPECT_TRUE(issued.text("secret").starts_with("ps_"));
    EXPECT_LE(issued.text("secret").size(), 50U);
    EXPECT_TRUE(issued.body.at("approvedAt").is_null());
    EXPECT_TRUE(find_text(account_of(issued), "accountNumber")->starts_with("X"));
    EXPECT_EQ(find_text(account_of(issued), "bankCode"), "06");
    EXPECT_EQ(find_text(account_of(issued), "dueDate"), write_korean_time(merchant.now() + 168h));
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
}

TEST(TossVirtualAccount, AQueryTellsTheSecretOnlyWhenAskedTo) {
    TestMerchant hiding;
    EXPECT_TRUE(hiding.gets(hiding.is_issued_account("order-000001")).body.at("secret").is_null());
    auto options = TestMerchant::with_webhooks();
    options.query_hides_secret = false;
    TestMerchant telling(options);
    EXPECT_TRUE(
        telling.gets(telling.is_issued_account("order-000001")).text("secret").starts_with("ps_")
    );
}

TEST(TossVirtualAccount, TheDepositCompletesIt) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    merchant.passes(2h);
    EXPECT_EQ(merchant.browser("bank/deposit", {{"paymentKey", key}}).status, 200);
    const auto paid = merchant.gets(key);
    EXPECT_EQ(paid.text("status"), "DONE");
    EXPECT_EQ(paid.text("approvedAt"), write_korean_time(merchant.now()));
    EXPECT_EQ(merchant.sandbox().books().front().captured, 9900);
    EXPECT_EQ(merchant.browser("bank/deposit", {{"paymentKey", key}}).status, 400);
}

TEST(TossVirtualAccount, ThePassedDueDateTurnsExpiredTrueAndChangesNothingElse) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    merchant.receives_webhooks();
    merchant.passes(168h);
    EXPECT_FALSE(account_of(merchant.gets(key)).at("expired").as_bool());
    merchant.passes(1ms);
    const auto late = merchant.gets(key);
    EXPECT_TRUE(account_of(late).at("expired").as_bool());
    EXPECT_EQ(late.text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_TRUE(merchant.receives_webhooks().empty());
    EXPECT_EQ(merchant.browser("bank/deposit", {{"paymentKey", key}}).status, 400);
    EXPECT_EQ(merchant.browser("bank/deposit-late", {{"paymentKey", key}}).status, 200);
    EXPECT_EQ(merchant.gets(key).text("status"), "DONE");
}

TEST(TossVirtualAccount, TheBankCanLetTheDueDatePassAtOnce) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    EXPECT_EQ(merchant.browser("bank/pass-due-date", {{"paymentKey", key}}).status, 200);
    EXPECT_TRUE(account_of(merchant.gets(key)).at("expired").as_bool());
    EXPECT_EQ(merchant.gets(key).text("status"), "WAITING_FOR_DEPOSIT");
}

TEST(TossVirtualAccount, ADepositTakenBackReturnsItToWaiting) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    EXPECT_EQ(merchant.browser("bank/take-back", {{"paymentKey", key}}).status, 400);
    merchant.browser("bank/deposit", {{"paymentKey", key}});
    EXPECT_EQ(merchant.browser("bank/take-back", {{"paymentKey", key}}).status, 200);
    EXPECT_EQ(merchant.gets(key).text("status"), "WAITING_FOR_DEPOSIT");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
    merchant.browser("bank/deposit", {{"paymentKey", key}});
    EXPECT_EQ(merchant.gets(key).text("status"), "DONE");
}

TEST(TossVirtualAccount, TheBankCancelsBeforeAndAfterTheDeposit) {
    TestMerchant merchant;
    const auto waiting = merchant.is_issued_account("order-000001");
    const auto paid = merchant.is_issued_account("order-000002");
    merchant.browser("bank/deposit", {{"paymentKey", paid}});
    for (const auto& key : {waiting, paid}) {
        EXPECT_EQ(merchant.browser("bank/cancel", {{"paymentKey", key}}).status, 200);
        EXPECT_EQ(merchant.gets(key).text("status"), "CANCELED");
    }
    EXPECT_EQ(merchant.sandbox().books().back().returned, 9900);
}

TEST(TossVirtualAccount, TheRefundAccountIsReadableForThirtyMinutesOfTheWindow) {
    TestMerchant merchant;
    const auto key = merchant.is_issued_account("order-000001");
    merchant.browser("bank/deposit", {{"paymentKey", key}});
    merchant.browser("bank/cancel", {{"paymentKey", key}});
    EXPECT_TRUE(account_of(merchant.gets(key)).at("refundReceiveAccount").is_object());
    merchant.passes(30min + 1ms);
    EXPECT_TRUE(account_of(merchant.gets(key)).at("refundReceiveAccount").is_null());
}

}  // namespace
}  // namespace gyeol::sandbox::toss
