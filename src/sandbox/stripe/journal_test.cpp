#include "sandbox/stripe/journal.hpp"

#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::stripe {
namespace {

/// Everything that can be in a book, and much that is still to happen.
void live_through_everything(TestMerchant& merchant) {
    const auto customer = merchant.has_customer();
    merchant.posts("payment_intents", "amount=9900&currency=krw");
    merchant.pays("pm_card_visa_chargeDeclined");
    merchant.pays("pm_card_visa", "capture_method=manual");
    merchant.pays_on_session("pm_card_authenticationRequired");
    merchant.pays("pm_card_createDispute");
    merchant.pays("pm_card_visa", "setup_future_usage=off_session&customer=" + customer);
    const auto paid = merchant.pays("pm_card_pendingRefund");
    merchant.idempotency_key = "refund-1";
    merchant.posts("refunds", "amount=300&payment_intent=" + paid.id());
    merchant.idempotency_key.clear();
    merchant.posts(
        "webhook_endpoints", "url=http://other.test/hook&enabled_events[]=charge.updated"
    );
    merchant.deletes("customers/" + merchant.has_customer());
}

void expect_same(TestMerchant& left, TestMerchant& right) {
    for (const auto wait : {0s, 5s, 60s}) {
        left.passes(wait);
        right.passes(wait);
        for (const auto* path :
             {"payment_intents?limit=100&expand[]=data.latest_charge",
              "refunds",
              "disputes",
              "customers",
              "balance_transactions?limit=100",
              "webhook_endpoints",
              "events?limit=100"}) {
            EXPECT_EQ(left.gets(path).raw, right.gets(path).raw) << path;
        }
        EXPECT_EQ(left.sandbox().next_event_at(), right.sandbox().next_event_at());
    }
    const auto told = left.receives();
    const auto retold = right.receives();
    ASSERT_EQ(told.size(), retold.size());
    for (std::size_t at = 0; at < told.size(); ++at) {
        EXPECT_EQ(told[at].raw, retold[at].raw);
        EXPECT_EQ(told[at].signature, retold[at].signature);
    }
}

TEST(StripeJournal, ReplayingItAnswersEveryQueryTheSameNowAndLater) {
    TestMerchant killed;
    std::vector<std::string> lines;
    killed.sandbox().on_change([&lines](const std::string& line) { lines.push_back(line); });
    live_through_everything(killed);

    TestMerchant restarted;
    for (const auto& line : lines)
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;
    expect_same(killed, restarted);
}

TEST(StripeJournal, TheShortestOneRestoresTheSame) {
    TestMerchant killed;
    live_through_everything(killed);
    TestMerchant restarted;
    for (const auto& line : killed.sandbox().save())
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;
    expect_same(killed, restarted);
    restarted.idempotency_key = "refund-1";
    const auto paid = restarted.gets("payment_intents").column("id").at(0);
    EXPECT_EQ(
        restarted.posts("refunds", "amount=300&payment_intent=" + paid)
            .header("Idempotent-Replayed"),
        "true"
    );
}

TEST(StripeJournal, ALineThatIsNoneIsRefused) {
    TestMerchant merchant;
    for (const auto* line :
         {"",
          "{",
          "{}",
          R"({"sequence":1})",
          R"({"sequence":1,"thing":{"shown":{}}})",
          R"({"sequence":1,"job":{"id":1,"deed":"dance"}})"}) {
        EXPECT_FALSE(merchant.sandbox().replay(line)) << line;
    }
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
