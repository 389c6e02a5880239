#include "sandbox/toss/journal.hpp"

#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {

/// Everything that can be in a book: each status, a stored answer, waiting webhooks.
std::vector<std::string> live_through_everything(TestMerchant& merchant) {
    std::vector<std::string> keys{
        merchant.opens("order-000001"), merchant.authenticates("order-000002")};
    keys.push_back(merchant.pays("order-000003"));
    merchant.idempotency_key = "refund-1";
    merchant.cancels(keys.back(), {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    merchant.idempotency_key.clear();
    keys.push_back(merchant.pays("order-000004"));
    merchant.cancels(keys.back(), {{"cancelReason", "변심"}});
    keys.push_back(merchant.is_issued_account("order-000005"));
    keys.push_back(merchant.is_issued_account("order-000006"));
    merchant.browser("bank/deposit", {{"paymentKey", keys.back()}});
    keys.push_back(merchant.authenticates("order-000007", 9900, "decline"));
    merchant.confirms(keys.back(), "order-000007");
    return keys;
}

void expect_same(TestMerchant& left, TestMerchant& right, const std::vector<std::string>& keys) {
    for (const auto& key : keys)
        EXPECT_EQ(left.gets(key).raw, right.gets(key).raw);
    ASSERT_EQ(left.sandbox().books().size(), right.sandbox().books().size());
    for (std::size_t at = 0; at < keys.size(); ++at) {
        EXPECT_EQ(left.sandbox().books()[at].captured, right.sandbox().books()[at].captured);
        EXPECT_EQ(left.sandbox().books()[at].returned, right.sandbox().books()[at].returned);
    }
    EXPECT_EQ(left.sandbox().next_event_at(), right.sandbox().next_event_at());
    EXPECT_EQ(left.receives_webhooks(), right.receives_webhooks());
}

TEST(TossJournal, ReplayingItAnswersEveryQueryTheSame) {
    TestMerchant killed;
    std::vector<std::string> lines;
    killed.sandbox().on_change([&lines](const std::string& line) { lines.push_back(line); });
    const auto keys = live_through_everything(killed);

    TestMerchant restarted;
    for (const auto& line : lines)
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;

    expect_same(killed, restarted, keys);
    EXPECT_EQ(killed.opens("order-000008"), restarted.opens("order-000008"));
}

TEST(TossJournal, TheShortestOneRestoresTheSame) {
    TestMerchant killed;
    const auto keys = live_through_everything(killed);
    TestMerchant restarted;
    for (const auto& line : killed.sandbox().save())
        ASSERT_TRUE(restarted.sandbox().replay(line)) << line;
    expect_same(killed, restarted, keys);
}

TEST(TossJournal, AStoredAnswerIsReplayedAfterARestart) {
    TestMerchant killed;
    const auto key = killed.pays("order-000001");
    killed.idempotency_key = "refund-1";
    const auto first = killed.cancels(key, {{"cancelReason", "변심"}});
    TestMerchant restarted;
    for (const auto& line : killed.sandbox().save())
        ASSERT_TRUE(restarted.sandbox().replay(line));
    restarted.idempotency_key = "refund-1";
    EXPECT_EQ(restarted.cancels(key, {{"cancelReason", "변심"}}).raw, first.raw);
}

TEST(TossJournal, NeitherCardNumbersNorApiKeysAreWritten) {
    TestMerchant merchant;
    std::string journal;
    merchant.sandbox().on_change([&journal](const std::string& line) { journal += line; });
    live_through_everything(merchant);
    EXPECT_EQ(journal.find("4242424242424242"), std::string::npos);
    EXPECT_EQ(journal.find("test_gsk_made_up"), std::string::npos);
}

TEST(TossJournal, ALineThatIsNoneIsRefused) {
    TestMerchant merchant;
    for (const auto* line :
         {"", "{", "{}", R"({"sequence":1})", R"({"sequence":1,"payment":{"status":"LOST"}})"}) {
        EXPECT_FALSE(merchant.sandbox().replay(line)) << line;
    }
}

}  // namespace
}  // namespace gyeol::sandbox::toss
