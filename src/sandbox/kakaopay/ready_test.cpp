#include "sandbox/kakaopay/pages.hpp"
#include "sandbox/kakaopay/test_merchant.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

bool is_id(const std::string& id, char prefix) {
    return id.size() == 20 && id.front() == prefix &&
           id.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
}

Told calls_with(TestMerchant& merchant, std::string authorization) {
    merchant.authorization = std::move(authorization);
    return merchant.prepares();
}

TEST(KakaoPayKeys, OnlyASecretKeyUnderOneOfTwoSchemesIsLetIn) {
    TestMerchant merchant;
    const std::string key(sandbox_dev_key);
    EXPECT_EQ(calls_with(merchant, "").code(), "400 -400");
    EXPECT_EQ(calls_with(merchant, "SECRET_KEY " + key).status, 200);
    EXPECT_EQ(calls_with(merchant, "DEV_SECRET_KEY " + key).status, 200);
    EXPECT_EQ(calls_with(merchant, "KakaoAK " + key).code(), "401 -401");
    EXPECT_EQ(calls_with(merchant, "Basic " + key).code(), "401 -401");
    EXPECT_EQ(calls_with(merchant, "SECRET_KEY DEVUNKNOWN").code(), "401 -401");
    EXPECT_EQ(calls_with(merchant, key).code(), "401 -401");
}

TEST(KakaoPayKeys, ADevelopmentKeyGoesWithTestCodesAndAProductionKeyWithContractedOnes) {
    Options options;
    options.production_keys = {"PRDMADEUP"};
    options.production_cids = {{"CA00000001", CidKind::one_time, "abcdefghijklmnopqrstuvwx"}};
    TestMerchant merchant(options);
    for (const auto* cid : {"TC0ONETIME", "TCSUBSCRIP", "TCSEQUENCE"}) {
        merchant.cid = cid;
        EXPECT_EQ(merchant.prepares().status, 200) << cid;
    }
    merchant.cid = "CA00000001";
    const auto mixed = merchant.prepares();
    EXPECT_EQ(mixed.code(), "400 -2");
    EXPECT_EQ(mixed.text("error_message"), "invalid param(cid has invalid value)");
    merchant.authorization = "SECRET_KEY PRDMADEUP";
    EXPECT_EQ(merchant.prepares().code(), "400 -733");
    EXPECT_EQ(merchant.prepares({{"cid_secret", "abcdefghijklmnopqrstuvwx"}}).status, 200);
    merchant.cid = "TC0ONETIME";
    EXPECT_EQ(merchant.prepares().code(), "400 -2");
    merchant.authorization = "DEV_SECRET_KEY PRDMADEUP";
    EXPECT_EQ(merchant.prepares().code(), "401 -401");
}

TEST(KakaoPayRoutes, OnlyTheSevenPathsAnswerAndOnlyPosts) {
    TestMerchant merchant;
    for (const auto* path :
         {"ready",
          "approve",
          "cancel",
          "order",
          "subscription",
          "manage/subscription/inactive",
          "manage/subscription/status"}) {
        EXPECT_EQ(merchant.posts(path, {}).code(), "400 -2") << path;
    }
    EXPECT_EQ(merchant.posts("orders", {}).code(), "404 -404");
    ports::HttpRequest old;
    old.method = ports::HttpMethod::post;
    // The path that is often written by mistake: without `/online`.
    old.url = "/v1/payment/ready";
    EXPECT_EQ(merchant.calls(old).code(), "404 -404");
    ports::HttpRequest get;
    get.url = "/online/v1/payment/order";
    EXPECT_EQ(merchant.calls(get).code(), "404 -404");
}

TEST(KakaoPayRoutes, TheOldApiCanSayThatItIsGone) {
    Options options;
    options.legacy_paths = true;
    TestMerchant merchant(options);
    ports::HttpRequest old;
    old.method = ports::HttpMethod::post;
    old.url = "/v1/payment/ready";
    const auto told = merchant.calls(old);
    EXPECT_EQ(told.status, 400);
    EXPECT_EQ(told.number("code"), -9);
    EXPECT_FALSE(told.body.contains("error_code"));
}

TEST(KakaoPayReady, AnswersATidAndThePagesOfEachDevice) {
    TestMerchant merchant;
    const auto told = merchant.prepares();
    EXPECT_EQ(told.status, 200);
    EXPECT_TRUE(is_id(told.text("tid"), 'T')) << told.text("tid");
    EXPECT_EQ(told.text("created_at"), "2026-01-02T12:00:00");
    EXPECT_TRUE(told.body.contains("tms_result"));
    const std::string base = "http://localhost:8081/kakaopay/mockup/bridge/";
    const auto& page = merchant.page();
    EXPECT_EQ(page.size(), 64U);
    EXPECT_EQ(told.text("next_redirect_pc_url"), base + "pc/pg/one-time/payment/" + page);
    EXPECT_EQ(
        told.text("next_redirect_mobile_url"), base + "mobile-web/pg/one-time/payment/" + page
    );
    EXPECT_EQ(told.text("next_redirect_app_url"), base + "mobile-app/pg/one-time/payment/" + page);
    EXPECT_TRUE(told.text("ios_app_scheme").starts_with("kakaotalk://kakaopay/pg?url="));
    merchant.cid = "TCSUBSCRIP";
    const auto issuing = merchant.prepares();
    EXPECT_EQ(
        issuing.text("next_redirect_pc_url"),
        base + "pc/pg/subscription/payment-issue/" + merchant.page()
    );
}

TEST(KakaoPayReady, TheSameOrderIdIsPreparedTwiceAndBothCanBePaid) {
    TestMerchant merchant;
    const auto first = merchant.pays();
    const auto second = merchant.pays();
    EXPECT_NE(first, second);
    EXPECT_EQ(merchant.sandbox().books().at(0).captured, 1000);
    EXPECT_EQ(merchant.sandbox().books().at(1).captured, 1000);
}

TEST(KakaoPayReady, NumbersMayBeTexts) {
    TestMerchant merchant;
    EXPECT_EQ(
        merchant.prepares({{"quantity", "1"}, {"total_amount", "2200"}, {"tax_free_amount", "0"}}
        ).status,
        200
    );
    const auto order = merchant.asks(merchant.tid());
    EXPECT_EQ(order.part("amount", "total"), 2200);
    EXPECT_EQ(order.part("amount", "vat"), 200);
}

TEST(KakaoPayReady, EachRequiredMemberIsMissedByName) {
    TestMerchant merchant;
    for (const auto* name :
         {"partner_order_id",
          "partner_user_id",
          "item_name",
          "quantity",
          "total_amount",
          "tax_free_amount",
          "approval_url",
          "cancel_url",
          "fail_url"}) {
        const auto told = merchant.prepares({{name, nullptr}});
        EXPECT_EQ(told.code(), "400 -2") << name;
        EXPECT_NE(told.text("error_message").find(name), std::string::npos) << name;
    }
}

TEST(KakaoPayReady, WhatIsTooLongOrNoNumberIsRefused) {
    TestMerchant merchant;
    std::string hundred;
    for (int each = 0; each < 100; ++each)
        hundred += "결";
    EXPECT_EQ(merchant.prepares({{"item_name", hundred}}).status, 200);
    const std::string url = "http://shop.test/";
    EXPECT_EQ(
        merchant.prepares({{"fail_url", url + std::string(255 - url.size(), 'a')}}).status, 200
    );
    for (const json::object& wrong : {
             json::object{{"item_name", hundred + "결"}},
             json::object{{"partner_order_id", std::string(101, 'a')}},
             json::object{{"fail_url", url + std::string(256 - url.size(), 'a')}},
             json::object{{"fail_url", "shop.test/fail"}},
             json::object{{"quantity", 0}},
             json::object{{"quantity", "one"}},
             json::object{{"total_amount", 10.5}},
             json::object{{"total_amount", -1}},
             json::object{{"total_amount", "1000 "}},
             json::object{{"tax_free_amount", 1001}},
             json::object{{"vat_amount", 1001}},
             json::object{{"green_deposit", 1001}},
             json::object{{"install_month", 13}},
             json::object{{"payment_method_type", "BANK"}},
             json::object{{"use_share_installment", "yes"}},
             json::object{{"available_cards", "SHINHAN"}},
             json::object{{"custom_json", json::object{{"a", 1}}}},
         }) {
        EXPECT_EQ(merchant.prepares(wrong).code(), "400 -2") << json::serialize(wrong);
    }
}

TEST(KakaoPayReady, AFormIsNotJson) {
    TestMerchant merchant;
    ports::HttpRequest form;
    form.method = ports::HttpMethod::post;
    form.url = "/online/v1/payment/ready";
    form.headers = {
        {"Authorization", merchant.authorization},
        {"Content-Type", "application/x-www-form-urlencoded;charset=utf-8"}};
    form.body = json::serialize(merchant.order());
    EXPECT_EQ(merchant.calls(form).code(), "400 -2");
}

TEST(KakaoPayReady, ReturnAddressesLieOnRegisteredDomains) {
    Options options;
    options.site_domains = {"http://shop.test", "https://*.shop.test"};
    TestMerchant merchant(options);
    EXPECT_EQ(merchant.prepares().status, 200);
    EXPECT_EQ(merchant.prepares({{"cancel_url", "https://pay.shop.test/x"}}).status, 200);
    for (const auto* url :
         {"https://shop.test/x",
          "http://shop.test:8080/x",
          "http://shop.test.evil.test/x",
          "http://evil.test/http://shop.test",
          "https://.shop.test/x"}) {
        EXPECT_EQ(merchant.prepares({{"cancel_url", url}}).code(), "400 -799") << url;
    }
}

TEST(KakaoPayReady, NothingIsAskedForOnlyToIssueAKey) {
    TestMerchant merchant;
    EXPECT_EQ(merchant.prepares({{"total_amount", 0}}).code(), "400 -724");
    merchant.cid = "TCSUBSCRIP";
    EXPECT_EQ(merchant.prepares({{"total_amount", 0}}).status, 200);
    Options options;
    options.keys_without_payment = false;
    TestMerchant strict(options);
    strict.cid = "TCSUBSCRIP";
    EXPECT_EQ(strict.prepares({{"total_amount", 0}}).code(), "400 -725");
}

TEST(KakaoPayPages, EveryDeviceAndFlowHasThePageAndNothingElseHas) {
    const std::string page(64, 'a');
    for (const auto* device : {"pc", "mobile-web", "mobile-app"}) {
        for (const auto* flow : {"one-time/payment", "subscription/payment-issue"}) {
            const auto path = std::string("/mockup/bridge/") + device + "/pg/" + flow + "/" + page;
            EXPECT_EQ(find_page(path), "sandbox/kakaopay/bridge.html") << path;
        }
    }
    EXPECT_EQ(find_page("/assets/bridge.js"), "sandbox/kakaopay/assets/bridge.js");
    const std::filesystem::path web(GYEOL_WEB_SOURCES);
    for (const auto* file : {"bridge.html", "assets/bridge.js", "assets/bridge.css"})
        EXPECT_TRUE(std::filesystem::exists(web / "sandbox/kakaopay" / file)) << file;
    for (const auto& path :
         {std::string("/online/v1/payment/ready"),
          std::string("/mockup/bridge/tv/pg/one-time/payment/") + page,
          std::string("/mockup/bridge/pc/pg/one-time/payment-issue/") + page,
          std::string("/mockup/bridge/pc/pg/one-time/payment/") + page + "0",
          std::string("/assets/../bridge.html"),
          std::string("/")}) {
        EXPECT_EQ(find_page(path), std::nullopt) << path;
    }
}

}  // namespace
}  // namespace gyeol::sandbox::kakaopay
