// Stripe in the provider contract suite, and what only it promises: the buyer's browser takes the money, so
// that a question which was not answered says nothing about it.
#include "contract/provider_harness.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"
#include "platform/digest.hpp"
#include "providers/stripe/stripe_provider.hpp"
#include "sandbox/in_process_client.hpp"
#include "sandbox/stripe/stripe_sandbox.hpp"
#include "support/stand_ins.hpp"

namespace gyeol::contract {
namespace {

using namespace std::chrono_literals;
using domain::Payment;
using domain::PaymentStatus;
using Kind = domain::ProviderOutcome::Kind;
using sandbox::FaultKind;
namespace fake = sandbox::stripe;

std::string hmac(const Secret& secret, std::string_view bytes) {
    return std::string(platform::text_of(platform::HmacSha256(secret).digest(bytes)));
}

class StripeHarness final : public ProviderHarness {
public:
    ports::Provider& provider() override { return provider_; }

    [[nodiscard]] Habits habits() const override {
        return {.answers_within = limits::provider_deadline, .tells_absence = true};
    }

    domain::ConfirmPayment authenticates(const Payment& payment) override {
        EXPECT_EQ(pays(payment, "pm_card_visa"), 200);
        return brought(payment);
    }

    static domain::ConfirmPayment brought(const Payment& payment) {
        domain::ConfirmPayment brought;
        brought.payment_key = payment.preparation->payment_key;
        brought.order_id = payment.order_id;
        return brought;
    }

    /// The browser confirms with the intent's own secret; returns the status of the answer.
    int pays(const Payment& payment, const std::string& method) {
        const auto& ready = *payment.preparation;
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = "/v1/payment_intents/" + ready.payment_key + "/confirm";
        request.headers = {
            {"Authorization", "Bearer pk_test_made_up"},
            {"Content-Type", "application/x-www-form-urlencoded"}};
        request.body = "client_secret=" + ready.browser_secret.reveal() +
                       "&payment_method=" + method + "&return_url=http://shop.test/back";
        return sandbox_.handle(request, clock().now()).reply.status;
    }

    Payment with_proof_of(Payment ours, const Payment& theirs) override {
        ours.attempt->payment_key = theirs.attempt->payment_key;
        return ours;
    }

    Payment unheard_of(Payment payment) override {
        payment.attempt->payment_key = "pi_nobodys";
        return payment;
    }

    void next_confirm(sandbox::Fault fault) override {
        sandbox_.script({fake::Operation::get_payment_intent, {{.fault = fault}}});
    }

    void next_refund(sandbox::Fault fault) override {
        sandbox_.script({fake::Operation::create_refund, {{.fault = fault}}});
    }

    [[nodiscard]] std::int64_t holds(const std::string& order_id) const override {
        std::int64_t sum = 0;
        for (const auto& line : sandbox_.books())
            if (line.order_id == order_id) sum += line.captured - line.returned;
        return sum;
    }

    fake::StripeSandbox& sandbox() { return sandbox_; }

private:
    fake::StripeSandbox sandbox_{fake::Options()};
    sandbox::InProcessClient http_{
        clock(), "http://stripe.test", [this](const ports::HttpRequest& request, Instant now) {
            return sandbox_.handle(request, now);
        }};
    test::SeededIds ids_{1};
    providers::stripe::StripeProvider provider_{
        {.publishable_key = "pk_test_made_up",
         .secret_key = Secret("sk_test_made_up"),
         .webhook_secrets = {}},
        {.api = "http://stripe.test"},
        {.http = http_, .clock = clock(), .ids = ids_, .hmac = hmac}};
};

std::unique_ptr<ProviderHarness> make_stripe() {
    return std::make_unique<StripeHarness>();
}

class StripeContract : public ProviderContract {
protected:
    StripeHarness& stripe() { return dynamic_cast<StripeHarness&>(world()); }

    Payment closed(const Payment& payment) {
        return settle(payment, run(world().provider().close(payment)));
    }
};

TEST_P(StripeContract, AQuestionThatNeverLeftIsNoProof) {
    for (const auto kind : {FaultKind::refuse_connection, FaultKind::lose_request}) {
        begins_anew();
        auto payment = attempt();
        world().next_confirm({.kind = kind, .delay = 0ms});
        const auto silent = confirms(payment);
        EXPECT_EQ(silent.kind, Kind::unknown) << "the browser has paid all the same";
        payment = settle(payment, silent);
        EXPECT_EQ(payment.status, PaymentStatus::unknown);
        EXPECT_EQ(settle(payment, asks(payment)).status, PaymentStatus::completed);
        EXPECT_EQ(world().holds("ord_000001"), 9900);
    }
}

TEST_P(StripeContract, SomebodyElsesIntentIsNeverTakenForOurs) {
    const auto other = attempt("ord_000002");
    auto payment = orders();
    payment = begin(payment, StripeHarness::brought(payment));
    payment = world().with_proof_of(payment, other);
    const auto outcome = confirms(payment);
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.alarm);
    EXPECT_NE(settle(payment, outcome).status, PaymentStatus::completed);
}

TEST_P(StripeContract, AnotherAmountThanOursGrantsNothing) {
    auto payment = attempt();
    payment.amount.minor = 9800;
    const auto settled = settle(payment, confirms(payment));
    EXPECT_TRUE(settled.discrepant);
    EXPECT_FALSE(settled.completed_at);
}

TEST_P(StripeContract, AnotherMerchantsPaymentIsAskedOfNobody) {
    auto payment = attempt();
    payment.account = "another_merchants";
    for (const auto& outcome : {confirms(payment), asks(payment)}) {
        EXPECT_EQ(outcome.kind, Kind::unknown);
        EXPECT_TRUE(outcome.alarm);
    }
}

TEST_P(StripeContract, ADeclinedIntentMayBePaidAgainAndAClosedOneMayNot) {
    const auto ordered = orders();
    EXPECT_EQ(stripe().pays(ordered, "pm_card_visa_chargeDeclined"), 402);
    auto payment = begin(ordered, StripeHarness::brought(ordered));
    payment = settle(payment, confirms(payment));
    EXPECT_EQ(payment.status, PaymentStatus::pending);
    EXPECT_EQ(payment.failure->code, "card_declined");
    EXPECT_TRUE(domain::is_open_at_provider(payment));
    payment = closed(payment);
    EXPECT_FALSE(domain::is_open_at_provider(payment));
    EXPECT_EQ(stripe().pays(ordered, "pm_card_visa"), 400);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(StripeContract, ClosingFindsTheMoneyThatCameFirst) {
    const auto ordered = orders();
    stripe().pays(ordered, "pm_card_visa");
    EXPECT_EQ(closed(ordered).status, PaymentStatus::completed);
}

TEST_P(StripeContract, ClosingEndsTheIntentWhateverHappensToTheAnswer) {
    for (const auto kind :
         {FaultKind::drop_reply,
          FaultKind::error_after_execute,
          FaultKind::answer_html,
          FaultKind::cut_json}) {
        begins_anew();
        const auto ordered = orders();
        stripe().sandbox().script(
            {fake::Operation::cancel_payment_intent, {{.fault = {.kind = kind, .delay = 0ms}}}}
        );
        EXPECT_FALSE(domain::is_open_at_provider(closed(ordered))) << static_cast<int>(kind);
    }
}

TEST_P(StripeContract, OneOrderHasOneIntentHoweverOftenItsMakingIsLost) {
    for (const auto kind : {FaultKind::drop_reply, FaultKind::answer_html, FaultKind::cut_json}) {
        begins_anew();
        stripe().sandbox().script(
            {fake::Operation::create_payment_intent, {{.fault = {.kind = kind, .delay = 0ms}}}}
        );
        const auto ordered = orders();
        ASSERT_EQ(stripe().sandbox().books().size(), 1U) << static_cast<int>(kind);
        EXPECT_EQ(
            stripe().sandbox().books().front().payment_intent, ordered.preparation->payment_key
        );
    }
}

TEST_P(StripeContract, ALimitAndALockAreWaitedOutWhileTheIntentIsMade) {
    stripe().sandbox().script(
        {fake::Operation::create_payment_intent,
         {{.fault = {}, .turned_away = fake::TurnedAway::rate_limit},
          {.fault = {}, .turned_away = fake::TurnedAway::lock_timeout}}}
    );
    EXPECT_TRUE(orders().preparation);
}

TEST_P(StripeContract, AServerErrorThatIsKeptUnderItsKeyKeepsNoBuyerFromPaying) {
    stripe().sandbox().script(
        {fake::Operation::create_payment_intent,
         {{.fault = {}, .turned_away = fake::TurnedAway::server_error}}}
    );
    EXPECT_TRUE(orders().preparation);
}

INSTANTIATE_TEST_SUITE_P(Stripe, ProviderContract, testing::Values(make_stripe));
INSTANTIATE_TEST_SUITE_P(Stripe, StripeContract, testing::Values(make_stripe));

}  // namespace
}  // namespace gyeol::contract
