#include "providers/stripe/stripe_provider.hpp"

#include "base/ids.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"
#include "platform/digest.hpp"
#include "support/stand_ins.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <optional>

namespace gyeol::providers::stripe {
namespace {

using namespace std::chrono_literals;
using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;
using ports::TransportFailure;
using testing::ElementsAre;

const Instant noon = from_millis(1'772'334'000'000);

/// Answers with what the test wrote down, in order, and remembers what it was asked.
class ScriptedHttp final : public ports::HttpClient {
public:
    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant /*deadline*/) override {
        requests.push_back(std::move(request));
        if (answers.empty()) co_return tl::unexpected(ports::ExchangeFailure{});
        auto answer = std::move(answers.front());
        answers.pop_front();
        co_return answer;
    }

    std::deque<ports::Exchanged> answers;
    std::vector<ports::HttpRequest> requests;
};

ports::Exchanged silence(bool nothing_sent = false) {
    return tl::unexpected(ports::ExchangeFailure{
        .kind = TransportFailure::broken, .nothing_sent = nothing_sent, .detail = {}});
}

ports::Exchanged reply(int status, std::string body) {
    return ports::HttpReply{
        .status = status, .headers = {{"Request-Id", "req_made_up"}}, .body = std::move(body)};
}

ports::Exchanged error(int status, const std::string& members) {
    return reply(status, R"({"error":{"message":"Words.",)" + members + "}}");
}

/// An intent of 9,900 won for `ord_one`, with its charge when it has succeeded.
ports::Exchanged intent(const std::string& status, const std::string& more = {}) {
    const std::string charge =
        R"("latest_charge":{"id":"ch_1","object":"charge","amount_captured":9900,"amount_refunded":0,"created":1772334000},)";
    return reply(
        200,
        fmt::format(
            R"({{{}{}"id":"pi_one","object":"payment_intent","amount":9900,"currency":"krw",)"
            R"("client_secret":"pi_one_secret_made_up","metadata":{{"orderId":"ord_one"}},"status":"{}"}})",
            status == "succeeded" ? charge : std::string(),
            more,
            status
        )
    );
}

const std::string declined_try =
    R"("last_payment_error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"},)";

ports::Exchanged list(const std::string& elements = {}) {
    return reply(200, R"({"object":"list","has_more":false,"data":[)" + elements + "]}");
}

std::string refund_in(const std::string& status, const std::string& number, int amount = 400) {
    return fmt::format(
        R"({{"id":"re_{0}{1}","object":"refund","amount":{2},"currency":"krw","status":"{0}","metadata":{{"refundNumber":"{1}"}}}})",
        status,
        number,
        amount
    );
}

std::string hmac(const Secret& secret, std::string_view bytes) {
    return std::string(platform::text_of(platform::HmacSha256(secret).digest(bytes)));
}

StripeKeys test_keys() {
    return {
        .publishable_key = "pk_test_made_up",
        .secret_key = Secret("sk_test_made_up"),
        .webhook_secrets = {Secret("whsec_new"), Secret("whsec_old")},
    };
}

class StripeProviderTest : public testing::Test {
protected:
    template <typename Answer>
    static Task<> keep(Task<Answer> task, std::optional<Answer>* answer) {
        auto value = co_await std::move(task);
        answer->emplace(std::move(value));
    }

    template <typename Answer>
    Answer run(Task<Answer> task) {
        std::optional<Answer> answer;
        boost::asio::co_spawn(loop_, keep(std::move(task), &answer), boost::asio::detached);
        clock_.run_until_idle(loop_);
        while (!answer && clock_.next_call())
            clock_.advance_to(loop_, *clock_.next_call());
        return std::move(answer).value();
    }

    Result<domain::Preparation> prepare() { return run(provider_.prepare(new_payment(), {})); }

    [[nodiscard]] domain::Payment new_payment() const {
        domain::Payment payment;
        payment.order_id = "ord_one";
        payment.order_name = "성격 검사";
        payment.amount = {9900, domain::Currency::krw};
        payment.provider = domain::ProviderName::stripe;
        payment.account = provider_.account_for(domain::CheckoutFlow::element).value();
        return payment;
    }

    [[nodiscard]] domain::Payment prepared() const {
        auto payment = new_payment();
        payment.preparation = domain::Preparation();
        payment.preparation->payment_key = "pi_one";
        payment.preparation->can_take_money = true;
        return payment;
    }

    [[nodiscard]] domain::Payment sent() const {
        auto payment = prepared();
        payment.status = domain::PaymentStatus::processing;
        payment.attempt = domain::Attempt{
            .number = 1,
            .payment_key = "pi_one",
            .idempotency_key = "ord_one-confirm-1",
            .started_at = noon,
            .send_by = noon + limits::send_within,
        };
        return payment;
    }

    /// Paid, with its refund number 2 of 400 won on the way.
    [[nodiscard]] domain::Payment refunding() const {
        auto payment = sent();
        payment.status = domain::PaymentStatus::completed;
        payment.completed_at = noon;
        payment.captured = payment.amount;
        domain::Refund refund;
        refund.number = 2;
        refund.status = domain::RefundStatus::sending;
        refund.amount = {400, domain::Currency::krw};
        refund.idempotency_key = "ord_one-refund-2";
        refund.send_by = noon + limits::send_within;
        payment.refunds.push_back(refund);
        return payment;
    }

    [[nodiscard]] std::vector<std::string> calls() const {
        std::vector<std::string> calls;
        for (const auto& request : http_.requests)
            calls.push_back(
                std::string(word(request.method)) + ' ' +
                request.url.substr(std::string("http://stripe.example").size())
            );
        return calls;
    }

    [[nodiscard]] std::vector<std::string> keys_sent() const {
        std::vector<std::string> keys;
        for (const auto& request : http_.requests)
            keys.emplace_back(find_header(request.headers, "Idempotency-Key"));
        return keys;
    }

    boost::asio::io_context loop_;
    test::VirtualClock clock_{noon};
    ScriptedHttp http_;
    test::SeededIds ids_{1};
    StripeProvider provider_{
        test_keys(),
        {.api = "http://stripe.example", .script = "http://stripe.example/stripe.js"},
        {.http = http_, .clock = clock_, .ids = ids_, .hmac = hmac}};
};

const std::string question = "GET /v1/payment_intents/pi_one?expand%5B0%5D=latest_charge";
const std::string refunds_question = "GET /v1/refunds?payment_intent=pi_one&limit=100";
const std::string disputes_question = "GET /v1/disputes?payment_intent=pi_one&limit=100";

// --- Transport, and how an intent is made

TEST_F(StripeProviderTest, EveryRequestNamesTheVersionAndTheKey) {
    http_.answers = {intent("requires_payment_method")};
    ASSERT_TRUE(prepare());
    const auto& request = http_.requests.front();
    EXPECT_EQ(request.url, "http://stripe.example/v1/payment_intents");
    EXPECT_EQ(find_header(request.headers, "Stripe-Version"), "2026-10-28.endive");
    EXPECT_EQ(find_header(request.headers, "Authorization"), "Bearer sk_test_made_up");
    EXPECT_EQ(find_header(request.headers, "Idempotency-Key"), "ord_one-intent");
    EXPECT_EQ(find_header(request.headers, "Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_THAT(request.body, testing::HasSubstr("automatic_payment_methods%5Benabled%5D=true"));
    EXPECT_THAT(request.body, testing::HasSubstr("metadata%5BorderId%5D=ord_one"));
    EXPECT_EQ(request.body.find("payment_method_types"), std::string::npos)
        << "refused since endive";
}

TEST_F(StripeProviderTest, AnIntentIsAnOpenAttemptFromItsCreation) {
    http_.answers = {intent("requires_payment_method")};
    const auto ready = prepare().value();
    EXPECT_EQ(ready.payment_key, "pi_one");
    EXPECT_EQ(ready.browser_secret.reveal(), "pi_one_secret_made_up");
    auto payment = new_payment();
    payment.preparation = ready;
    EXPECT_TRUE(domain::is_open_at_provider(payment));
}

TEST_F(StripeProviderTest, ALostAnswerIsRepeatedUnderTheSameKey) {
    http_.answers = {
        silence(),
        error(409, R"("code":"idempotency_key_in_use")"),
        intent("requires_payment_method")};
    EXPECT_TRUE(prepare());
    EXPECT_THAT(keys_sent(), ElementsAre("ord_one-intent", "ord_one-intent", "ord_one-intent"));
    EXPECT_EQ(http_.requests[0].body, http_.requests[2].body)
        << "another body is refused for a day";
}

TEST_F(StripeProviderTest, AServerErrorIsKeptUnderItsKeySoThatAnotherIsTaken) {
    http_.answers = {error(500, R"("type":"api_error")"), intent("requires_payment_method")};
    EXPECT_TRUE(prepare());
    EXPECT_THAT(keys_sent(), ElementsAre("ord_one-intent", "ord_one-intent-2"));
}

TEST_F(StripeProviderTest, ALimitOrALockIsWaitedForAndThenTold) {
    http_.answers = {
        error(429, R"("code":"rate_limit")"),
        error(429, R"("code":"lock_timeout")"),
        error(429, R"("code":"rate_limit")")};
    const auto made = prepare();
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::unavailable);
    EXPECT_EQ(made.error().reason, "provider_unreachable");
    EXPECT_EQ(http_.requests.size(), 3U);
}

TEST_F(StripeProviderTest, AProgrammingErrorIsRefusedAtOnceAndNeverCalledADecline) {
    for (const auto& answer :
         {error(400, R"("code":"amount_too_small")"),
          error(400, R"("type":"invalid_request_error")"),
          error(401, R"("code":"api_key_expired")")}) {
        http_.requests.clear();
        http_.answers = {answer};
        const auto made = prepare();
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().reason, "payment_refused");
        EXPECT_EQ(made.error().detail.find("카드"), std::string::npos);
        EXPECT_EQ(http_.requests.size(), 1U);
    }
}

TEST_F(StripeProviderTest, AnIntentThatIsNotThisOrdersIsNotShownToTheBuyer) {
    for (const auto& [what, with] :
         {std::pair{"ord_one", "ord_two"}, std::pair{"9900", "9800"}, std::pair{"krw", "usd"}}) {
        auto body = intent("requires_payment_method")->body;
        body.replace(body.rfind(what), std::string(what).size(), with);
        http_.answers = {reply(200, body)};
        EXPECT_EQ(prepare().error().reason, "payment_refused") << with;
    }
}

// --- What an intent proves

TEST_F(StripeProviderTest, AConfirmLooksAndSendsNothing) {
    http_.answers = {intent("succeeded")};
    EXPECT_EQ(run(provider_.confirm(sent())).kind, Kind::approved);
    EXPECT_THAT(calls(), ElementsAre(question));
}

TEST_F(StripeProviderTest, AQuestionThatIsNotAnsweredIsNoProof) {
    for (const bool nothing_sent : {false, true}) {
        http_.answers = {silence(nothing_sent)};
        EXPECT_EQ(run(provider_.confirm(sent())).kind, Kind::unknown)
            << "the browser may have paid all the same";
    }
    http_.answers = {error(500, R"("type":"api_error")")};
    EXPECT_EQ(run(provider_.confirm(sent())).kind, Kind::unknown);
    http_.answers = {error(429, R"("code":"rate_limit")")};
    EXPECT_EQ(run(provider_.confirm(sent())).kind, Kind::unknown);
}

TEST_F(StripeProviderTest, AfterADeclineTheIntentWaitsForAnotherTryWithItsReason) {
    http_.answers = {intent("requires_payment_method", declined_try)};
    const auto outcome = run(provider_.confirm(sent()));
    EXPECT_EQ(outcome.kind, Kind::not_sent);
    EXPECT_EQ(outcome.failure->code, "insufficient_funds");
    const auto payment = domain::settle(sent(), outcome, 15min, noon);
    EXPECT_EQ(payment.status, domain::PaymentStatus::pending);
    EXPECT_EQ(payment.failure->code, "insufficient_funds");
}

TEST_F(StripeProviderTest, WhatABankStillDecidesIsUnknown) {
    http_.answers = {intent("processing")};
    const auto outcome = run(provider_.confirm(sent()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_FALSE(outcome.ask_now) << "the reconciler asks again";
    EXPECT_EQ(domain::settle(sent(), outcome, 15min, noon).status, domain::PaymentStatus::unknown);
}

TEST_F(StripeProviderTest, AnswersAboutAnotherOrderSettleNothing) {
    auto body = intent("succeeded")->body;
    body.replace(body.rfind("ord_one"), 7, "ord_two");
    http_.answers = {reply(200, body)};
    const auto outcome = run(provider_.ask(sent()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.alarm);
    EXPECT_FALSE(outcome.view);
}

TEST_F(StripeProviderTest, AnotherMerchantsKeysAreNeverAskedAboutOurs) {
    auto payment = sent();
    payment.account = "element_live_00000000";
    for (const auto& outcome :
         {run(provider_.confirm(payment)),
          run(provider_.ask(payment)),
          run(provider_.close(payment))}) {
        EXPECT_EQ(outcome.kind, Kind::unknown);
        EXPECT_TRUE(outcome.alarm);
    }
    EXPECT_TRUE(http_.requests.empty());
    EXPECT_EQ(provider_.browser_checkout(payment).error().reason, "account_not_configured");
}

TEST_F(StripeProviderTest, KeysOfTwoModesTakeNothing) {
    auto keys = test_keys();
    keys.publishable_key = "pk_live_made_up";
    const StripeProvider mixed(keys, {}, {http_, clock_, ids_, hmac});
    EXPECT_EQ(
        mixed.account_for(domain::CheckoutFlow::element).error().reason, "flow_not_configured"
    );
}

// --- Closing

TEST_F(StripeProviderTest, AnIntentIsClosedByItsCancelWithoutAKey) {
    http_.answers = {intent("canceled")};
    const auto outcome = run(provider_.close(prepared()));
    EXPECT_EQ(outcome.kind, Kind::declined);
    EXPECT_EQ(outcome.view->state, domain::ProviderView::State::cancelled);
    EXPECT_THAT(calls(), ElementsAre("POST /v1/payment_intents/pi_one/cancel"));
    EXPECT_THAT(keys_sent(), ElementsAre("")) << "a kept failure would be repeated for a day";
    EXPECT_FALSE(domain::is_open_at_provider(domain::settle(prepared(), outcome, 15min, noon)));
}

TEST_F(StripeProviderTest, ACancelThatIsRefusedOrLostIsDecidedByTheBooks) {
    for (const auto& first :
         {error(400, R"("code":"payment_intent_unexpected_state")"),
          error(429, R"("code":"lock_timeout")"),
          error(500, R"("type":"api_error")"),
          silence()}) {
        http_.answers = {first, intent("succeeded")};
        EXPECT_EQ(run(provider_.close(prepared())).kind, Kind::approved) << "the money came first";
        http_.answers = {first, intent("canceled")};
        EXPECT_EQ(run(provider_.close(prepared())).kind, Kind::declined);
        http_.answers = {first, intent("requires_action")};
        const auto open = run(provider_.close(prepared()));
        EXPECT_TRUE(domain::is_open_at_provider(domain::settle(prepared(), open, 15min, noon)));
    }
}

// --- Giving back

TEST_F(StripeProviderTest, ARefundIsSentUnderItsKeyAndThenReadFromTheList) {
    http_.answers = {
        reply(200, refund_in("succeeded", "2")),
        intent("succeeded"),
        list(refund_in("succeeded", "2")),
        list()};
    const auto outcome = run(provider_.refund(refunding()));
    ASSERT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->balance.minor, 9500);
    EXPECT_EQ(outcome.view->returns.front().refund_number, 2);
    EXPECT_THAT(
        calls(), ElementsAre("POST /v1/refunds", question, refunds_question, disputes_question)
    );
    EXPECT_EQ(keys_sent().front(), "ord_one-refund-2");
    EXPECT_EQ(http_.requests.front().send_by, noon + limits::send_within);
    const auto payment = domain::settle(refunding(), outcome, 15min, noon);
    EXPECT_EQ(payment.refunds.front().status, domain::RefundStatus::completed);
    EXPECT_EQ(payment.refunds.size(), 1U);
}

TEST_F(StripeProviderTest, ARefundIsFoundByItsNumberWhateverHappensToTheAnswer) {
    for (const auto& first :
         {silence(),
          error(500, R"("type":"api_error")"),
          error(409, R"("code":"idempotency_key_in_use")"),
          error(400, R"("type":"idempotency_error")"),
          error(400, R"("code":"charge_already_refunded")"),
          error(400, R"("param":"amount")")}) {
        http_.answers = {first, intent("succeeded"), list(refund_in("pending", "2")), list()};
        const auto outcome = run(provider_.refund(refunding()));
        ASSERT_EQ(outcome.kind, Kind::approved);
        const auto payment = domain::settle(refunding(), outcome, 15min, noon);
        EXPECT_EQ(payment.refunds.front().status, domain::RefundStatus::completed);
    }
}

TEST_F(StripeProviderTest, ARefundThatIsNotListedIsRefusedOnlyByAPlainRefusal) {
    http_.answers = {
        error(400, R"("code":"charge_disputed")"), intent("succeeded"), list(), list()};
    EXPECT_EQ(run(provider_.refund(refunding())).kind, Kind::declined);
    for (const auto& first : {silence(), error(500, R"("type":"api_error")")}) {
        http_.answers = {first, intent("succeeded"), list(), list()};
        const auto outcome = run(provider_.refund(refunding()));
        EXPECT_EQ(outcome.kind, Kind::unknown) << "it may still be on its way";
        const auto payment = domain::settle(refunding(), outcome, 15min, noon);
        EXPECT_EQ(payment.refunds.front().status, domain::RefundStatus::sending);
    }
}

TEST_F(StripeProviderTest, OnlyAProofThatNothingWasTakenUpSendsARefundAgain) {
    http_.answers = {silence(true)};
    EXPECT_EQ(run(provider_.refund(refunding())).kind, Kind::not_sent);
    http_.answers = {error(429, R"("code":"rate_limit")")};
    EXPECT_EQ(run(provider_.refund(refunding())).kind, Kind::not_sent);
    http_.answers = {error(401, R"("code":"api_key_expired")")};
    const auto rolled = run(provider_.refund(refunding()));
    EXPECT_EQ(rolled.kind, Kind::not_sent);
    EXPECT_TRUE(rolled.alarm);
    EXPECT_EQ(http_.requests.size(), 3U);
}

TEST_F(StripeProviderTest, TheBalanceIsWhatTheListLeaves) {
    auto paid = refunding();
    paid.refunds.clear();
    http_.answers = {
        intent("succeeded"),
        list(
            refund_in("succeeded", "x", 1000) + "," + refund_in("failed", "y", 300) + "," +
            refund_in("pending", "z", 200)
        ),
        list()};
    const auto outcome = run(provider_.ask(paid));
    ASSERT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->balance.minor, 8700) << "the charge of this answer shows none of them";
    const auto payment = domain::settle(paid, outcome, 15min, noon);
    EXPECT_EQ(payment.refunds.size(), 2U) << "made in the Dashboard; one never counted";
    EXPECT_EQ(payment.returned.minor, 1200);
}

TEST_F(StripeProviderTest, AHistoryThatCannotBeReadDecidesNothing) {
    for (const auto& answers : {
             std::deque{intent("succeeded"), silence()},
             std::deque{intent("succeeded"), list(), error(500, R"("type":"api_error")")},
             std::deque{
                 intent("succeeded"), reply(200, R"({"object":"list","has_more":true,"data":[]})")},
         }) {
        http_.answers = answers;
        EXPECT_EQ(run(provider_.ask(refunding())).kind, Kind::unknown);
    }
}

TEST_F(StripeProviderTest, ADisputeIsTold) {
    http_.answers = {
        intent("succeeded"),
        list(),
        list(
            R"({"id":"du_1","object":"dispute","amount":9900,"currency":"krw","status":"needs_response","reason":"fraudulent"})"
        )};
    const auto outcome = run(provider_.ask(refunding()));
    const auto payment = domain::settle(refunding(), outcome, 15min, noon);
    EXPECT_EQ(payment.meta.events.back().type, "payment.dispute_opened");
    EXPECT_EQ(domain::refundable(payment).minor, 0);
}

// --- Webhooks

std::vector<ports::HttpHeader> signed_with(
    const std::string& secret, const std::string& body, Instant at = noon
) {
    const auto time = std::to_string(to_millis(at) / 1000);
    return {
        {"Stripe-Signature",
         "t=" + time + ",v1=" + write_hex(hmac(Secret(secret), time + "." + body))}};
}

const std::string event =
    R"({"id":"evt_1","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_one","object":"payment_intent","metadata":{"orderId":"ord_one"}}}})";

TEST_F(StripeProviderTest, AWebhookIsReadWhenASecretOfOursSignedItJustNow) {
    for (const auto* secret : {"whsec_new", "whsec_old"}) {
        const auto notice = provider_.read_webhook(signed_with(secret, event), event);
        ASSERT_TRUE(notice) << "both secrets count while one is rolled";
        EXPECT_EQ(notice->order_id, "ord_one");
        EXPECT_EQ(notice->transmission_id, "evt_1");
    }
    EXPECT_TRUE(provider_.read_webhook(signed_with("whsec_new", event, noon - 300s), event));
}

TEST_F(StripeProviderTest, AForgedOrReplayedWebhookIsRefusedUnread) {
    for (const auto& headers :
         {signed_with("whsec_other", event),
          signed_with("whsec_new", event + " "),
          signed_with("whsec_new", event, noon - 301s),
          signed_with("whsec_new", event, noon + 301s),
          std::vector<ports::HttpHeader>()}) {
        const auto notice = provider_.read_webhook(headers, event);
        ASSERT_FALSE(notice);
        EXPECT_EQ(notice.error().code, ErrorCode::invalid_request);
        EXPECT_EQ(notice.error().reason, "webhook_not_genuine");
    }
}

TEST_F(StripeProviderTest, ANoticeThatNamesOnlyTheIntentFindsItsOrder) {
    const auto find = [this](const std::string& key) { return run(provider_.find_order_id(key)); };
    http_.answers = {intent("succeeded"), error(404, R"("code":"resource_missing")"), silence()};
    EXPECT_EQ(find("pi_one").value(), "ord_one");
    EXPECT_EQ(find("pi_two").value(), "") << "another shop's, on the same account";
    EXPECT_EQ(find("pi_one").error().code, ErrorCode::unavailable);
    EXPECT_EQ(find("../customers").value(), "");
    EXPECT_EQ(http_.requests.size(), 3U);
}

TEST_F(StripeProviderTest, NotesNameTheAnswerAndHoldNoSecret) {
    std::string notes;
    const auto before = replace_note_sink(
        [&notes](NoteLevel /*level*/, std::string_view name, const std::vector<NoteField>& fields) {
            notes += std::string(name);
            for (const auto& field : fields)
                notes += ' ' + std::string(field.name) + '=' + field.value;
            notes += '\n';
        }
    );
    http_.answers = {
        intent("requires_payment_method"),
        error(402, R"("code":"card_declined","decline_code":"stolen_card")")};
    EXPECT_TRUE(prepare());
    run(provider_.ask(sent()));
    replace_note_sink(before);
    EXPECT_EQ(
        notes,
        "provider.answer provider=stripe call=prepare ms=0 status=200 code= "
        "request_id=req_made_up\n"
        "provider.answer provider=stripe call=ask ms=0 status=402 code=card_declined "
        "request_id=req_made_up\n"
    );
}

}  // namespace
}  // namespace gyeol::providers::stripe
