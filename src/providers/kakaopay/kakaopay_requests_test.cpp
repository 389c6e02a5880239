#include "providers/kakaopay/kakaopay_requests.hpp"

#include "providers/kakaopay/kakaopay_bodies.hpp"

#include <gtest/gtest.h>

namespace gyeol::providers::kakaopay {
namespace {

constexpr domain::Money won(std::int64_t minor) {
    return {minor, domain::Currency::krw};
}

Preparation preparation() {
    return {
        .merchant = {"TC0ONETIME", Secret()},
        .order_id = "ord_one",
        .user_id = "user_one",
        .item_name = "성격 검사",
        .price = {won(9900), won(0), std::nullopt},
        .back = {
            "https://shop.test/return?order=ord_one",
            "https://shop.test/cancel",
            "https://shop.test/fail"}};
}

std::string hangul(std::size_t count) {
    std::string text;
    for (std::size_t each = 0; each < count; ++each)
        text += "결";
    return text;
}

TEST(KakaoPayRequests, AReadyStatesTheTaxFreePartEvenWhenItIsNoughtAndLeavesTheVatToKakaoPay) {
    EXPECT_EQ(
        write_ready(preparation()).value(),
        R"({"cid":"TC0ONETIME","partner_order_id":"ord_one","partner_user_id":"user_one",)"
        R"("item_name":"성격 검사","quantity":1,"total_amount":9900,"tax_free_amount":0,)"
        R"("approval_url":"https://shop.test/return?order=ord_one",)"
        R"("cancel_url":"https://shop.test/cancel","fail_url":"https://shop.test/fail"})"
    );
}

TEST(KakaoPayRequests, AStatedVatAndACodesSecretAreSent) {
    auto stated = preparation();
    stated.price = {won(1000), won(450), won(50)};
    stated.merchant.secret = Secret("abcdefghijklmnopqrstuvwx");
    const auto written = write_ready(stated).value();
    EXPECT_NE(written.find(R"("tax_free_amount":450,"vat_amount":50)"), std::string::npos);
    EXPECT_NE(written.find(R"("cid_secret":"abcdefghijklmnopqrstuvwx")"), std::string::npos);
}

TEST(KakaoPayRequests, ALongNameIsCutBetweenCharacters) {
    auto named = preparation();
    named.item_name = hangul(101);
    EXPECT_NE(write_ready(named)->find('"' + hangul(100) + '"'), std::string::npos);
}

TEST(KakaoPayRequests, WhatKakaoPayWouldRefuseIsNotWritten) {
    const auto reason_of = [](const auto& change) {
        auto changed = preparation();
        change(changed);
        const auto written = write_ready(changed);
        return written ? std::string("written") : written.error().reason;
    };
    const auto with_price = [&](Price price) {
        return reason_of([&price](Preparation& each) { each.price = price; });
    };
    EXPECT_EQ(reason_of([](Preparation& each) { each.order_id = hangul(100); }), "written");
    EXPECT_EQ(
        reason_of([](Preparation& each) { each.order_id = hangul(101); }), "invalid_order_id"
    );
    EXPECT_EQ(reason_of([](Preparation& each) { each.order_id.clear(); }), "invalid_order_id");
    EXPECT_EQ(reason_of([](Preparation& each) { each.user_id.clear(); }), "invalid_user_id");
    EXPECT_EQ(reason_of([](Preparation& each) { each.item_name.clear(); }), "invalid_order_name");
    EXPECT_EQ(
        reason_of([](Preparation& each) { each.back.failed = "kakaotalk://shop"; }),
        "invalid_return_address"
    );
    EXPECT_EQ(
        reason_of([](Preparation& each) { each.back.approved.append(256, 'a'); }),
        "invalid_return_address"
    );
    EXPECT_EQ(with_price({{100, domain::Currency::usd}, won(0), std::nullopt}), "invalid_amount");
    EXPECT_EQ(with_price({won(100), won(101), std::nullopt}), "invalid_amount");
    EXPECT_EQ(with_price({won(100), won(50), won(51)}), "invalid_amount");
    EXPECT_EQ(with_price({won(-1), won(0), std::nullopt}), "invalid_amount");
    EXPECT_EQ(with_price({won(0), won(0), std::nullopt}), "written");
}

TEST(KakaoPayRequests, AnApproveStatesTheTotalSoThatAnotherIsRefused) {
    const Approval approval{
        .merchant = {"TC0ONETIME", Secret()},
        .names = our_names(),
        .pg_token = Secret("b4f0e1"),
        .total = won(9900)};
    EXPECT_EQ(
        write_approve(approval),
        R"({"cid":"TC0ONETIME","tid":"T87734d3620347052c46","partner_order_id":"ord_one",)"
        R"("partner_user_id":"user_one","pg_token":"b4f0e1","total_amount":9900})"
    );
}

TEST(KakaoPayRequests, ARefundStatesWhatIsLeftBeforeIt) {
    Refund refund{
        .merchant = {"TC0ONETIME", Secret()},
        .tid = our_names().tid,
        .price = {won(4000), won(0), std::nullopt},
        .balance = won(9900)};
    EXPECT_EQ(
        write_cancel(refund),
        R"({"cid":"TC0ONETIME","tid":"T87734d3620347052c46","cancel_amount":4000,)"
        R"("cancel_tax_free_amount":0,"cancel_available_amount":9900})"
    );
    refund.price.vat = won(364);
    EXPECT_NE(write_cancel(refund).find(R"("cancel_vat_amount":364)"), std::string::npos);
}

TEST(KakaoPayRequests, AQuestionNamesTheCodeAndTheTidOnly) {
    EXPECT_EQ(
        write_order_question({"TC0ONETIME", Secret()}, "T1"), R"({"cid":"TC0ONETIME","tid":"T1"})"
    );
    EXPECT_EQ(write_authorization(Secret("DEVMADEUP")), "SECRET_KEY DEVMADEUP");
}

TEST(KakaoPayRequests, BothTestCodesAreForTestsWhateverTheyAreFor) {
    EXPECT_TRUE(is_test_cid("TC0ONETIME"));
    EXPECT_TRUE(is_test_cid("TCSUBSCRIP"));
    EXPECT_TRUE(is_test_cid("TCSEQUENCE"));
    EXPECT_FALSE(is_test_cid("CA00000001"));
}

TEST(KakaoPayRequests, NoTokenIsLeftInWhatIsNoted) {
    struct Row {
        const char* text;
        const char* masked;
    };

    for (const auto& row : {
             Row{"/return?order=1&pg_token=b4f0e1&x=2", "/return?order=1&pg_token=***&x=2"},
             Row{"/return?pg_token=b4f0e1", "/return?pg_token=***"},
             Row{R"({"pg_token":"b4f0e1","tid":"T1"})", R"({"pg_token":"***","tid":"T1"})"},
             Row{"to=%2Freturn%3Fpg_token%3Db4f0e1%26x", "to=%2Freturn%3Fpg_token%3D***%26x"},
             Row{"body=%22pg_token%22%3A%22b4f0e1%22", "body=%22pg_token%22%3A%22***%22"},
             Row{"pg_token=a pg_token=b", "pg_token=*** pg_token=***"},
             Row{"pg_token=", "pg_token=***"},
             Row{"nothing to see", "nothing to see"},
             Row{"", ""},
         }) {
        EXPECT_EQ(mask_tokens(row.text), row.masked);
    }
}

}  // namespace
}  // namespace gyeol::providers::kakaopay
