#include "sandbox/kakaopay/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::kakaopay {
namespace {

TEST(KakaoPayCharge, HasATidOfItsOwnThatIsPaidAtOnce) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes();
    merchant.passes(1h);
    const auto charged = merchant.charges(sid, {{"total_amount", 9900}, {"payload", "둘째 달"}});
    EXPECT_EQ(charged.status, 200);
    EXPECT_EQ(charged.text("sid"), sid);
    EXPECT_NE(charged.text("tid"), merchant.tid());
    EXPECT_EQ(charged.part("amount", "vat"), 900);
    EXPECT_EQ(charged.text("approved_at"), "2026-01-02T13:00:00");
    const auto order = merchant.asks(charged.text("tid"));
    EXPECT_EQ(order.text("status"), "SUCCESS_PAYMENT");
    EXPECT_EQ(order.text("partner_order_id"), "order-2");
    EXPECT_EQ(merchant.sandbox().books().back().captured, 9900);
    EXPECT_EQ(merchant.cancels(charged.text("tid"), {{"cancel_amount", 9900}}).status, 200);
}

TEST(KakaoPayCharge, TheSameOrderIdIsChargedAgain) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes();
    const auto first = merchant.charges(sid);
    const auto second = merchant.charges(sid);
    EXPECT_EQ(second.status, 200);
    EXPECT_NE(first.text("tid"), second.text("tid"));
    EXPECT_EQ(merchant.sandbox().books().size(), 3U);
}

TEST(KakaoPayCharge, IsRefusedInTheOrderOfItsCodes) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes();
    EXPECT_EQ(merchant.charges("S0000000000000000000").code(), "400 -750");
    EXPECT_EQ(merchant.charges(sid, {{"partner_user_id", "user-2"}}).code(), "400 -753");
    EXPECT_EQ(merchant.charges(sid, {{"total_amount", 0}}).code(), "400 -725");
    EXPECT_EQ(merchant.charges(sid, {{"item_name", nullptr}}).code(), "400 -2");
    merchant.sandbox().refuse_next(Operation::charge, {-782, "0062"});
    EXPECT_EQ(merchant.charges(sid).code(), "400 -782 0062");
    merchant.ends_key(sid);
    EXPECT_EQ(merchant.charges(sid, {{"partner_user_id", "user-2"}}).code(), "400 -751");
    EXPECT_EQ(merchant.sandbox().books().size(), 1U);
    merchant.cid = "TCSEQUENCE";
    EXPECT_EQ(merchant.charges(sid).code(), "400 -750");
    merchant.cid = "TC0ONETIME";
    EXPECT_EQ(merchant.charges(sid).code(), "400 -731");
}

TEST(KakaoPayCharge, TheBuyerCanHaveEveryChargeDeclined) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes({{"chargeDeclineCode", "LACK_BALANCE"}});
    for (int each = 0; each < 2; ++each)
        EXPECT_EQ(merchant.charges(sid).code(), "400 -782 LACK_BALANCE");
    EXPECT_EQ(merchant.sandbox().books().size(), 1U);
}

TEST(KakaoPayCharge, TheMonthlyLimitCountsKoreanMonths) {
    Options options;
    options.monthly_charges_max = 2;
    TestMerchant merchant(options);
    const auto sid = merchant.subscribes();
    EXPECT_EQ(merchant.charges(sid).status, 200);
    EXPECT_EQ(merchant.charges(sid).status, 200);
    EXPECT_EQ(merchant.charges(sid).code(), "400 -752");
    // The clock stood at noon of the second of January in Korea.
    merchant.passes(24h * 29 + 12h - 1ms);
    EXPECT_EQ(merchant.charges(sid).code(), "400 -752");
    merchant.passes(1ms);
    EXPECT_EQ(merchant.charges(sid).status, 200);
}

TEST(KakaoPayKey, ItsStateTellsWhetherAChargeHappened) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes();
    const auto fresh = merchant.asks_key(sid);
    EXPECT_EQ(fresh.text("status"), "ACTIVE");
    EXPECT_TRUE(fresh.body.at("available").as_bool());
    EXPECT_EQ(fresh.text("payment_method_type"), "MONEY");
    EXPECT_EQ(fresh.text("last_approved_at"), "2026-01-02T12:00:00");
    EXPECT_FALSE(fresh.body.contains("inactivated_at"));
    merchant.passes(1h);
    merchant.sandbox().script({Operation::charge, {{FaultKind::drop_reply, 0ms}}});
    EXPECT_EQ(merchant.charges(sid).fault.kind, FaultKind::drop_reply);
    EXPECT_EQ(merchant.asks_key(sid).text("last_approved_at"), "2026-01-02T13:00:00");
}

TEST(KakaoPayKey, EndingItIsForGoodAndReturnsNothing) {
    TestMerchant merchant;
    const auto sid = merchant.subscribes();
    const auto ended = merchant.ends_key(sid);
    EXPECT_EQ(ended.text("status"), "INACTIVE");
    EXPECT_EQ(ended.text("inactivated_at"), "2026-01-02T12:00:00");
    EXPECT_FALSE(ended.body.contains("available"));
    merchant.passes(1h);
    EXPECT_EQ(merchant.ends_key(sid).text("inactivated_at"), "2026-01-02T12:00:00");
    EXPECT_FALSE(merchant.asks_key(sid).body.at("available").as_bool());
    EXPECT_EQ(merchant.sandbox().books().front().returned, 0);
    EXPECT_EQ(merchant.ends_key("S0000000000000000000").code(), "400 -750");
    EXPECT_EQ(merchant.asks_key("S0000000000000000000").code(), "400 -750");
}

TEST(KakaoPayKey, EndingItTwiceCanBeRefused) {
    Options options;
    options.repeated_end_is_refused = true;
    TestMerchant merchant(options);
    const auto sid = merchant.subscribes();
    merchant.ends_key(sid);
    EXPECT_EQ(merchant.ends_key(sid).code(), "400 -751");
}

TEST(KakaoPayKey, OneIssuedForNothingWasNeverCharged) {
    TestMerchant merchant;
    merchant.cid = "TCSUBSCRIP";
    merchant.prepares({{"total_amount", 0}});
    merchant.authenticates();
    const auto sid = merchant.approves({{"total_amount", 0}}).text("sid");
    EXPECT_FALSE(merchant.asks_key(sid).body.contains("last_approved_at"));
}

}  // namespace
}  // namespace gyeol::sandbox::kakaopay
