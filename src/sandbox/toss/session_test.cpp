#include "sandbox/toss/session.hpp"

#include "sandbox/toss/test_merchant.hpp"
#include "sandbox/url.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

json::object order() {
    return {
        {"clientKey", "test_ck_made_up"},
        {"customerKey", "customer-1"},
        {"amount", 9900},
        {"orderId", "order-000001"},
        {"orderName", "결 Basic 1개월"},
        {"successUrl", "http://shop.test/success"},
        {"failUrl", "http://shop.test/fail"},
    };
}

TEST(TossSession, TheSuccessRedirectCarriesExactlyFourParameters) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    const auto chosen = merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4242424242424242"}}
    );
    EXPECT_EQ(
        chosen.text("redirectUrl"),
        "http://shop.test/success?paymentType=NORMAL&orderId=order-000001&paymentKey=" + key +
            "&amount=9900"
    );
}

TEST(TossSession, AQueryThatIsThereAlreadyIsContinued) {
    EXPECT_EQ(
        with_query("http://shop.test/s?x=y", {{"code", "A B"}}), "http://shop.test/s?x=y&code=A%20B"
    );
}

TEST(TossSession, ABuyerWhoGivesUpIsSentBackWithoutAnOrderId) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    const auto closed = merchant.browser("sessions/" + key + "/close", {});
    const auto url = closed.text("redirectUrl");
    EXPECT_TRUE(url.starts_with("http://shop.test/fail?code=PAY_PROCESS_CANCELED&message=")) << url;
    EXPECT_EQ(url.find("orderId"), std::string::npos);
    EXPECT_EQ(merchant.gets(key).text("status"), "READY");
}

TEST(TossSession, ADeclineAtAuthenticationNamesTheOrder) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    const auto declined = merchant.browser(
        "sessions/" + key + "/authenticate", {{"outcome", "declined_at_authentication"}}
    );
    const auto url = declined.text("redirectUrl");
    EXPECT_TRUE(url.starts_with("http://shop.test/fail?code=REJECT_CARD_COMPANY&message=")) << url;
    EXPECT_TRUE(url.ends_with("&orderId=order-000001")) << url;
}

TEST(TossSession, WithoutUrlsTheScriptGetsTheResultItself) {
    TestMerchant merchant;
    auto request = order();
    request.erase("successUrl");
    request.erase("failUrl");
    const auto key = merchant.browser("sessions", request).text("paymentKey");
    const auto chosen = merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4242424242424242"}}
    );
    EXPECT_TRUE(chosen.body.at("redirectUrl").is_null());
    const auto* result = find_object(chosen.body, "result");
    ASSERT_NE(result, nullptr);
    EXPECT_EQ(find_text(*result, "paymentKey"), key);
    EXPECT_EQ(find_whole(*find_object(*result, "amount"), "value"), 9900);
}

TEST(TossSession, AWrongRequestIsRefusedWithTheCodeOfTheScript) {
    struct Row {
        const char* member;
        json::value value;
        const char* code;
    };

    TestMerchant merchant;
    for (const auto& row : {
             Row{"clientKey", "live_ck_made_up", "400 INVALID_CLIENT_KEY"},
             Row{"clientKey", "test_gck_made_up", "400 NOT_SUPPORTED_WIDGET_KEY"},
             Row{"flow", "widget", "400 NOT_SUPPORTED_API_INDIVIDUAL_KEY"},
             Row{"customerKey", "bad key!", "400 INVALID_CUSTOMER_KEY"},
             Row{"amount", "many", "400 INVALID_AMOUNT_VALUE"},
             Row{"amount", 10.5, "400 INVALID_AMOUNT_VALUE"},
             Row{"amount", -1, "400 BELOW_ZERO_AMOUNT"},
             Row{"currency", "USD", "400 INVALID_AMOUNT_CURRENCY"},
             Row{"orderId", "short", "400 INVALID_ORDER_ID"},
             Row{"orderName", "", "400 INVALID_ORDER_NAME"},
             Row{"successUrl", "/success", "400 INCORRECT_SUCCESS_URL_FORMAT"},
             Row{"failUrl", nullptr, "400 INCORRECT_FAIL_URL_FORMAT"},
             Row{"method", "SEASHELLS", "400 NOT_SUPPORTED_METHOD"},
             Row{"metadata", json::object{{"a[b]", "x"}}, "400 INVALID_METADATA"},
             Row{"virtualAccount",
                 json::object{{"validHours", 2161}},
                 "400 EXCEED_MAX_VALID_HOURS"},
             Row{"virtualAccount",
                 json::object{{"dueDate", "2027-01-02T12:00:00"}},
                 "400 EXCEED_MAX_DUE_DATE"},
             Row{"virtualAccount",
                 json::object{{"validHours", 1}, {"dueDate", "2026-01-03T12:00:00"}},
                 "400 INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE"},
         }) {
        auto request = order();
        request[row.member] = row.value;
        EXPECT_EQ(merchant.browser("sessions", request).code(), row.code) << row.member;
    }
    EXPECT_TRUE(merchant.sandbox().books().empty());
}

TEST(TossSession, AnApprovedOrderOpensNoSecondWindow) {
    TestMerchant merchant;
    merchant.pays("order-000001");
    EXPECT_EQ(merchant.opens("order-000001"), "");
}

TEST(TossSession, AnyPlausibleCardIsTakenAndOthersLeaveTheWindowOpen) {
    EXPECT_TRUE(is_card_number("4242424242424242"));
    EXPECT_TRUE(is_card_number("5555555555554444"));
    EXPECT_FALSE(is_card_number("4242424242424241"));
    EXPECT_FALSE(is_card_number("4242"));
    EXPECT_FALSE(is_card_number("424242424242424x"));
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    const json::object wrong{{"method", "CARD"}, {"cardNumber", "4242424242424241"}};
    EXPECT_EQ(
        merchant.browser("sessions/" + key + "/authenticate", wrong).code(),
        "400 INVALID_CARD_NUMBER"
    );
    EXPECT_EQ(merchant.gets(key).text("status"), "READY");
}

TEST(TossSession, EasyPayIsNamedInKoreanWithItsProvider) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate", {{"method", "EASY_PAY"}, {"provider", "네이버페이"}}
    );
    const auto paid = merchant.confirms(key, "order-000001");
    EXPECT_EQ(paid.text("method"), "간편결제");
    EXPECT_EQ(find_text(*find_object(paid.body, "easyPay"), "provider"), "네이버페이");
    EXPECT_TRUE(paid.text("secret").starts_with("ps_"));
}

TEST(TossSession, ADeclineMayNameAnyDocumentedCode) {
    TestMerchant merchant;
    const auto key = merchant.opens("order-000001");
    merchant.browser(
        "sessions/" + key + "/authenticate",
        {{"method", "CARD"},
         {"cardNumber", "4242424242424242"},
         {"outcome", "decline"},
         {"declineCode", "FDS_ERROR"}}
    );
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "403 FDS_ERROR");
}

TEST(TossSession, OnlyPagesOfTheShopMayCallFromAnotherOrigin) {
    TestMerchant merchant;
    const auto opened = merchant.browser("sessions", order());
    EXPECT_EQ(
        ports::find_header(opened.headers, "Access-Control-Allow-Origin"), "http://shop.test"
    );
    ports::HttpRequest stranger;
    stranger.method = ports::HttpMethod::options;
    stranger.url = "/browser/sessions";
    stranger.headers = {{"Origin", "http://evil.test"}};
    const auto refused = merchant.calls(stranger);
    EXPECT_EQ(refused.status, 204);
    EXPECT_EQ(ports::find_header(refused.headers, "Access-Control-Allow-Origin"), "");
}

}  // namespace
}  // namespace gyeol::sandbox::toss
