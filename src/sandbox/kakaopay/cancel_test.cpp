#include "sandbox/kakaopay/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::kakaopay {
namespace {

std::int64_t returned(TestMerchant& merchant) {
    return merchant.sandbox().books().front().returned;
}

TEST(KakaoPayCancel, PartsAddUpToTheWholeHoweverTheyAreRounded) {
    TestMerchant merchant;
    const auto tid = merchant.pays({{"total_amount", 1000}, {"tax_free_amount", 100}});
    const auto first = merchant.cancels(tid, {{"cancel_amount", 333}, {"payload", "하나"}});
    EXPECT_EQ(first.text("status"), "PART_CANCEL_PAYMENT");
    EXPECT_EQ(first.part("amount", "total"), 1000);
    EXPECT_EQ(first.part("amount", "vat"), 82);
    EXPECT_EQ(first.part("approved_cancel_amount", "vat"), 30);
    EXPECT_EQ(first.part("cancel_available_amount", "total"), 667);
    EXPECT_EQ(first.part("cancel_available_amount", "vat"), 52);
    EXPECT_EQ(first.text("payload"), "하나");
    merchant.cancels(tid, {{"cancel_amount", 333}});
    const auto last =
        merchant.cancels(tid, {{"cancel_amount", 334}, {"cancel_tax_free_amount", 100}});
    EXPECT_EQ(last.text("status"), "CANCEL_PAYMENT");
    EXPECT_EQ(last.part("canceled_amount", "total"), 1000);
    EXPECT_EQ(last.part("canceled_amount", "vat"), 82);
    EXPECT_EQ(last.part("canceled_amount", "tax_free"), 100);
    EXPECT_EQ(last.part("cancel_available_amount", "vat"), 0);
    EXPECT_EQ(returned(merchant), 1000);
    EXPECT_NE(first.text("aid"), last.text("aid"));
}

TEST(KakaoPayCancel, MoreThanIsLeftIsRefused) {
    TestMerchant merchant;
    const auto tid = merchant.pays();
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 1001}}).code(), "400 -710");
    merchant.cancels(tid, {{"cancel_amount", 600}});
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 401}}).code(), "400 -710");
    EXPECT_EQ(returned(merchant), 600);
}

TEST(KakaoPayCancel, TheSameCancelTwiceTakesTwiceSinceThereIsNoKey) {
    TestMerchant merchant;
    const auto tid = merchant.pays();
    merchant.cancels(tid, {{"cancel_amount", 400}});
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 400}}).status, 200);
    EXPECT_EQ(returned(merchant), 800);
}

TEST(KakaoPayCancel, WhatIsNotPaidOrNoLongerThereCannotBeCancelled) {
    TestMerchant merchant;
    merchant.prepares();
    EXPECT_EQ(merchant.cancels(merchant.tid(), {{"cancel_amount", 1}}).code(), "400 -784");
    const auto tid = merchant.pays();
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 1000}}).text("status"), "CANCEL_PAYMENT");
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 1000}}).code(), "400 -784");
    EXPECT_EQ(merchant.cancels("T0000000000000000000", {{"cancel_amount", 1}}).code(), "400 -721");
}

TEST(KakaoPayCancel, TheTaxFreePartMustBeWhatWasPaid) {
    TestMerchant merchant;
    const auto tid = merchant.pays({{"total_amount", 1000}, {"tax_free_amount", 400}});
    const auto cancels = [&](std::int64_t amount, std::int64_t tax_free) {
        return merchant.cancels(
            tid, {{"cancel_amount", amount}, {"cancel_tax_free_amount", tax_free}}
        );
    };
    EXPECT_EQ(cancels(500, 401).code(), "400 -722");
    EXPECT_EQ(cancels(900, 0).code(), "400 -722");
    EXPECT_EQ(cancels(1000, 0).code(), "400 -722");
    EXPECT_EQ(cancels(100, 101).code(), "400 -2");
    EXPECT_EQ(
        merchant.cancels(tid, {{"cancel_amount", 500}, {"cancel_vat_amount", 56}}).code(),
        "400 -722"
    );
    EXPECT_EQ(cancels(1000, 400).status, 200);
}

TEST(KakaoPayCancel, ADepositForACupForbidsParts) {
    TestMerchant merchant;
    const auto tid = merchant.pays({{"green_deposit", 300}});
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 999}}).code(), "400 -784");
    const auto whole = merchant.cancels(tid, {{"cancel_amount", 1000}});
    EXPECT_EQ(whole.part("canceled_amount", "green_deposit"), 300);
}

TEST(KakaoPayCancel, MembersAreRequiredEvenWhenTheyAreZero) {
    TestMerchant merchant;
    const auto tid = merchant.pays();
    EXPECT_EQ(
        merchant.cancels(
                    tid, {{"cancel_amount", 1000}, {"cancel_tax_free_amount", nullptr}}
        ).code(),
        "400 -2"
    );
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 0}}).code(), "400 -2");
    EXPECT_EQ(merchant.cancels(tid, {}).code(), "400 -2");
}

TEST(KakaoPayCancel, WhatCanBeCancelledIsComparedOnlyWhereTheSwitchSaysSo) {
    Options options;
    options.compares_cancel_available = true;
    for (const bool compares : {false, true}) {
        TestMerchant merchant(compares ? options : Options{});
        const auto tid = merchant.pays();
        const auto told =
            merchant.cancels(tid, {{"cancel_amount", 100}, {"cancel_available_amount", 900}});
        EXPECT_EQ(told.code(), compares ? "400 -710" : "200 -1");
        const auto right = merchant.cancels(
            tid, {{"cancel_amount", 100}, {"cancel_available_amount", compares ? 1000 : 900}}
        );
        EXPECT_EQ(right.status, 200);
    }
}

TEST(KakaoPayCancel, ACardMayRefuseItAndNothingGoesBack) {
    TestMerchant merchant;
    const auto tid = merchant.pays();
    merchant.sandbox().refuse_next(Operation::cancel, {-781, "6666"});
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 1000}}).code(), "400 -781 6666");
    EXPECT_EQ(returned(merchant), 0);
    EXPECT_EQ(merchant.asks(tid).text("status"), "SUCCESS_PAYMENT");
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 1000}}).status, 200);
}

TEST(KakaoPayCancel, ASecondOneWhileTheFirstIsAnsweredIsADuplicate) {
    TestMerchant merchant;
    const auto tid = merchant.pays();
    merchant.sandbox().script({Operation::cancel, {{FaultKind::delay, 5s}}});
    merchant.cancels(tid, {{"cancel_amount", 100}});
    EXPECT_EQ(merchant.cancels(tid, {{"cancel_amount", 100}}).code(), "400 -785");
    EXPECT_EQ(returned(merchant), 100);
}

TEST(KakaoPayOrder, TellsTheWholeHistory) {
    TestMerchant merchant;
    const auto tid = merchant.pays({}, "CARD");
    merchant.passes(1h);
    merchant.cancels(tid, {{"cancel_amount", 400}, {"payload", "환불"}});
    const auto order = merchant.asks(tid);
    EXPECT_EQ(order.text("status"), "PART_CANCEL_PAYMENT");
    EXPECT_EQ(order.part("amount", "total"), 1000);
    EXPECT_EQ(order.part("canceled_amount", "total"), 400);
    EXPECT_EQ(order.part("cancel_available_amount", "total"), 600);
    EXPECT_EQ(order.text("approved_at"), "2026-01-02T12:00:00");
    EXPECT_EQ(order.text("canceled_at"), "2026-01-02T13:00:00");
    const auto& history = order.body.at("payment_action_details").get_array();
    ASSERT_EQ(history.size(), 2U);
    const auto& taken = history.at(0).get_object();
    EXPECT_EQ(find_text(taken, "payment_action_type"), "PAYMENT");
    EXPECT_EQ(find_whole(taken, "amount"), 1000);
    const auto& back = history.at(1).get_object();
    EXPECT_EQ(find_text(back, "payment_action_type"), "CANCEL");
    EXPECT_EQ(find_whole(back, "amount"), 400);
    EXPECT_EQ(find_text(back, "payload"), "환불");
}

TEST(KakaoPayOrder, WhatIsNotThereYetIsAbsentOrNull) {
    for (const bool nulls : {false, true}) {
        Options options;
        options.nulls = nulls;
        TestMerchant merchant(options);
        merchant.prepares();
        const auto order = merchant.asks(merchant.tid());
        for (const auto* name :
             {"payment_method_type",
              "item_code",
              "approved_at",
              "canceled_at",
              "selected_card_info",
              "payment_action_details"}) {
            ASSERT_EQ(order.body.contains(name), nulls) << name;
            EXPECT_TRUE(!nulls || order.body.at(name).is_null()) << name;
        }
        merchant.authenticates();
        const auto approved = merchant.approves();
        for (const auto* name : {"item_code", "card_info", "payload", "sequential_payment_methods"})
            EXPECT_EQ(approved.body.contains(name), nulls) << name;
    }
}

}  // namespace
}  // namespace gyeol::sandbox::kakaopay
