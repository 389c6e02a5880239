// What operators read of the ledger over HTTP.
#include "functional/api_stand.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class HttpLedger : public testing::Test {
protected:
    http::test::Answer ledger(const std::string& query = "") {
        return api.get("/api/admin/ledger" + query, {boss.bearer()});
    }

    ApiStand api;
    Buyer buyer = api.registers();
    Buyer boss = api.registers_operator();
};

TEST_F(HttpLedger, IsTheTrialBalanceAsOfAnInstant) {
    const auto before = write_rfc3339(api.shop.now() - 1s);
    const auto order = api.authenticates(buyer);
    const auto body = ApiStand::confirm_body(order);
    EXPECT_EQ(api.post("/api/payment/confirm", body, {buyer.bearer()}).status, 200);
    api.shop.passes(5s);
    const auto answer = ledger();
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("balanced":true)"));
    EXPECT_THAT(
        answer.body,
        HasSubstr(
            R"({"provider":"toss","account":"provider_receivable","phase":"posted","currency":"KRW","debit":9900,"credit":0})"
        )
    );
    EXPECT_THAT(ledger("?asOf=" + before).body, HasSubstr(R"("balances":[])"));
}

TEST_F(HttpLedger, RefusesWhatIsNoInstant) {
    for (const auto* query : {"?asOf=yesterday", "?asOf=", "?asOf=2026-13-01T00:00:00Z"}) {
        const auto answer = ledger(query);
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_EQ(member(answer, "code"), "invalid_as_of") << query;
    }
}

TEST_F(HttpLedger, IsForOperatorsOnly) {
    EXPECT_EQ(api.get("/api/admin/ledger").status, 401);
    const auto answer = api.get("/api/admin/ledger", {buyer.bearer()});
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(member(answer, "code"), "operators_only");
}

}  // namespace
}  // namespace gyeol::test
