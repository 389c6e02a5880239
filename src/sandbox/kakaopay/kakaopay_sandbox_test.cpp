#include "sandbox/kakaopay/kakaopay_sandbox.hpp"

#include "sandbox/kakaopay/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::kakaopay {
namespace {

/// Everything that can be in the books.
std::vector<std::string> live_through_everything(TestMerchant& merchant) {
    merchant.prepares();
    std::vector<std::string> tids{merchant.tid()};
    merchant.prepares();
    merchant.authenticates("CARD", {{"outcome", "decline"}, {"declineCode", "0062"}});
    tids.push_back(merchant.tid());
    tids.push_back(merchant.pays({{"item_code", "basic"}, {"green_deposit", 5}}, "CARD"));
    tids.push_back(merchant.pays());
    merchant.cancels(tids.back(), {{"cancel_amount", 300}, {"payload", "환불"}});
    merchant.prepares();
    merchant.browser("quit");
    tids.push_back(merchant.tid());
    return tids;
}

void expect_same(TestMerchant& left, TestMerchant& right, const std::vector<std::string>& tids) {
    for (const auto& tid : tids)
        EXPECT_EQ(left.asks(tid).raw, right.asks(tid).raw);
    ASSERT_EQ(left.sandbox().books().size(), right.sandbox().books().size());
    for (std::size_t at = 0; at < left.sandbox().books().size(); ++at) {
        EXPECT_EQ(left.sandbox().books()[at].captured, right.sandbox().books()[at].captured);
        EXPECT_EQ(left.sandbox().books()[at].returned, right.sandbox().books()[at].returned);
    }
}

TEST(KakaoPayJournal, ReplayingItAnswersEveryQuestionTheSame) {
    TestMerchant killed;
    std::vector<std::string> lines;
    killed.sandbox().on_change([&lines](const std::string& line) { lines.push_back(line); });
    const auto tids = live_through_everything(killed);
    const auto sid = killed.subscribes({{"chargeDeclineCode", "LACK_BALANCE"}});

    TestMerchant restarted;
    for (const auto& line : lines)
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;

    restarted.cid = killed.cid;
    EXPECT_EQ(killed.asks_key(sid).raw, restarted.asks_key(sid).raw);
    EXPECT_EQ(restarted.charges(sid).code(), "400 -782 LACK_BALANCE");
    killed.cid = restarted.cid = "TC0ONETIME";
    expect_same(killed, restarted, tids);
    EXPECT_EQ(killed.prepares().text("tid"), restarted.prepares().text("tid"));
}

TEST(KakaoPayJournal, TheShortestOneRestoresTheSameAndABuyerOnTheWayBackIsStillApproved) {
    TestMerchant killed;
    const auto tids = live_through_everything(killed);
    killed.prepares();
    const auto token = (killed.authenticates(), killed.pg_token);
    TestMerchant restarted;
    for (const auto& line : killed.sandbox().save())
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;
    expect_same(killed, restarted, tids);
    EXPECT_EQ(restarted.approves({{"tid", killed.tid()}, {"pg_token", token}}).status, 200);
}

TEST(KakaoPayJournal, HoldsNoKeyAndRefusesWhatIsNoLine) {
    TestMerchant merchant;
    std::string journal;
    merchant.sandbox().on_change([&journal](const std::string& line) { journal += line; });
    live_through_everything(merchant);
    EXPECT_EQ(journal.find(sandbox_dev_key), std::string::npos);
    for (const auto* line :
         {"",
          "{",
          "{}",
          R"({"sequence":1})",
          R"({"sequence":1,"payment":{"status":"LOST"}})",
          R"({"sequence":1,"payment":{"status":"READY"}})",
          R"({"sequence":1,"key":{}})"}) {
        EXPECT_FALSE(merchant.sandbox().replay(line)) << line;
    }
}

TEST(KakaoPayFaults, EachKindTellsTheCarrierOrSpoilsTheAnswerButMovesTheMoneyOnlyWhenItShould) {
    struct Row {
        FaultKind kind;
        int status;
        std::int64_t captured;
    };

    for (const auto& row : {
             Row{FaultKind::refuse_connection, 0, 0},
             Row{FaultKind::lose_request, 0, 0},
             Row{FaultKind::drop_reply, 200, 1000},
             Row{FaultKind::error_after_execute, 500, 1000},
             Row{FaultKind::answer_html, 502, 1000},
             Row{FaultKind::cut_json, 200, 1000},
             Row{FaultKind::unknown_status, 200, 1000},
             Row{FaultKind::empty_body, 200, 1000},
             Row{FaultKind::delay, 200, 1000},
         }) {
        TestMerchant merchant;
        merchant.prepares();
        merchant.authenticates();
        merchant.sandbox().script({Operation::approve, {{row.kind, 5s}}});
        const auto told = merchant.approves();
        EXPECT_EQ(told.fault, (Fault{row.kind, 5s}));
        EXPECT_EQ(told.status, row.status);
        EXPECT_EQ(merchant.sandbox().books().front().captured, row.captured);
        EXPECT_EQ(
            merchant.asks(merchant.tid()).text("status"),
            row.captured > 0 ? "SUCCESS_PAYMENT" : "AUTH_PASSWORD"
        );
    }
}

TEST(KakaoPayFaults, AnyDocumentedCodeCanComeInsteadOfTheExecution) {
    struct Row {
        int code;
        int status;
    };

    for (const auto& row :
         {Row{-401, 401},
          Row{-403, 403},
          Row{-429, 429},
          Row{-500, 500},
          Row{-503, 503},
          Row{-702, 400},
          Row{-785, 400},
          Row{-797, 400},
          Row{-798, 400}}) {
        TestMerchant merchant;
        merchant.prepares();
        merchant.authenticates();
        merchant.sandbox().refuse_next(Operation::approve, {row.code, {}});
        const auto told = merchant.approves();
        EXPECT_EQ(told.number("error_code"), row.code);
        EXPECT_EQ(told.status, row.status) << row.code;
        EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
        EXPECT_EQ(merchant.approves().status, 200);
    }
}

TEST(KakaoPayFaults, ACallThatWasHeldBackMovesTheMoneyWhenNobodyExpectsItAnyMore) {
    TestMerchant merchant;
    merchant.prepares();
    merchant.authenticates();
    merchant.sandbox().hold_back(Operation::approve, 10min);
    EXPECT_EQ(merchant.approves().fault, (Fault{FaultKind::drop_reply, 10min}));
    EXPECT_EQ(merchant.sandbox().next_event_at(), merchant.now() + 10min);
    merchant.passes(10min - 1ms);
    EXPECT_EQ(merchant.asks(merchant.tid()).text("status"), "AUTH_PASSWORD");
    merchant.passes(5min);
    const auto order = merchant.asks(merchant.tid());
    EXPECT_EQ(order.text("status"), "SUCCESS_PAYMENT");
    EXPECT_EQ(order.text("approved_at"), "2026-01-02T12:10:00");
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);
}

TEST(KakaoPayFaults, TwoCallsHeldBackForOneTidTakeTheMoneyOnce) {
    TestMerchant merchant;
    merchant.prepares();
    merchant.authenticates();
    merchant.sandbox().hold_back(Operation::approve, 2min);
    merchant.sandbox().hold_back(Operation::approve, 1min);
    merchant.approves();
    merchant.approves();
    merchant.passes(3min);
    EXPECT_TRUE(merchant.sandbox().due_webhooks(merchant.now()).empty());
    EXPECT_EQ(merchant.sandbox().books().front().captured, 1000);
}

TEST(KakaoPaySandbox, NothingIsEverSentToTheShop) {
    TestMerchant merchant;
    live_through_everything(merchant);
    merchant.passes(24h);
    EXPECT_TRUE(merchant.sandbox().due_webhooks(merchant.now()).empty());
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);
}

TEST(KakaoPaySandbox, TheSameSeedAndTheSameCallsGiveTheSameBytes) {
    TestMerchant one;
    TestMerchant other;
    EXPECT_EQ(one.asks(one.pays()).raw, other.asks(other.pays()).raw);
    Options options;
    options.seed = 2;
    TestMerchant third(options);
    EXPECT_NE(third.pays(), one.pays());
}

TEST(KakaoPaySandbox, UnknownMembersCanBeAddedAndAreStable) {
    Options options;
    options.unknown_fields = true;
    TestMerchant merchant(options);
    TestMerchant plain;
    const auto tid = merchant.pays();
    EXPECT_EQ(merchant.asks(tid).body.size(), plain.asks(plain.pays()).body.size() + 2);
    EXPECT_EQ(merchant.asks(tid).raw, merchant.asks(tid).raw);
}

TEST(KakaoPaySandbox, PointsAndDiscountsAreShownWhereTheyAreInjected) {
    Options options;
    options.point = 30;
    options.discount = 20;
    TestMerchant merchant(options);
    merchant.prepares();
    merchant.authenticates();
    const auto told = merchant.approves();
    EXPECT_EQ(told.part("amount", "point"), 30);
    EXPECT_EQ(told.part("amount", "discount"), 20);
    EXPECT_EQ(told.part("amount", "total"), 1000);
}

}  // namespace
}  // namespace gyeol::sandbox::kakaopay
