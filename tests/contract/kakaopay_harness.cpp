// Kakao Pay in the provider contract suite, and what only it promises: nothing there may be repeated.
#include "base/json.hpp"
#include "contract/provider_harness.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"
#include "providers/kakaopay/kakaopay_provider.hpp"
#include "sandbox/in_process_client.hpp"
#include "sandbox/kakaopay/kakaopay_sandbox.hpp"

namespace gyeol::contract {
namespace {

using namespace std::chrono_literals;
using domain::Payment;
using domain::PaymentStatus;
using Kind = domain::ProviderOutcome::Kind;
namespace fake = sandbox::kakaopay;

class KakaoPayHarness final : public ProviderHarness {
public:
    ports::Provider& provider() override { return provider_; }

    // A lost approve may be executed however late, and the tid is Kakao Pay's own: neither time nor a
    // tid that it does not know is ever an answer.
    [[nodiscard]] Habits habits() const override { return {.answers_within = 15s}; }

    domain::ConfirmPayment authenticates(const Payment& payment) override {
        return authenticates(payment, {});
    }

    domain::ConfirmPayment authenticates(
        const Payment& payment, const boost::json::object& choice
    ) {
        const auto& url = payment.preparation->desktop_url;
        const auto page = "/browser/sessions/" + url.substr(url.rfind('/') + 1);
        posts(page + "/open", {});
        posts(page + "/select", {{"method", "CARD"}});
        const auto left = posts(page + "/authenticate", choice);
        const auto back = find_text(left, "redirectUrl").value_or("");
        domain::ConfirmPayment brought;
        brought.order_id = payment.order_id;
        brought.proof = Secret(back.substr(back.find("pg_token=") + 9));
        return brought;
    }

    Payment with_proof_of(Payment ours, const Payment& theirs) override {
        ours.attempt->proof = theirs.attempt->proof;
        return ours;
    }

    Payment unheard_of(Payment payment) override {
        payment.attempt->payment_key = "T0000000000000000000";
        return payment;
    }

    void next_confirm(sandbox::Fault fault) override {
        sandbox_.script({fake::Operation::approve, {fault}});
    }

    void next_refund(sandbox::Fault fault) override {
        sandbox_.script({fake::Operation::cancel, {fault}});
    }

    [[nodiscard]] std::int64_t holds(const std::string& order_id) const override {
        std::int64_t sum = 0;
        for (const auto& line : sandbox_.books())
            if (line.partner_order_id == order_id) sum += line.captured - line.returned;
        return sum;
    }

    fake::KakaoPaySandbox& sandbox() { return sandbox_; }

    [[nodiscard]] std::size_t approves() const { return http_.calls("approve"); }

private:
    boost::json::object posts(const std::string& path, const boost::json::object& body) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = path;
        request.body = boost::json::serialize(body);
        request.headers = {{"Content-Type", "application/json"}};
        const auto handled = sandbox_.handle(request, clock().now());
        EXPECT_LT(handled.reply.status, 300) << path << ' ' << handled.reply.body;
        return parse_json_object(handled.reply.body).value_or(boost::json::object());
    }

    static fake::Options options() {
        fake::Options options;
        options.page_base = "http://kakaopay.test";
        options.unknown_fields = true;
        options.compares_cancel_available = true;
        return options;
    }

    fake::KakaoPaySandbox sandbox_{options()};
    sandbox::InProcessClient http_{
        clock(), "http://kakaopay.test", [this](const ports::HttpRequest& request, Instant now) {
            return sandbox_.handle(request, now);
        }};
    providers::kakaopay::KakaoPayProvider provider_{
        {.secret_key = Secret(std::string(fake::sandbox_dev_key)),
         .onetime = {"TC0ONETIME", Secret()}},
        "http://kakaopay.test",
        {.http = http_, .clock = clock()}};
};

std::unique_ptr<ProviderHarness> make_kakaopay() {
    return std::make_unique<KakaoPayHarness>();
}

class KakaoPayContract : public ProviderContract {
protected:
    KakaoPayHarness& kakaopay() { return dynamic_cast<KakaoPayHarness&>(world()); }

    Payment attempt_choosing(const boost::json::object& choice) {
        const auto ordered = orders();
        return begin(ordered, kakaopay().authenticates(ordered, choice));
    }
};

TEST_P(KakaoPayContract, WhatIsPreparedHasAPageForEachDeviceAndAQuarterOfAnHour) {
    const auto payment = orders();
    const auto& ready = *payment.preparation;
    EXPECT_FALSE(ready.payment_key.empty());
    for (const auto& url : {ready.desktop_url, ready.mobile_url, ready.app_url})
        EXPECT_TRUE(url.starts_with("http://kakaopay.test/")) << url;
    EXPECT_FALSE(ready.can_take_money) << "only our own approve takes money";
    EXPECT_EQ(ready.ends_at, payment.created_at + 16min);
    passes(16min);
    EXPECT_TRUE(domain::is_overdue(payment, now()));
}

TEST_P(KakaoPayContract, AReadyWhoseAnswerIsLostCostsNothing) {
    auto made = orders();
    made.preparation.reset();
    kakaopay().sandbox().script({fake::Operation::ready, {{sandbox::FaultKind::answer_html, 0ms}}});
    const ports::ReturnUrls urls{"http://shop.test/s", "http://shop.test/f", "http://shop.test/c"};
    const auto lost = run(world().provider().prepare(made, urls));
    EXPECT_EQ(lost.error().reason, "provider_unreachable");
    EXPECT_TRUE(run(world().provider().prepare(made, urls)));
}

TEST_P(KakaoPayContract, TheMeansOfPaymentDeclinesInOurWords) {
    const struct {
        const char* code;
        const char* failure;
    } rows[] = {
        {"LACK_BALANCE", "insufficient_funds"},
        {"LIMIT_ONE_TIME", "limit_exceeded"},
        {"0062", "limit_exceeded"},
        {"0026", "card_lost_or_stolen"},
    };

    for (const auto& row : rows) {
        begins_anew();
        auto payment = attempt_choosing({{"outcome", "decline"}, {"declineCode", row.code}});
        payment = settle(payment, confirms(payment));
        EXPECT_EQ(payment.status, PaymentStatus::failed) << row.code;
        EXPECT_EQ(payment.failure->code, row.failure) << row.code;
        EXPECT_EQ(world().holds("ord_000001"), 0);
    }
}

TEST_P(KakaoPayContract, WhatTheBooksLeaveOpenIsUnknown) {
    auto locked = attempt_choosing({{"outcome", "decline"}, {"declineCode", "USER_LOCKED"}});
    EXPECT_EQ(settle(locked, confirms(locked)).status, PaymentStatus::unknown);
    for (const int code : {-702, -783, -785, -500}) {
        begins_anew();
        const auto payment = attempt();
        kakaopay().sandbox().refuse_next(fake::Operation::approve, {code, {}});
        EXPECT_EQ(settle(payment, confirms(payment)).status, PaymentStatus::unknown) << code;
        EXPECT_EQ(kakaopay().approves(), 1U);
    }
}

TEST_P(KakaoPayContract, WhatTheReplyLeavesOpenIsDecidedByTheBooks) {
    for (const auto* code : {"BANK_FIRM_UNKNOWN", "INTERNAL_ERROR", "NEVER_SEEN"}) {
        begins_anew();
        auto payment = attempt_choosing({{"outcome", "decline"}, {"declineCode", code}});
        payment = settle(payment, confirms(payment));
        EXPECT_EQ(payment.status, PaymentStatus::failed) << code;
        EXPECT_EQ(payment.failure->code, "declined") << code;
    }
}

TEST_P(KakaoPayContract, AnApproveThatIsExecutedLateIsFound) {
    auto payment = attempt();
    kakaopay().sandbox().hold_back(fake::Operation::approve, 14min);
    payment = settle(payment, confirms(payment));
    EXPECT_EQ(payment.status, PaymentStatus::unknown);
    passes(13min);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::unknown);
    passes(2min);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::completed);
    EXPECT_EQ(kakaopay().approves(), 1U);
}

TEST_P(KakaoPayContract, ARefundThatIsExecutedLateIsFoundAndNotSentTwice) {
    auto payment = attempt();
    payment = settle(payment, confirms(payment));
    payment = *domain::begin_refund(payment, request_of(4000, 9900), now());
    kakaopay().sandbox().hold_back(fake::Operation::cancel, 5min);
    payment = domain::send_refund(payment, Millis(0), now());
    payment = settle(payment, refunds(payment));
    passes(1min);
    payment = settle(payment, asks(payment));
    payment = domain::send_refund(payment, Millis(0), now());
    EXPECT_EQ(payment.refunds[0].status, domain::RefundStatus::needs_operator);
    passes(24h);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.refunds[0].status, domain::RefundStatus::completed);
    EXPECT_EQ(payment.refunds.size(), 1U);
    EXPECT_EQ(world().holds("ord_000001"), 5900);
}

TEST_P(KakaoPayContract, BooksThatDoNotAnswerKeepASecondTryFromBeingSent) {
    const auto ordered = orders();
    const auto brought = world().authenticates(ordered);
    auto payment = begin(ordered, brought);
    world().next_confirm({.kind = sandbox::FaultKind::refuse_connection, .delay = 0ms});
    payment = settle(payment, confirms(payment));
    const auto approves_before = kakaopay().approves();
    kakaopay().sandbox().script({fake::Operation::order, {{sandbox::FaultKind::drop_reply, 0ms}}});
    payment = begin(payment, brought);
    const auto outcome = confirms(payment);
    EXPECT_EQ(outcome.kind, Kind::not_sent);
    EXPECT_EQ(kakaopay().approves(), approves_before);
    EXPECT_EQ(settle(payment, outcome).status, PaymentStatus::pending);
}

TEST_P(KakaoPayContract, WebhooksAreForged) {
    EXPECT_FALSE(world().provider().read_webhook({}, R"({"tid":"T1"})"));
    EXPECT_FALSE(world().provider().facts().has_webhooks);
}

INSTANTIATE_TEST_SUITE_P(KakaoPay, ProviderContract, testing::Values(make_kakaopay));
INSTANTIATE_TEST_SUITE_P(KakaoPay, ServerSendsContract, testing::Values(make_kakaopay));
INSTANTIATE_TEST_SUITE_P(KakaoPay, KakaoPayContract, testing::Values(make_kakaopay));

}  // namespace
}  // namespace gyeol::contract
