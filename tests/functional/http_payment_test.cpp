// One-time payments over HTTP: the buyer's way, the token's way, repeats, webhooks and bad input.
#include "functional/api_stand.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;

class HttpPayments : public testing::Test {
protected:
    http::test::Answer starts(
        std::string body = R"({"planId":"basic","provider":"toss","flow":"widget"})"
    ) {
        return api.post("/api/payments", std::move(body), {buyer.bearer()});
    }

    http::test::Answer confirms(std::string body, std::vector<Header> more = {}) {
        more.push_back(buyer.bearer());
        return api.post("/api/payment/confirm", std::move(body), std::move(more));
    }

    ApiStand api;
    Buyer buyer = api.registers();
};

TEST_F(HttpPayments, AnOrderTakesItsAmountFromTheCatalogue) {
    const auto answer = starts();
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(member(answer, "amount"), "9900");
    EXPECT_EQ(member(answer, "currency"), "KRW");
    EXPECT_EQ(member(answer, "status"), "pending");
    EXPECT_EQ(member(answer, "paymentMethod"), "unselected");
    EXPECT_EQ(member(answer, "checkout.type"), "toss_widget");
    EXPECT_EQ(member(answer, "checkout.sdk"), "v2");
    EXPECT_EQ(member(answer, "checkout.successUrl"), member(answer, "checkout.url") + "/success");
    EXPECT_TRUE(member(answer, "checkout.url").starts_with("http://shop.test/checkout/"));
    EXPECT_EQ(
        member(starts(R"({"planId":"basic","provider":"toss","amount":100})"), "code"),
        "unknown_field"
    );
}

TEST_F(HttpPayments, AConfirmedPaymentIsCompletedAndListed) {
    const auto order = api.authenticates(buyer);
    const auto answer = confirms(ApiStand::confirm_body(order));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(member(answer, "status"), "completed");
    EXPECT_EQ(member(answer, "paymentMethod"), "card");
    EXPECT_NE(member(answer, "completedAt"), "");
    const auto read = api.get("/api/payments/" + order.id().hex(), {buyer.bearer()});
    EXPECT_EQ(read.body, answer.body);
    EXPECT_EQ(member(api.get("/api/payments", {buyer.bearer()}), "data"), "[" + answer.body + "]");
}

TEST_F(HttpPayments, TheAmountMayBeTheRedirectsDecimalText) {
    const auto order = api.authenticates(buyer);
    const auto answer = confirms(fmt::format(
        R"({{"paymentKey":"{}","orderId":"{}","amount":"9900"}})",
        order.payment_key,
        order.order_id()
    ));
    EXPECT_EQ(member(answer, "status"), "completed") << answer.body;
}

TEST_F(HttpPayments, ATamperedAmountTakesNothing) {
    const auto order = api.authenticates(buyer);
    const auto answer = confirms(fmt::format(
        R"({{"paymentKey":"{}","orderId":"{}","amount":100}})", order.payment_key, order.order_id()
    ));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(member(answer, "code"), "amount_mismatch");
    EXPECT_EQ(api.shop.captures(order.order_id()), 0);
}

struct BadConfirm {
    std::string_view body;
    std::string_view code;
};

class BadConfirmBody : public HttpPayments, public testing::WithParamInterface<BadConfirm> {};

TEST_P(BadConfirmBody, IsRefused) {
    const auto answer = confirms(std::string(GetParam().body));
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(member(answer, "code"), GetParam().code) << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    Bodies,
    BadConfirmBody,
    testing::Values(
        BadConfirm{"", "invalid_json"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord_123456","amount":-1})", "invalid_amount"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord_123456","amount":99.5})", "invalid_amount"},
        BadConfirm{
            R"({"paymentKey":"k","orderId":"ord_123456","amount":9007199254740992})",
            "invalid_amount"},
        BadConfirm{
            R"({"paymentKey":"k","orderId":"ord_123456","amount":99999999999999999999})",
            "invalid_amount"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord_123456","amount":"1e3"})", "invalid_amount"},
        BadConfirm{
            R"({"paymentKey":"k","orderId":"ord_123456","amount":" 9900"})", "invalid_amount"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord_123456","amount":true})", "invalid_amount"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord_123456"})", "missing_field"},
        BadConfirm{R"({"paymentKey":"k","orderId":"ord 12/3456","amount":1})", "invalid_order_id"},
        BadConfirm{R"({"paymentKey":"k","orderId":"주문번호","amount":1})", "invalid_order_id"},
        BadConfirm{R"({"paymentKey":"k","orderId":"short","amount":1})", "invalid_length"},
        BadConfirm{R"({"paymentKey":["k"],"orderId":"ord_123456","amount":1})", "wrong_type"},
        BadConfirm{
            R"({"paymentKey":"k","orderId":"ord_123456","amount":1,"status":"DONE"})",
            "unknown_field"}
    )
);

TEST_F(HttpPayments, AnUnknownOrderAndAnothersOrderAreNotFound) {
    const auto order = api.authenticates(buyer);
    const auto unknown =
        confirms(R"({"paymentKey":"k","orderId":"ord_nobody_knows","amount":9900})");
    EXPECT_EQ(unknown.status, 404);
    const auto other = api.registers("other@shop.example");
    const auto id = order.id().hex();
    EXPECT_EQ(
        api.post("/api/payment/confirm", ApiStand::confirm_body(order), {other.bearer()}).status,
        404
    );
    EXPECT_EQ(api.get("/api/payments/" + id, {other.bearer()}).status, 404);
    EXPECT_EQ(api.post("/api/payments/" + id + "/cancel", "", {other.bearer()}).status, 404);
    EXPECT_EQ(member(api.get("/api/payments", {other.bearer()}), "data"), "[]");
    EXPECT_EQ(api.get("/api/payments/not-an-id", {buyer.bearer()}).status, 404);
    EXPECT_EQ(api.shop.captures(order.order_id()), 0);
}

TEST_F(HttpPayments, ASecondPaymentKeyForOneOrderIsRefused) {
    const auto order = api.authenticates(buyer);
    confirms(ApiStand::confirm_body(order));
    auto stolen = order;
    stolen.payment_key = "tgen_another";
    const auto answer = confirms(ApiStand::confirm_body(stolen));
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(member(answer, "code"), "payment_key_conflict");
    EXPECT_EQ(api.shop.captures(order.order_id()), 1);
}

TEST_F(HttpPayments, ABuyerCancelsBeforeMoneyMovedAndNotAfter) {
    const auto first = starts();
    const auto path = "/api/payments/" + member(first, "id") + "/cancel";
    EXPECT_EQ(member(api.post(path, "{}", {buyer.bearer()}), "status"), "cancelled");
    EXPECT_EQ(
        member(api.post(path, R"({"reason":"x"})", {buyer.bearer()}), "code"), "unknown_field"
    );
    const auto order = api.authenticates(buyer);
    confirms(ApiStand::confirm_body(order));
    const auto late =
        api.post("/api/payments/" + order.id().hex() + "/cancel", "", {buyer.bearer()});
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(member(late, "code"), "payment_completed");
}

TEST_F(HttpPayments, ARefundGivesBackWhatWasAskedForAndNoMore) {
    const auto order = api.authenticates(buyer);
    ASSERT_EQ(confirms(ApiStand::confirm_body(order)).status, 200);
    const auto path = "/api/payments/" + order.id().hex() + "/refunds";
    const auto refunds = [&](std::string body) {
        return api.post(path, std::move(body), {buyer.bearer()});
    };
    const auto part = refunds(R"({"amount":4000,"expectedBalance":9900,"reason":"변심"})");
    EXPECT_EQ(part.status, 201) << part.body;
    EXPECT_EQ(member(part, "status"), "partially_refunded");
    EXPECT_EQ(member(part, "refundable"), "5900");

    struct Row {
        const char* body;
        int status;
        const char* code;
    };

    const Row rows[] = {
        {R"({"amount":0,"expectedBalance":5900,"reason":"x"})", 400, "invalid_amount"},
        {R"({"amount":-1,"expectedBalance":5900,"reason":"x"})", 400, "invalid_amount"},
        {R"({"amount":0.5,"expectedBalance":5900,"reason":"x"})", 400, "invalid_amount"},
        {R"({"amount":1e30,"expectedBalance":5900,"reason":"x"})", 400, "invalid_amount"},
        {R"({"amount":"1000","expectedBalance":5900,"reason":"x"})", 400, "invalid_amount"},
        {R"({"amount":1000,"reason":"x"})", 400, "missing_field"},
        {R"({"amount":1000,"expectedBalance":5900,"reason":""})", 400, "invalid_length"},
        {R"({"amount":1000,"expectedBalance":5900,"reason":"x","force":true})",
         400,
         "unknown_field"},
        {R"({"amount":1000,"expectedBalance":5900,"reason":"x","refundAccount":7})",
         400,
         "wrong_type"},
        {R"({"amount":1000,"expectedBalance":5900,"reason":"x","refundAccount":{"bank":"88"}})",
         400,
         "missing_field"},
        {R"({"amount":1000,"expectedBalance":5900,"reason":"x",
             "refundAccount":{"bank":"88","accountNumber":"1","holder":"김결"}})",
         400,
         "refund_account_unexpected"},
        {R"({"amount":1000,"expectedBalance":9900,"reason":"x"})", 409, "balance_mismatch"},
        {R"({"amount":5901,"expectedBalance":5900,"reason":"x"})", 409, "exceeds_refundable"},
        {R"([])", 400, "invalid_json"},
        {R"({"amount":)", 400, "invalid_json"},
    };
    for (const auto& row : rows) {
        const auto answer = refunds(row.body);
        EXPECT_EQ(answer.status, row.status) << row.body << answer.body;
        EXPECT_EQ(member(answer, "code"), row.code) << row.body;
    }
    EXPECT_EQ(api.shop.taken(order.order_id()), 5'900) << "nothing refused has moved";

    const auto stranger = api.registers("stranger@example.kr");
    const auto body = R"({"amount":1000,"expectedBalance":5900,"reason":"x"})";
    EXPECT_EQ(api.post(path, body, {stranger.bearer()}).status, 404);
    EXPECT_EQ(api.post(path, body).status, 401);
    api.shop.passes(25h);
    const auto late = refunds(body);
    EXPECT_EQ(late.status, 403);
    EXPECT_EQ(member(late, "code"), "refund_not_allowed");
}

TEST_F(HttpPayments, WhatWasNotPaidIsNotRefunded) {
    const auto id = member(starts(), "id");
    const auto answer = api.post(
        "/api/payments/" + id + "/refunds",
        R"({"amount":1000,"expectedBalance":0,"reason":"x"})",
        {buyer.bearer()}
    );
    EXPECT_EQ(answer.status, 403) << "nobody's right before it is completed";
    EXPECT_EQ(
        api.post("/api/payments/000000000000000000000000/refunds", "{}", {buyer.bearer()}).status,
        400
    );
}

TEST_F(HttpPayments, ListsComeInPagesThatNeitherSkipNorRepeat) {
    for (int count = 0; count < 5; ++count) {
        starts();
        api.shop.passes(1s);
    }
    std::set<std::string> seen;
    std::string path = "/api/payments?limit=2";
    for (int page = 0; page < 3; ++page) {
        const auto answer = api.get(path, {buyer.bearer()});
        const auto data = boost::json::parse(member(answer, "data")).as_array();
        for (const auto& payment : data)
            seen.insert(std::string(payment.at("id").as_string()));
        EXPECT_EQ(data.size(), page < 2 ? 2U : 1U);
        EXPECT_EQ(member(answer, "nextCursor").empty(), page == 2);
        path = "/api/payments?limit=2&cursor=" + member(answer, "nextCursor");
    }
    EXPECT_EQ(seen.size(), 5U);
    for (const std::string odd :
         {"limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "limit=1x"}) {
        EXPECT_EQ(
            member(api.get("/api/payments?" + odd, {buyer.bearer()}), "code"), "invalid_limit"
        ) << odd;
    }
    for (const std::string odd :
         {"cursor=x", "cursor=", "cursor=zzzzzzzzzzzz000000000000000000000000"}) {
        EXPECT_EQ(
            member(api.get("/api/payments?" + odd, {buyer.bearer()}), "code"), "invalid_cursor"
        ) << odd;
    }
    EXPECT_EQ(
        member(api.get("/api/payments?cursor=%zz", {buyer.bearer()}), "code"), "invalid_query"
    );
}

TEST_F(HttpPayments, BadOrdersAreRefused) {
    EXPECT_EQ(member(starts(R"({"planId":"nothing","provider":"toss"})"), "code"), "unknown_plan");
    EXPECT_EQ(
        member(starts(R"({"planId":"basic","provider":"paypal"})"), "code"), "unknown_provider"
    );
    EXPECT_EQ(
        member(starts(R"({"planId":"basic","provider":"stripe"})"), "code"),
        "provider_not_configured"
    );
    EXPECT_EQ(
        member(starts(R"({"planId":"basic","provider":"toss","flow":"magic"})"), "code"),
        "unknown_flow"
    );
    EXPECT_EQ(
        member(starts(R"({"planId":"basic","provider":"toss","sdk":"v9"})"), "code"), "unknown_sdk"
    );
    EXPECT_EQ(api.post("/api/payments", R"({"planId":"basic","provider":"toss"})").status, 401);
}

TEST_F(HttpPayments, AnOpenPurchaseIsInTheWayAndNamed) {
    const auto order = api.authenticates(buyer);
    api.shop.sandbox().script(
        {.operation = sandbox::toss::Operation::confirm,
         .faults = {{sandbox::FaultKind::drop_reply}}}
    );
    EXPECT_EQ(member(confirms(ApiStand::confirm_body(order)), "status"), "unknown");
    const auto second = starts();
    EXPECT_EQ(second.status, 409);
    EXPECT_EQ(member(second, "code"), "purchase_in_progress");
    EXPECT_EQ(member(second, "paymentId"), order.id().hex());
}

TEST_F(HttpPayments, TheTokenReadsAndConfirmsItsPaymentWithoutASignIn) {
    const auto order = api.authenticates(buyer);
    const auto session = api.get("/api/checkout/" + order.token());
    EXPECT_EQ(session.status, 200) << session.body;
    EXPECT_EQ(member(session, "payment.orderId"), order.order_id());
    EXPECT_EQ(member(session, "plan.vat"), "900");
    EXPECT_EQ(member(session, "merchant.name"), "K-TEST");
    EXPECT_EQ(member(session, "returnUrl"), "http://front.test");
    EXPECT_EQ(member(session, "checkout.url"), order.checkout.url);
    const auto answer =
        api.post("/api/checkout/" + order.token() + "/confirm", ApiStand::confirm_body(order));
    EXPECT_EQ(member(answer, "status"), "completed") << answer.body;
}

TEST_F(HttpPayments, ATokenOpensNothingElse) {
    const auto order = api.authenticates(buyer);
    const auto other = api.registers("other@shop.example");
    const auto others = api.authenticates(other);
    const auto crossed =
        api.post("/api/checkout/" + order.token() + "/confirm", ApiStand::confirm_body(others));
    EXPECT_EQ(crossed.status, 404);
    EXPECT_EQ(api.shop.captures(others.order_id()), 0);
    for (const std::string& token :
         {std::string(32, '0'), std::string("x"), std::string(32, 'g'), order.order_id()}) {
        EXPECT_EQ(api.get("/api/checkout/" + token).status, 404) << token;
        EXPECT_EQ(
            api.post("/api/checkout/" + token + "/confirm", ApiStand::confirm_body(order)).status,
            404
        );
    }
}

TEST_F(HttpPayments, ARepeatUnderItsKeyGetsTheStoredAnswer) {
    const auto order = api.authenticates(buyer);
    const Header key{"Idempotency-Key", "intent-0001"};
    const auto first = confirms(ApiStand::confirm_body(order), {key});
    const auto repeat = confirms(ApiStand::confirm_body(order), {key});
    EXPECT_EQ(first.header("Idempotent-Replayed"), "");
    EXPECT_EQ(repeat.status, 200);
    EXPECT_EQ(repeat.header("Idempotent-Replayed"), "true");
    EXPECT_EQ(repeat.body, first.body);
    EXPECT_EQ(repeat.header("Content-Type"), "application/json");
    const auto other = confirms(R"({"paymentKey":"k","orderId":"ord_123456","amount":1})", {key});
    EXPECT_EQ(other.status, 422);
    EXPECT_EQ(member(other, "code"), "idempotency_mismatch");
}

TEST_F(HttpPayments, AKeyMakesOneOrder) {
    const std::vector<Header> headers{buyer.bearer(), {"Idempotency-Key", "intent-0002"}};
    const auto first =
        api.post("/api/payments", R"({"planId":"basic","provider":"toss"})", headers);
    const auto repeat =
        api.post("/api/payments", R"({"planId":"basic","provider":"toss"})", headers);
    EXPECT_EQ(repeat.status, 201);
    EXPECT_EQ(repeat.body, first.body);
    const auto other = api.registers("other@shop.example");
    const auto foreign = api.post(
        "/api/payments",
        R"({"planId":"basic","provider":"toss"})",
        {other.bearer(), {"Idempotency-Key", "intent-0002"}}
    );
    EXPECT_NE(member(foreign, "id"), member(first, "id"));
}

TEST_F(HttpPayments, ARefusalThatWouldComeAgainIsStoredToo) {
    const Header key{"Idempotency-Key", "intent-0003"};
    confirms(R"({"paymentKey":"k","orderId":"ord_nobody_knows","amount":1})", {key});
    const auto repeat =
        confirms(R"({"paymentKey":"k","orderId":"ord_nobody_knows","amount":1})", {key});
    EXPECT_EQ(repeat.status, 404);
    EXPECT_EQ(repeat.header("Idempotent-Replayed"), "true");
    EXPECT_EQ(repeat.header("Content-Type"), "application/problem+json");
}

TEST_F(HttpPayments, WhileTheFirstRunsARepeatIsToldToWait) {
    const auto order = api.authenticates(buyer);
    api.shop.sandbox().script(
        {.operation = sandbox::toss::Operation::confirm,
         .faults = {{.kind = sandbox::FaultKind::delay, .delay = 20s}}}
    );
    const Header key{"Idempotency-Key", "intent-0004"};
    auto first = api.begin(
        {"POST", "/api/payment/confirm", ApiStand::confirm_body(order), {buyer.bearer(), key}}
    );
    const auto early = confirms(ApiStand::confirm_body(order), {key});
    EXPECT_EQ(early.status, 409);
    EXPECT_EQ(member(early, "code"), "idempotency_in_progress");
    EXPECT_NE(early.header("Retry-After"), "");
    api.shop.passes(2min);
    const auto answer = first.answer();
    ASSERT_TRUE(answer);
    const auto late = confirms(ApiStand::confirm_body(order), {key});
    EXPECT_EQ(late.header("Idempotent-Replayed"), "true");
    EXPECT_EQ(late.body, answer->body);
    EXPECT_EQ(api.shop.captures(order.order_id()), 1);
}

// Fifty buyers' fingers on one button: one call to the provider, one capture, fifty equal answers.
TEST_F(HttpPayments, FiftyParallelConfirmsAreOneConfirm) {
    const auto order = api.authenticates(buyer);
    api.shop.sandbox().script(
        {.operation = sandbox::toss::Operation::confirm,
         .faults = {{.kind = sandbox::FaultKind::delay, .delay = 5s}}}
    );
    const Ask ask{"POST", "/api/payment/confirm", ApiStand::confirm_body(order), {buyer.bearer()}};
    std::vector<http::test::Client> clients;
    for (int count = 0; count < 50; ++count)
        clients.push_back(api.begin(ask));
    api.shop.passes(10s);
    std::set<std::string> answers;
    for (auto& client : clients)
        answers.insert(client.answer().value_or(http::test::Answer{}).body);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_NE(answers.begin()->find(R"("status":"completed")"), std::string::npos)
        << *answers.begin();
    EXPECT_EQ(api.shop.confirm_calls(), 1U);
    EXPECT_EQ(api.shop.captures(order.order_id()), 1);
}

TEST_F(HttpPayments, FiftyParallelConfirmsUnderOneKeyRunOnce) {
    const auto order = api.authenticates(buyer);
    api.shop.sandbox().script(
        {.operation = sandbox::toss::Operation::confirm,
         .faults = {{.kind = sandbox::FaultKind::delay, .delay = 5s}}}
    );
    const Header key{"Idempotency-Key", "intent-0006"};
    const Ask ask{
        "POST", "/api/payment/confirm", ApiStand::confirm_body(order), {buyer.bearer(), key}};
    std::vector<http::test::Client> clients;
    for (int count = 0; count < 50; ++count)
        clients.push_back(api.begin(ask));
    api.shop.passes(10s);
    std::map<int, int> statuses;
    for (auto& client : clients)
        ++statuses[client.answer().value_or(http::test::Answer{}).status];
    EXPECT_EQ(statuses, (std::map<int, int>{{200, 1}, {409, 49}}));
    for (int repeat = 0; repeat < 3; ++repeat) {
        EXPECT_EQ(api.ask(ask).header("Idempotent-Replayed"), "true");
    }
    EXPECT_EQ(api.shop.confirm_calls(), 1U);
}

TEST_F(HttpPayments, AnAnswerThatNobodyUnderstandsLeavesThePaymentUnknown) {
    using enum sandbox::FaultKind;
    for (const auto kind : {answer_html, cut_json, unknown_status, empty_body, drop_reply}) {
        ApiStand fresh;
        const auto owner = fresh.registers();
        const auto order = fresh.authenticates(owner);
        // The adapter asks at once about what it did not understand: that answer is as bad.
        using enum sandbox::toss::Operation;
        for (const auto operation : {confirm, get_payment, get_order}) {
            fresh.shop.sandbox().script({.operation = operation, .faults = {{kind}}});
        }
        const auto answer =
            fresh.post("/api/payment/confirm", ApiStand::confirm_body(order), {owner.bearer()});
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(member(answer, "status"), "unknown") << answer.body;
        fresh.shop.passes(5min);
        const auto later = fresh.get("/api/payments/" + order.id().hex(), {owner.bearer()});
        EXPECT_EQ(member(later, "status"), "completed") << later.body;
    }
}

TEST_F(HttpPayments, AnOutageOfTheStoreIsNeverStoredAsAnAnswer) {
    const Header key{"Idempotency-Key", "intent-0005"};
    const std::vector<Header> headers{buyer.bearer(), key};
    api.shop.store().test_set_reachable(false);
    const auto down = api.post("/api/payments", R"({"planId":"basic","provider":"toss"})", headers);
    EXPECT_EQ(down.status, 503);
    EXPECT_NE(down.header("Retry-After"), "");
    api.shop.store().test_set_reachable(true);
    EXPECT_EQ(
        api.post("/api/payments", R"({"planId":"basic","provider":"toss"})", headers).status, 201
    );
}

TEST_F(HttpPayments, OddKeysAreRefused) {
    for (const std::string& odd :
         {std::string(),
          std::string(256, 'k'),
          std::string("two words"),
          std::string("\xEA\xB2\xB0")}) {
        const auto answer = confirms("{}", {{"Idempotency-Key", odd}});
        EXPECT_EQ(answer.status, 400) << odd;
        EXPECT_EQ(member(answer, "code"), "invalid_idempotency_key");
    }
}

TEST_F(HttpPayments, AWebhookIsAcknowledgedOnlyWhenItIsStored) {
    const std::string webhook =
        R"({"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-01-02T12:00:00.000000","new":"member",)"
        R"("data":{"paymentKey":"tgen_made_up","orderId":"ord_nobody_knows","status":"DONE"}})";
    const auto stored = api.post("/api/payment/webhook", webhook);
    EXPECT_EQ(stored.status, 200) << stored.body;
    EXPECT_EQ(member(stored, "received"), "true");
    for (const std::string odd : {"", "not json", "[]", "{}"}) {
        EXPECT_EQ(api.post("/api/payment/webhook", odd).status, 400) << odd;
    }
    EXPECT_EQ(api.post("/api/payment/webhook/stripe", "{}").status, 404) << "not set up here";
    api.shop.store().test_set_reachable(false);
    EXPECT_EQ(api.post("/api/payment/webhook", webhook + " ").status, 503);
    api.shop.store().test_set_reachable(true);
}

}  // namespace
}  // namespace gyeol::test
