#include "providers/toss/toss_provider.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "providers/registry.hpp"
#include "providers/toss/toss_bodies.hpp"
#include "support/stand_ins.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <exception>
#include <optional>

namespace gyeol::providers::toss {
namespace {

using namespace std::chrono_literals;
using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;
using ports::TransportFailure;

const Instant noon = from_millis(1'772'334'000'000);

// The first eight hex digits of SHA-256 over the client keys of `test_keys`.
constexpr auto widget_account = "widget_test_d8aaac20";
constexpr auto api_account = "api_test_dc4e9301";

class StillClock final : public ports::Clock {
public:
    [[nodiscard]] Instant now() const override { return noon; }

    CallId call_at(Instant /*when*/, std::function<void()> /*work*/) override { return {}; }

    void cancel(CallId /*call*/) override {}
};

/// Answers with what the test wrote down, in order, and remembers what it was asked.
class ScriptedHttp final : public ports::HttpClient {
public:
    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant deadline) override {
        requests.push_back(std::move(request));
        deadlines.push_back(deadline);
        if (answers.empty()) co_return tl::unexpected(ports::ExchangeFailure{});
        auto answer = std::move(answers.front());
        answers.pop_front();
        co_return answer;
    }

    std::deque<ports::Exchanged> answers;
    std::vector<ports::HttpRequest> requests;
    std::vector<Instant> deadlines;
};

ports::Exchanged silence(TransportFailure kind, bool nothing_sent) {
    return tl::unexpected(ports::ExchangeFailure{
        .kind = kind, .nothing_sent = nothing_sent, .detail = {}});
}

const ports::Exchanged not_found = reply_of(404, error_body("NOT_FOUND_PAYMENT"));

TossKeys test_keys() {
    return {
        .widget = TossKeyPair{"test_gck_made_up", Secret("test_gsk_made_up")},
        .api = TossKeyPair{"test_ck_made_up", Secret("test_sk_made_up")},
    };
}

domain::Payment a_payment() {
    domain::Payment payment;
    payment.order_id = "ord_one";
    payment.amount = {9900, domain::Currency::krw};
    payment.account = widget_account;
    payment.customer_key = "customer-1";
    payment.sdk = "v2";
    payment.status = domain::PaymentStatus::processing;
    payment.attempt = domain::Attempt{
        .number = 1,
        .payment_key = "key_one",
        .idempotency_key = "ord_one-confirm-1",
        .started_at = noon,
        .send_by = noon + limits::send_within,
    };
    return payment;
}

class TossProviderTest : public testing::Test {
protected:
    ProviderOutcome run(Task<ProviderOutcome> task) {
        boost::asio::io_context loop;
        std::optional<ProviderOutcome> outcome;
        boost::asio::co_spawn(
            loop,
            std::move(task),
            [&outcome](const std::exception_ptr& failure, ProviderOutcome value) {
                if (failure == nullptr) outcome = std::move(value);
            }
        );
        loop.run();
        EXPECT_TRUE(outcome) << "the provider threw";
        return outcome.value_or(ProviderOutcome{});
    }

    [[nodiscard]] std::vector<std::string> urls() const {
        std::vector<std::string> urls;
        for (const auto& request : http_.requests)
            urls.push_back(std::string(word(request.method)) + ' ' + request.url);
        return urls;
    }

    StillClock clock_;
    ScriptedHttp http_;
    TossUrls urls_{.api = "http://toss.example"};
    test::SeededIds ids_{1};
    TossParts parts_{.http = http_, .clock = clock_, .ids = ids_};
    TossProvider provider_{test_keys(), urls_, parts_};
};

TEST_F(TossProviderTest, AConfirmIsOneRequestWithItsKeyItsLimitAndItsAccount) {
    http_.answers = {reply_of(200, payment_body())};
    const auto outcome = run(provider_.confirm(a_payment()));
    EXPECT_EQ(outcome.kind, Kind::approved);
    ASSERT_THAT(urls(), testing::ElementsAre("POST http://toss.example/v1/payments/confirm"));
    const auto& request = http_.requests.front();
    EXPECT_EQ(find_header(request.headers, "Idempotency-Key"), "ord_one-confirm-1");
    // test_gsk_made_up and a colon.
    EXPECT_EQ(find_header(request.headers, "Authorization"), "Basic dGVzdF9nc2tfbWFkZV91cDo=");
    EXPECT_EQ(find_header(request.headers, "Content-Type"), "application/json");
    EXPECT_EQ(request.send_by, noon + limits::send_within);
    EXPECT_EQ(http_.deadlines.front(), noon + limits::provider_deadline);
}

TEST_F(TossProviderTest, AWindowPaymentIsConfirmedWithTheOtherPair) {
    auto payment = a_payment();
    payment.account = api_account;
    http_.answers = {reply_of(200, payment_body())};
    run(provider_.confirm(payment));
    EXPECT_EQ(
        find_header(http_.requests.front().headers, "Authorization"),
        "Basic dGVzdF9za19tYWRlX3VwOg=="
    );
}

TEST_F(TossProviderTest, OnlyAProofThatNothingWasSentIsNotSent) {
    for (const auto kind :
         {TransportFailure::unreachable,
          TransportFailure::send_by_passed,
          TransportFailure::timed_out,
          TransportFailure::broken,
          TransportFailure::too_large}) {
        for (const bool nothing_sent : {false, true}) {
            http_.answers = {silence(kind, nothing_sent)};
            const auto confirmed = run(provider_.confirm(a_payment()));
            EXPECT_EQ(confirmed.kind, nothing_sent ? Kind::not_sent : Kind::unknown);
            EXPECT_EQ(confirmed.detail, word(kind));
        }
    }
    EXPECT_EQ(http_.requests.size(), 10U) << "nothing is repeated inside";
}

TEST_F(TossProviderTest, AnAnswerThatMustBeAskedAboutIsLeftToTheCaller) {
    http_.answers = {reply_of(400, error_body("ALREADY_PROCESSED_PAYMENT"))};
    const auto outcome = run(provider_.confirm(a_payment()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.ask_now);
    EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(TossProviderTest, AConfirmAnsweredAboutAnotherOrderIsAskedAbout) {
    http_.answers = {reply_of(200, payment_body({{"orderId", R"("ord_two")"}}))};
    const auto outcome = run(provider_.confirm(a_payment()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.ask_now && outcome.alarm);
    EXPECT_FALSE(outcome.view);
}

TEST_F(TossProviderTest, EveryAnswerSaysWhenItWasAskedFor) {
    http_.answers = {reply_of(200, payment_body()), not_found, not_found};
    EXPECT_EQ(run(provider_.confirm(a_payment())).asked_at, noon);
    EXPECT_EQ(run(provider_.ask(a_payment())).asked_at, noon);
}

TEST_F(TossProviderTest, WithoutThePaymentsKeysNothingIsSentAndSomebodyIsCalled) {
    auto live = a_payment();
    live.account = "widget_live_d8aaac20";
    const auto confirmed = run(provider_.confirm(live));
    EXPECT_EQ(confirmed.kind, Kind::not_sent);
    EXPECT_TRUE(confirmed.alarm);
    const auto asked = run(provider_.ask(live));
    EXPECT_EQ(asked.kind, Kind::unknown);
    EXPECT_TRUE(asked.alarm);
    EXPECT_FALSE(asked.absent);
    live.refunds.emplace_back().status = domain::RefundStatus::sending;
    EXPECT_EQ(run(provider_.refund(live)).kind, Kind::not_sent);
    live.cancel_key = "c";
    EXPECT_EQ(run(provider_.close(live)).kind, Kind::unknown);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(TossProviderTest, AKeyThatCannotBeOneIsRefusedUnsent) {
    for (const auto* key : {"..", "", "a b"}) {
        auto payment = a_payment();
        payment.attempt->payment_key = key;
        const auto outcome = run(provider_.confirm(payment));
        EXPECT_EQ(outcome.kind, Kind::declined);
        EXPECT_EQ(outcome.failure->code, "invalid_request");
    }
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(TossProviderTest, AnAskLooksByKeyAndThenByOrder) {
    http_.answers = {reply_of(200, payment_body())};
    EXPECT_EQ(run(provider_.ask(a_payment())).kind, Kind::approved);
    EXPECT_THAT(urls(), testing::ElementsAre("GET http://toss.example/v1/payments/key_one"));

    http_.requests.clear();
    http_.answers = {not_found, reply_of(200, payment_body({{"status", R"("IN_PROGRESS")"}}))};
    const auto by_order = run(provider_.ask(a_payment()));
    EXPECT_EQ(by_order.detail, "in_progress");
    EXPECT_THAT(
        urls(),
        testing::ElementsAre(
            "GET http://toss.example/v1/payments/key_one",
            "GET http://toss.example/v1/payments/orders/ord_one"
        )
    );
}

TEST_F(TossProviderTest, AbsentMeansByKeyAndByOrder) {
    http_.answers = {not_found, not_found};
    const auto absent = run(provider_.ask(a_payment()));
    EXPECT_EQ(absent.kind, Kind::unknown);
    EXPECT_TRUE(absent.absent);
    http_.answers = {not_found, silence(TransportFailure::unreachable, true)};
    const auto half = run(provider_.ask(a_payment()));
    EXPECT_EQ(half.kind, Kind::unknown) << "a question that was not sent proves nothing";
    EXPECT_FALSE(half.absent);
}

TEST_F(TossProviderTest, AFailedQuestionByKeyIsNotFollowedByTheOrder) {
    for (const auto& answer :
         {ports::Exchanged(reply_of(500, error_body("COMMON_ERROR"))),
          ports::Exchanged(reply_of(200, "<html>")),
          silence(TransportFailure::timed_out, false)}) {
        http_.requests.clear();
        http_.answers = {answer};
        const auto outcome = run(provider_.ask(a_payment()));
        EXPECT_EQ(outcome.kind, Kind::unknown);
        EXPECT_FALSE(outcome.absent);
        EXPECT_EQ(http_.requests.size(), 1U);
    }
}

TEST_F(TossProviderTest, AnotherKeyThatTookTheOrdersMoneyIsRealMoneyAndAnAlarm) {
    http_.answers = {not_found, reply_of(200, payment_body({{"paymentKey", R"("key_two")"}}))};
    const auto outcome = run(provider_.ask(a_payment()));
    EXPECT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->payment_key, "key_two");
    EXPECT_TRUE(outcome.alarm);
}

TEST_F(TossProviderTest, TheEndOfAnotherKeyIsNotTheEndOfOurs) {
    const auto aborted = payment_body({{"paymentKey", R"("key_two")"}, {"status", R"("ABORTED")"}});
    http_.answers = {not_found, reply_of(200, aborted)};
    const auto outcome = run(provider_.ask(a_payment()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.absent) << "it decides after the window only";
}

TEST_F(TossProviderTest, AKeyOfAnotherOrderNeverCountsAsOurs) {
    const auto foreign = reply_of(200, payment_body({{"orderId", R"("ord_two")"}}));
    http_.answers = {foreign, not_found};
    const auto absent = run(provider_.ask(a_payment()));
    EXPECT_EQ(absent.kind, Kind::unknown);
    EXPECT_TRUE(absent.absent);
    EXPECT_TRUE(absent.alarm);
    EXPECT_FALSE(absent.view);

    http_.answers = {foreign, foreign};
    const auto odd = run(provider_.ask(a_payment()));
    EXPECT_EQ(odd.kind, Kind::unknown);
    EXPECT_FALSE(odd.absent);
    EXPECT_FALSE(odd.view);
    EXPECT_TRUE(odd.alarm);
}

domain::Payment a_second_try() {
    auto payment = a_payment();
    payment.attempt->number = 2;
    payment.attempt->idempotency_key = "ord_one-confirm-2";
    payment.attempt->ask_first = true;
    return payment;
}

const ports::Exchanged in_progress =
    reply_of(200, payment_body({{"status", R"("IN_PROGRESS")"}, {"approvedAt", "null"}}));

TEST_F(TossProviderTest, ASecondTryIsSentOnlyWhenTheBooksWaitForIt) {
    http_.answers = {not_found, in_progress, reply_of(200, payment_body())};
    EXPECT_EQ(run(provider_.confirm(a_second_try())).kind, Kind::approved);
    EXPECT_THAT(
        urls(),
        testing::ElementsAre(
            "GET http://toss.example/v1/payments/orders/ord_one",
            "GET http://toss.example/v1/payments/key_one",
            "POST http://toss.example/v1/payments/confirm"
        )
    );
    EXPECT_EQ(http_.deadlines.front(), noon + limits::send_within) << "it must still be sent after";
}

struct SecondTry {
    const char* name;
    std::deque<ports::Exchanged> answers;
    Kind kind;
};

TEST_F(TossProviderTest, ASecondTryThatTheBooksDecideIsNotSent) {
    const auto other_key_took_it = reply_of(200, payment_body({{"paymentKey", R"("key_zero")"}}));
    const auto aborted = reply_of(200, payment_body({{"status", R"("ABORTED")"}}));
    const auto foreign = reply_of(200, payment_body({{"orderId", R"("ord_two")"}}));
    const SecondTry rows[] = {
        {"an earlier key took it", {other_key_took_it}, Kind::approved},
        {"the order cannot be read", {silence(TransportFailure::broken, false)}, Kind::unknown},
        {"the order is another's", {foreign}, Kind::unknown},
        {"this key took it", {in_progress, reply_of(200, payment_body())}, Kind::approved},
        {"this key was refused", {not_found, aborted}, Kind::declined},
        {"nobody knows it", {not_found, not_found}, Kind::not_sent},
        {"the key is another order's", {not_found, foreign}, Kind::declined},
        {"the key cannot be read", {not_found, reply_of(502, "")}, Kind::unknown},
    };
    for (const auto& row : rows) {
        http_.requests.clear();
        http_.answers = row.answers;
        EXPECT_EQ(run(provider_.confirm(a_second_try())).kind, row.kind) << row.name;
        for (const auto& request : http_.requests)
            EXPECT_EQ(request.method, ports::HttpMethod::get) << row.name;
    }
}

TEST_F(TossProviderTest, CancellingADepositAnswersWhatTheBooksSayAfterwards) {
    auto payment = a_payment();
    payment.status = domain::PaymentStatus::waiting_for_deposit;
    payment.cancel_key = "ord_one-cancel";
    const auto cancelled =
        reply_of(200, payment_body({{"status", R"("CANCELED")"}, {"approvedAt", "null"}}));
    http_.answers = {cancelled, cancelled};
    EXPECT_EQ(run(provider_.close(payment)).kind, Kind::declined);
    EXPECT_THAT(
        urls(),
        testing::ElementsAre(
            "POST http://toss.example/v1/payments/key_one/cancel",
            "GET http://toss.example/v1/payments/key_one"
        )
    );
    EXPECT_EQ(find_header(http_.requests.front().headers, "Idempotency-Key"), "ord_one-cancel");

    // The deposit came first: the refused cancel is not a decline of the money.
    http_.answers = {
        reply_of(403, error_body("NOT_CANCELABLE_PAYMENT")), reply_of(200, payment_body())};
    EXPECT_EQ(run(provider_.close(payment)).kind, Kind::approved);
}

TEST_F(TossProviderTest, MoneyGoesBackOnceUnderItsKeyAndOnlyTheExpectedBalance) {
    auto payment = a_payment();
    payment.status = domain::PaymentStatus::failed;
    auto& refund = payment.refunds.emplace_back();
    refund.cause = domain::RefundCause::late_capture;
    refund.status = domain::RefundStatus::sending;
    refund.amount = payment.amount;
    refund.balance_before = payment.amount;
    refund.idempotency_key = "ord_one-refund-1";
    refund.send_by = noon + limits::send_within;
    http_.answers = {
        reply_of(200, payment_body({{"status", R"("CANCELED")"}, {"balanceAmount", "0"}}))};
    const auto outcome = run(provider_.refund(payment));
    EXPECT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->balance.minor, 0);
    const auto& request = http_.requests.front();
    EXPECT_EQ(urls().front(), "POST http://toss.example/v1/payments/key_one/cancel");
    EXPECT_EQ(find_header(request.headers, "Idempotency-Key"), "ord_one-refund-1");
    EXPECT_THAT(request.body, testing::HasSubstr(R"("refundableAmount":9900)"));
    EXPECT_EQ(request.send_by, noon + limits::send_within);

    http_.answers = {silence(TransportFailure::timed_out, false)};
    EXPECT_EQ(run(provider_.refund(payment)).kind, Kind::unknown);
    http_.answers = {silence(TransportFailure::unreachable, true)};
    EXPECT_EQ(run(provider_.refund(payment)).kind, Kind::not_sent);
}

TEST_F(TossProviderTest, AnotherMerchantsPairOfTheSameKindIsNeverAsked) {
    // Its "not found" would say nothing about our payment, and would end it as failed.
    auto replaced = test_keys();
    replaced.widget = TossKeyPair{"test_gck_other", Secret("test_gsk_other")};
    TossProvider other(replaced, urls_, parts_);
    http_.answers = {not_found, not_found};
    const auto asked = run(other.ask(a_payment()));
    EXPECT_EQ(asked.kind, Kind::unknown);
    EXPECT_TRUE(asked.alarm);
    EXPECT_FALSE(asked.absent);
    const auto confirmed = run(other.confirm(a_payment()));
    EXPECT_EQ(confirmed.kind, Kind::not_sent);
    EXPECT_TRUE(confirmed.alarm);
    EXPECT_THAT(urls(), testing::IsEmpty());
}

TEST_F(TossProviderTest, TheAccountSaysFamilyModeAndWhosePairItIs) {
    EXPECT_EQ(*provider_.account_for(domain::CheckoutFlow::widget), widget_account);
    EXPECT_EQ(*provider_.account_for(domain::CheckoutFlow::window), api_account);

    const TossKeyPair live{"live_ck_made_up", Secret("live_sk_made_up")};
    const TossProvider window_only({.widget = {}, .api = live}, urls_, parts_);
    EXPECT_EQ(*window_only.account_for(domain::CheckoutFlow::window), "api_live_5d9e7e17");
    EXPECT_EQ(
        window_only.account_for(domain::CheckoutFlow::widget).error().reason, "flow_not_configured"
    );

    const TossKeyPair mixed{"test_ck_made_up", Secret("live_sk_made_up")};
    const TossProvider broken({.widget = {}, .api = mixed}, urls_, parts_);
    EXPECT_FALSE(broken.account_for(domain::CheckoutFlow::window));
}

TEST_F(TossProviderTest, TheBrowserGetsTheScriptAndTheClientKeyOfItsFlow) {
    auto payment = a_payment();
    const auto checkout_of = [&](domain::CheckoutFlow flow, const char* account, const char* sdk) {
        payment.flow = flow;
        payment.account = account;
        payment.sdk = sdk;
        const auto checkout = provider_.browser_checkout(payment);
        if (!checkout) return checkout.error().reason;
        return checkout->type + ' ' + checkout->sdk + ' ' + checkout->client_key + ' ' +
               checkout->script_url;
    };
    using enum domain::CheckoutFlow;
    EXPECT_EQ(
        checkout_of(widget, widget_account, "v2"),
        "toss_widget v2 test_gck_made_up https://js.tosspayments.com/v2/standard"
    );
    EXPECT_EQ(
        checkout_of(widget, widget_account, "v1"),
        "toss_widget v1 test_gck_made_up https://js.tosspayments.com/v1/payment-widget"
    );
    EXPECT_EQ(
        checkout_of(window, api_account, "v2"),
        "toss_window v2 test_ck_made_up https://js.tosspayments.com/v2/standard"
    );
    EXPECT_EQ(
        checkout_of(window, api_account, "v1"),
        "toss_window v1 test_ck_made_up https://js.tosspayments.com/v1/payment"
    );
    EXPECT_EQ(checkout_of(widget, "widget_live_d8aaac20", "v2"), "account_not_configured");
    payment.customer_key = "bad key!";
    EXPECT_EQ(checkout_of(widget, widget_account, "v2"), "invalid_customer_key");
}

TEST_F(TossProviderTest, NotesNameTheAnswerAndHoldNoSecret) {
    std::string notes;
    const auto before = replace_note_sink(
        [&notes](NoteLevel /*level*/, std::string_view name, const std::vector<NoteField>& fields) {
            notes += std::string(name);
            for (const auto& field : fields)
                notes += ' ' + std::string(field.name) + '=' + field.value;
            notes += '\n';
        }
    );
    auto refused = reply_of(403, error_body("REJECT_CARD_PAYMENT"));
    refused.headers.push_back({"X-TossPayments-Trace-Id", "trace-1, trace-0"});
    http_.answers = {refused, reply_of(200, payment_body(waiting_for_deposit()))};
    run(provider_.confirm(a_payment()));
    run(provider_.ask(a_payment()));
    replace_note_sink(before);
    EXPECT_EQ(
        notes,
        "provider.answer provider=toss call=confirm ms=0 status=403 code=REJECT_CARD_PAYMENT "
        "trace_id=trace-1, trace-0\n"
        "provider.answer provider=toss call=ask ms=0 status=200 code= trace_id=\n"
    );
}

TEST_F(TossProviderTest, FactsAndTheRegistryNameToss) {
    EXPECT_EQ(provider_.facts().not_found_after, 15min);
    EXPECT_EQ(provider_.facts().key_life, 24h * 15);
    EXPECT_TRUE(provider_.facts().has_webhooks);

    const auto registry = make_providers({.toss_keys = test_keys()}, {http_, clock_, ids_});
    ASSERT_NE(registry.find(domain::ProviderName::toss), nullptr);
    EXPECT_EQ(registry.find(domain::ProviderName::toss)->name(), domain::ProviderName::toss);
    EXPECT_EQ(registry.find(domain::ProviderName::stripe), nullptr);
    EXPECT_THAT(registry.names(), testing::ElementsAre(domain::ProviderName::toss));
    EXPECT_TRUE(make_providers({}, {http_, clock_, ids_}).names().empty());
}

}  // namespace
}  // namespace gyeol::providers::toss
