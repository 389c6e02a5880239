#include "sandbox/kakaopay/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

TEST(KakaoPayPage, ThePaidBuyerComesBackWithATokenBehindTheShopsOwnQueryAndNeverWithTheTid) {
    TestMerchant merchant;
    merchant.prepares();
    const auto url = merchant.authenticates().text("redirectUrl");
    EXPECT_EQ(url, "http://shop.test/return?order=order-1&pg_token=" + merchant.pg_token);
    EXPECT_EQ(merchant.pg_token.size(), 20U);
    EXPECT_EQ(url.find(merchant.tid()), std::string::npos);
    merchant.prepares({{"approval_url", "http://shop.test/return"}});
    const auto plain = merchant.authenticates().text("redirectUrl");
    EXPECT_EQ(plain, "http://shop.test/return?pg_token=" + merchant.pg_token);
}

TEST(KakaoPayPage, TheStatusFollowsTheBuyer) {
    TestMerchant merchant;
    const auto status = [&merchant] { return merchant.asks(merchant.tid()).text("status"); };
    merchant.prepares();
    EXPECT_EQ(status(), "READY");
    merchant.browser("open");
    EXPECT_EQ(status(), "OPEN_PAYMENT");
    merchant.browser("select", {{"method", "CARD"}});
    EXPECT_EQ(status(), "SELECT_METHOD");
    merchant.authenticates();
    EXPECT_EQ(status(), "AUTH_PASSWORD");
    merchant.approves();
    EXPECT_EQ(status(), "SUCCESS_PAYMENT");
}

TEST(KakaoPayPage, GivingUpLeadsToTheCancelAddressAndFailingToTheFailAddress) {
    TestMerchant merchant;
    merchant.prepares();
    EXPECT_EQ(merchant.browser("quit").text("redirectUrl"), "http://shop.test/cancel");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "QUIT_PAYMENT");
    EXPECT_EQ(merchant.approves({{"pg_token", "guessed"}}).code(), "400 -783");
    merchant.prepares();
    EXPECT_EQ(merchant.browser("wrong-password").text("redirectUrl"), "http://shop.test/fail");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "FAIL_AUTH_PASSWORD");
    EXPECT_EQ(merchant.approves({{"pg_token", "guessed"}}).code(), "400 -783");
}

TEST(KakaoPayPage, OnlyTheMethodThatTheShopWantsCanBeChosen) {
    TestMerchant merchant;
    merchant.prepares({{"payment_method_type", "MONEY"}});
    EXPECT_EQ(merchant.chooses("CARD").status, 400);
    EXPECT_EQ(merchant.chooses("MONEY").status, 200);
}

TEST(KakaoPayPage, NoPasswordIsTakenBeforeAMethodAndNoChoiceThatIsNone) {
    TestMerchant merchant;
    merchant.prepares();
    EXPECT_EQ(merchant.browser("authenticate").status, 409);
    merchant.chooses("MONEY");
    EXPECT_EQ(merchant.browser("authenticate", {{"outcome", "explode"}}).status, 400);
    EXPECT_EQ(merchant.browser("authenticate", {{"outcome", "decline"}}).status, 400);
    EXPECT_EQ(merchant.browser("explode").status, 404);
    ports::HttpRequest form;
    form.method = ports::HttpMethod::post;
    form.url = "/browser/sessions/" + merchant.page() + "/quit";
    form.headers = {{"Content-Type", "text/plain"}};
    form.body = "{}";
    EXPECT_EQ(merchant.calls(form).status, 400);
    form.url = "/browser/sessions/" + std::string(64, '0') + "/quit";
    EXPECT_EQ(merchant.calls(form).status, 404);
}

TEST(KakaoPayPage, AfterAQuarterOfAnHourTheBuyerIsSentAway) {
    TestMerchant merchant;
    merchant.prepares();
    merchant.passes(15min - 1ms);
    EXPECT_TRUE(merchant.browser("open").body.at("redirectUrl").is_null());
    merchant.passes(1ms);
    const auto late = merchant.browser("select", {{"method", "MONEY"}});
    EXPECT_EQ(late.text("redirectUrl"), "http://shop.test/fail");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "OPEN_PAYMENT");
    EXPECT_EQ(merchant.approves({{"pg_token", "guessed"}}).code(), "400 -723");
}

TEST(KakaoPayPage, TheTesterCanLetTheTimeRunOut) {
    Options options;
    options.expired_is_failed = true;
    options.expired_code = -721;
    TestMerchant merchant(options);
    merchant.prepares();
    EXPECT_EQ(merchant.browser("expire").text("redirectUrl"), "http://shop.test/fail");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "FAIL_PAYMENT");
    EXPECT_EQ(merchant.approves({{"pg_token", "guessed"}}).code(), "400 -721");
}

TEST(KakaoPayApprove, AnApprovalByMoneyHasTheDocumentedMembersAndNoCard) {
    TestMerchant merchant;
    merchant.prepares({{"item_code", "basic"}});
    merchant.authenticates();
    merchant.passes(3s);
    const auto told = merchant.approves({{"payload", "말"}});
    EXPECT_EQ(told.status, 200);
    EXPECT_EQ(told.text("aid").size(), 20U);
    EXPECT_EQ(told.text("aid").front(), 'A');
    EXPECT_EQ(told.text("tid"), merchant.tid());
    EXPECT_EQ(told.text("cid"), "TC0ONETIME");
    EXPECT_EQ(told.text("partner_order_id"), "order-1");
    EXPECT_EQ(told.text("partner_user_id"), "user-1");
    EXPECT_EQ(told.text("payment_method_type"), "MONEY");
    EXPECT_EQ(told.text("item_code"), "basic");
    EXPECT_EQ(told.number("quantity"), 1);
    EXPECT_EQ(told.text("payload"), "말");
    EXPECT_EQ(told.text("created_at"), "2026-01-02T12:00:00");
    EXPECT_EQ(told.text("approved_at"), "2026-01-02T12:00:03");
    // The figure that was once captured at the real test system.
    EXPECT_EQ(told.part("amount", "vat"), 91);
    for (const auto* name : {"tax_free", "point", "discount", "green_deposit"})
        EXPECT_EQ(told.part("amount", name), 0) << name;
    for (const auto* name : {"sid", "card_info", "sequential_payment_methods"})
        EXPECT_FALSE(told.body.contains(name)) << name;
}

TEST(KakaoPayApprove, OnlyACardHasCardInfoAndItsMonthsAreText) {
    TestMerchant merchant;
    merchant.prepares({{"install_month", 3}});
    merchant.authenticates("CARD");
    const auto told = merchant.approves();
    const auto* card = find_object(told.body, "card_info");
    ASSERT_NE(card, nullptr);
    EXPECT_EQ(find_text(*card, "install_month"), "03");
    EXPECT_EQ(find_text(*card, "kakaopay_purchase_corp_code"), "104");
    EXPECT_EQ(find_text(*card, "installment_type"), "CARD_INSTALLMENT");
    EXPECT_FALSE(card->contains("purchase_corp"));
    const auto order = merchant.asks(merchant.tid());
    const auto* selected = find_object(order.body, "selected_card_info");
    ASSERT_NE(selected, nullptr);
    EXPECT_EQ(find_whole(*selected, "install_month"), 3);
}

TEST(KakaoPayApprove, VatIsAnEleventhUnlessTheShopSaysOtherwise) {
    struct Row {
        std::int64_t total;
        std::int64_t tax_free;
        std::int64_t vat;
    };

    for (const auto& row : {
             Row{1000, 0, 91},
             Row{2200, 0, 200},
             Row{9900, 0, 900},
             Row{5900, 0, 536},
             Row{50, 0, 5},
             Row{6, 0, 1},
             Row{5, 0, 0},
             Row{1000, 1000, 0},
             Row{1000, 450, 50},
         }) {
        TestMerchant merchant;
        merchant.prepares({{"total_amount", row.total}, {"tax_free_amount", row.tax_free}});
        EXPECT_EQ(merchant.asks(merchant.tid()).part("amount", "vat"), row.vat) << row.total;
    }
    TestMerchant merchant;
    merchant.prepares({{"vat_amount", 0}});
    EXPECT_EQ(merchant.asks(merchant.tid()).part("amount", "vat"), 0);
}

TEST(KakaoPayApprove, TheChecksComeInTheirDocumentedOrder) {
    TestMerchant merchant;
    merchant.prepares();
    json::object wrong{
        {"tid", "T0000000000000000000"},
        {"pg_token", "guessed"},
        {"partner_order_id", "other"},
        {"partner_user_id", "other"},
        {"total_amount", 1}};
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -721");
    wrong.erase("tid");
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -701");
    merchant.authenticates("MONEY", {{"outcome", "decline"}, {"declineCode", "LACK_BALANCE"}});
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -706");
    wrong.erase("partner_order_id");
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -707");
    wrong.erase("partner_user_id");
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -708");
    wrong.erase("pg_token");
    EXPECT_EQ(merchant.approves(wrong).code(), "400 -725");
    EXPECT_EQ(merchant.approves().code(), "400 -780 LACK_BALANCE");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "FAIL_PAYMENT");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
    merchant.passes(15min);
    EXPECT_EQ(merchant.approves().code(), "400 -723");
}

TEST(KakaoPayApprove, TheOrderOfTheChecksCanBeChanged) {
    Options options;
    options.approve_checks = {
        ApproveCheck::total, ApproveCheck::authenticated, ApproveCheck::pg_token};
    options.wrong_total_code = -722;
    TestMerchant merchant(options);
    merchant.prepares();
    EXPECT_EQ(merchant.approves({{"pg_token", "x"}, {"total_amount", 1}}).code(), "400 -722");
    EXPECT_EQ(merchant.approves({{"pg_token", "x"}}).code(), "400 -701");
}

TEST(KakaoPayApprove, ASecondOneFindsThePaymentPaidHoweverLateItComes) {
    TestMerchant merchant;
    merchant.pays();
    EXPECT_EQ(merchant.approves().code(), "400 -702");
    merchant.passes(24h);
    EXPECT_EQ(merchant.approves().code(), "400 -702");
    merchant.cancels(merchant.tid(), {{"cancel_amount", 1000}});
    EXPECT_EQ(merchant.approves().code(), "400 -702");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 1000);
}

TEST(KakaoPayApprove, ASecondOneWhileTheFirstIsAnsweredIsADuplicate) {
    TestMerchant merchant;
    merchant.prepares();
    merchant.authenticates();
    merchant.sandbox().script({Operation::approve, {{FaultKind::delay, 5s}}});
    EXPECT_EQ(merchant.approves().fault.delay, 5s);
    merchant.passes(4999ms);
    EXPECT_EQ(merchant.approves().code(), "400 -785");
    merchant.passes(1ms);
    EXPECT_EQ(merchant.approves().code(), "400 -702");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 1000);
}

TEST(KakaoPayApprove, AnotherMerchantCodeDoesNotKnowTheTid) {
    TestMerchant merchant;
    merchant.pays();
    EXPECT_EQ(merchant.asks(merchant.tid()).status, 200);
    merchant.cid = "TCSUBSCRIP";
    EXPECT_EQ(merchant.asks(merchant.tid()).code(), "400 -721");
    EXPECT_EQ(merchant.approves().code(), "400 -721");
    EXPECT_EQ(merchant.cancels(merchant.tid(), {{"cancel_amount", 1}}).code(), "400 -721");
}

TEST(KakaoPayApprove, ALockedBuyerMayBeTriedAgain) {
    TestMerchant merchant;
    merchant.prepares();
    merchant.authenticates("MONEY", {{"outcome", "decline"}, {"declineCode", "USER_LOCKED"}});
    EXPECT_EQ(merchant.approves().code(), "400 -780 USER_LOCKED");
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "AUTH_PASSWORD");
    EXPECT_EQ(merchant.approves().status, 200);
}

TEST(KakaoPayApprove, TheBuyersChoiceSpoilsTheAnswerAndNotThePayment) {
    struct Row {
        const char* outcome = "";
        const char* code = "";
        Fault fault;
    };

    for (const auto& row : {
             Row{"slow", "200 -1", {FaultKind::delay, 20s}},
             Row{"lost_reply", "200 -1", {FaultKind::drop_reply, 0ms}},
             Row{"error_after_capture", "500 -500", {}},
             Row{"unclear_after_capture", "400 -780 BANK_FIRM_UNKNOWN", {}},
         }) {
        TestMerchant merchant;
        merchant.prepares();
        merchant.authenticates("CARD", {{"outcome", row.outcome}});
        const auto told = merchant.approves();
        EXPECT_EQ(told.code(), row.code) << row.outcome;
        EXPECT_EQ(told.fault, row.fault) << row.outcome;
        EXPECT_EQ(merchant.sandbox().books().front().captured, 1000) << row.outcome;
        EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "SUCCESS_PAYMENT") << row.outcome;
    }
}

TEST(KakaoPayApprove, ASubscriptionCodeIssuesAKeyAndAOneTimeCodeNever) {
    TestMerchant merchant;
    merchant.cid = "TCSUBSCRIP";
    merchant.prepares();
    merchant.authenticates();
    const auto issued = merchant.approves();
    EXPECT_EQ(issued.text("sid").size(), 20U);
    EXPECT_EQ(issued.text("sid").front(), 'S');
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "SUCCESS_PAYMENT");
    merchant.cid = "TCSEQUENCE";
    merchant.prepares();
    merchant.authenticates("CARD");
    const auto sequential = merchant.approves();
    ASSERT_TRUE(sequential.body.contains("sequential_payment_methods"));
    const auto& means = sequential.body.at("sequential_payment_methods").get_array();
    EXPECT_EQ(find_text(means.at(0).get_object(), "sid"), sequential.text("sid"));
}

TEST(KakaoPayApprove, NothingPaidIsAKeyIssued) {
    TestMerchant merchant;
    merchant.cid = "TCSUBSCRIP";
    merchant.prepares({{"total_amount", 0}});
    merchant.authenticates();
    const auto issued = merchant.approves({{"total_amount", 0}});
    EXPECT_FALSE(issued.text("sid").empty());
    const auto order = merchant.asks(merchant.tid());
    EXPECT_EQ(order.text("status"), "ISSUED_SID");
    const auto& history = order.body.at("payment_action_details").get_array();
    EXPECT_EQ(find_text(history.at(0).get_object(), "payment_action_type"), "ISSUED_SID");
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
    EXPECT_EQ(merchant.cancels(merchant.tid(), {{"cancel_amount", 1}}).code(), "400 -784");
}

}  // namespace
}  // namespace gyeol::sandbox::kakaopay
