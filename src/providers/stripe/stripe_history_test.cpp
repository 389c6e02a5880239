#include "providers/stripe/stripe_history.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace gyeol::providers::stripe {
namespace {

ports::HttpReply reply_of(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

std::string list_of(const std::string& elements) {
    return R"({"object":"list","has_more":false,"data":[)" + elements + "]}";
}

TEST(StripeHistory, RefundsAreListedWithTheNumberOfOurs) {
    const auto ours =
        R"({"id":"re_1","object":"refund","amount":400,"currency":"krw","status":"succeeded","metadata":{"refundNumber":"2"}})";
    const auto late =
        R"({"id":"re_2","object":"refund","amount":100,"currency":"krw","status":"failed","metadata":{}})";
    const auto read = [](const std::string& body) {
        return read_refunds(reply_of(200, body), domain::Currency::krw);
    };
    const auto returns = read(list_of(std::string(late) + "," + ours)).value();
    ASSERT_EQ(returns.size(), 2U);
    EXPECT_EQ(returns[0].id, "re_1") << "oldest first";
    EXPECT_EQ(returns[0].refund_number, 2);
    EXPECT_FALSE(returns[0].took_back);
    EXPECT_EQ(returns[1].refund_number, 0) << "made in the Dashboard";
    EXPECT_TRUE(returns[1].took_back) << "it came back, days after it had succeeded";
    EXPECT_TRUE(read(list_of("")).value().empty());
    for (const auto& body :
         {std::string("{}"),
          list_of(R"({"object":"refund","id":"re_1"})"),
          list_of(R"({"object":"charge"})"),
          std::string(R"({"object":"list","has_more":true,"data":[]})")}) {
        EXPECT_FALSE(read(body)) << body;
    }
}

TEST(StripeHistory, DisputesSayWhoHasTheMoney) {
    using enum domain::DisputeStatus;
    for (const auto& [status, meaning] : {
             std::pair{"warning_needs_response", inquiry},
             std::pair{"warning_under_review", inquiry},
             std::pair{"warning_closed", withdrawn},
             std::pair{"prevented", withdrawn},
             std::pair{"needs_response", open},
             std::pair{"under_review", open},
             std::pair{"appeal_needs_response", open},
             std::pair{"appeal_under_review", open},
             std::pair{"won", won},
             std::pair{"lost", lost},
             std::pair{"never_seen_before", open},
         }) {
        const auto body = list_of(
            R"({"id":"du_1","object":"dispute","amount":9900,"currency":"krw","reason":"fraudulent",)"
            R"("evidence_details":{"due_by":1767322800},"status":")" +
            std::string(status) + "\"}"
        );
        const auto read = read_disputes(reply_of(200, body), {9900, domain::Currency::krw});
        ASSERT_TRUE(read) << status;
        EXPECT_EQ(read->front().status, meaning) << status;
        EXPECT_EQ(read->front().reason, "fraudulent");
        EXPECT_EQ(read->front().answer_by, from_millis(1'767'322'800'000));
    }
    const auto foreign =
        list_of(R"({"id":"du_1","object":"dispute","amount":700,"currency":"usd","status":"lost"})"
        );
    const auto read = read_disputes(reply_of(200, foreign), {9900, domain::Currency::krw});
    EXPECT_EQ(read.value().front().amount.minor, 9900) << "in another currency it is all of it";
}

}  // namespace
}  // namespace gyeol::providers::stripe
