#include "app/webhook_message.hpp"

#include "app/letters.hpp"
#include "base/base64.hpp"
#include "base/json.hpp"
#include "support/stand_ins.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using test::SeededIds;

std::string signature_of(const SignedMessage& message, const std::vector<Secret>& secrets) {
    const SeededIds ids(1);
    return std::string(find_header(sign_message(ids, message, secrets), "webhook-signature"));
}

TEST(WebhookMessage, IsSignedAsTheVectorsOfStandardWebhooksAre) {
    const SignedMessage theirs{
        "msg_p5jXN8AQM9LWM0D4loKWxJek", from_millis(1'614'265'330'000), R"({"test": 2432232314})"};
    const Secret their_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(
        signature_of(theirs, {their_secret}), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    const SignedMessage other{
        "msg_test_0001",
        from_millis(1'790'000'000'999),
        R"({"type":"payment.paid","timestamp":"2026-09-21T14:13:20Z",)"
        R"("data":{"id":"pay_1","amount":9900,"currency":"KRW"}})"};
    const Secret secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    EXPECT_EQ(signature_of(other, {secret}), "v1,gzVcnxiwpvpYJueGm5Yvit6epCxaDYI5/n+Ihx1MPAI=");
    EXPECT_EQ(
        signature_of(theirs, {secret, their_secret}),
        signature_of(theirs, {secret}) + " " + signature_of(theirs, {their_secret})
    );
}

TEST(WebhookMessage, NamesItsIdAndTheSecondOfItsTry) {
    const SeededIds ids(1);
    const auto headers = sign_message(ids, {"evt_1", from_millis(1'999), "{}"}, {});
    EXPECT_EQ(find_header(headers, "webhook-id"), "evt_1");
    EXPECT_EQ(find_header(headers, "webhook-timestamp"), "1");
    EXPECT_EQ(find_header(headers, "Content-Type"), "application/json");
}

TEST(WebhookMessage, HasASecretOfThirtyTwoRandomBytes) {
    SeededIds ids(1);
    const auto secret = make_webhook_secret(ids);
    ASSERT_TRUE(secret.reveal().starts_with("whsec_"));
    EXPECT_EQ(parse_base64(secret.reveal().substr(6)).value_or("").size(), 32U);
    EXPECT_FALSE(secret == make_webhook_secret(ids));
}

TEST(WebhookMessage, TellsThePaymentAsItWasRightAfterTheEvent) {
    domain::Payment payment;
    payment.order_id = "ord_1";
    payment.order_name = "성격 \"검사\"\n";
    payment.plan_id = "basic";
    payment.amount = {9'900, domain::Currency::krw};
    payment.status = domain::PaymentStatus::completed;
    const domain::Event event{
        2, "payment.processing", from_millis(0), domain::PaymentStatus::processing};
    const auto body = parse_json_object(write_event(payment, event));
    ASSERT_TRUE(body);
    EXPECT_EQ(find_text(*body, "type"), "payment.processing");
    EXPECT_EQ(find_text(*body, "timestamp"), "1970-01-01T00:00:00.000Z");
    const auto& data = *find_object(*body, "data");
    EXPECT_EQ(find_text(data, "id"), "000000000000000000000000");
    EXPECT_EQ(find_whole(data, "sequence"), 2);
    EXPECT_EQ(find_text(data, "orderName"), payment.order_name);
    EXPECT_EQ(find_whole(data, "amount"), 9'900);
    EXPECT_EQ(find_text(data, "status"), "processing");
}

TEST(WebhookMessage, ReadsARetryAfterOfSeconds) {
    EXPECT_EQ(read_retry_after("120"), 120s);
    EXPECT_EQ(read_retry_after("0"), 0s);
    EXPECT_EQ(read_retry_after("999999999"), 24h);
    for (const auto* text :
         {"", "-5", "1.5", "soon", "Fri, 02 Jan 2026 03:00:00 GMT", "99999999999999999999"})
        EXPECT_EQ(read_retry_after(text), 0s) << text;
}

TEST(Letters, ShowMoneyAsPeopleWriteIt) {
    using domain::Currency;
    EXPECT_EQ(show_money({0, Currency::krw}), "0 KRW");
    EXPECT_EQ(show_money({900, Currency::krw}), "900 KRW");
    EXPECT_EQ(show_money({9'900, Currency::krw}), "9,900 KRW");
    EXPECT_EQ(show_money({1'234'567, Currency::jpy}), "1,234,567 JPY");
    EXPECT_EQ(show_money({5, Currency::usd}), "0.05 USD");
    EXPECT_EQ(show_money({123'456, Currency::usd}), "1,234.56 USD");
    EXPECT_EQ(show_money({1'234'567, Currency::kwd}), "1,234.567 KWD");
}

}  // namespace
}  // namespace gyeol::app
