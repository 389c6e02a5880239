// Stripe from the order to the money and back: the real app, adapter and sandbox under virtual time. What the
// browser does, it does with the publishable key and the intent's secret, as at Stripe.
#include "domain/refund.hpp"
#include "platform/digest.hpp"
#include "providers/stripe/stripe_provider.hpp"
#include "sandbox/stripe/stripe_sandbox.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using domain::ProviderName;
using sandbox::FaultKind;
using sandbox::stripe::Operation;

constexpr auto stripe_url = "http://stripe.test";

std::string hmac(std::string_view secret, std::string_view bytes) {
    const platform::HmacSha256 keyed{Secret(std::string(secret))};
    return std::string(platform::text_of(keyed.digest(bytes)));
}

/// The shop's clock, for what is made before the shop.
class ShopClock final : public ports::Clock {
public:
    [[nodiscard]] Instant now() const override { return shop_->now(); }

    CallId call_at(Instant when, std::function<void()> work) override {
        return shop_->clock().call_at(when, std::move(work));
    }

    void cancel(CallId call) override { shop_->clock().cancel(call); }

    void follow(Shop& shop) { shop_ = &shop; }

private:
    Shop* shop_ = nullptr;
};

class StripeStory : public testing::Test {
protected:
    StripeStory() { clock_.follow(shop); }

    Result<app::Checkout> starts(
        ProviderName provider = ProviderName::stripe, std::string idempotency_key = {}
    ) {
        return shop.runs(shop.app().start_payment(
            buyer,
            {.plan_id = "basic",
             .provider = provider,
             .idempotency_key = std::move(idempotency_key)}
        ));
    }

    static std::string intent_of(const app::Checkout& checkout) {
        return checkout.payment.preparation->payment_key;
    }

    /// The browser confirms the intent; returns the status of the answer.
    int pays(const app::Checkout& checkout, const std::string& method = "pm_card_visa") {
        const auto& ready = *checkout.payment.preparation;
        return calls(
            "POST",
            "/v1/payment_intents/" + ready.payment_key + "/confirm",
            "pk_test_shop",
            "client_secret=" + ready.browser_secret.reveal() + "&payment_method=" + method +
                "&return_url=http://shop.test/back"
        );
    }

    /// The merchant does something in Stripe's Dashboard.
    int at_stripe(const std::string& path, const std::string& form) {
        return calls("POST", "/v1/" + path, "sk_test_shop", form);
    }

    static domain::ConfirmPayment brought(const app::Checkout& checkout) {
        return {
            .payment_key = intent_of(checkout),
            .order_id = checkout.payment.order_id,
            .amount_minor = std::nullopt};
    }

    app::ConfirmAccess access() const {
        app::ConfirmAccess access;
        access.owner = buyer.id;
        return access;
    }

    /// The browser comes back.
    Result<domain::Payment> confirms(const app::Checkout& checkout) {
        return shop.runs(shop.app().confirm_payment(access(), brought(checkout)));
    }

    /// Stripe's events reach the shop.
    void hears() {
        for (const auto& event : stripe.due_webhooks(shop.now())) {
            const auto taken = shop.runs(
                shop.app().receive_webhook(ProviderName::stripe, event.headers, event.body)
            );
            stripe.webhook_answered(event.id, taken ? 200 : 400, shop.now());
        }
        shop.settles_down();
    }

    void passes(Millis time) {
        shop.passes(time);
        hears();
    }

    domain::Payment payment(const app::Checkout& checkout) {
        return shop.payment(checkout.payment.id);
    }

    [[nodiscard]] std::int64_t holds(const app::Checkout& checkout) const {
        std::int64_t sum = 0;
        for (const auto& line : stripe.books()) {
            if (line.order_id == checkout.payment.order_id) sum += line.captured - line.returned;
        }
        return sum;
    }

    Result<domain::Payment> refunds(const app::Checkout& checkout, std::int64_t amount) {
        domain::RequestRefund request;
        request.amount_minor = amount;
        request.expected_balance_minor = domain::refundable(payment(checkout)).minor;
        request.reason = "반품";
        return shop.runs(
            shop.app().refund_payment(Shop::an_operator(), checkout.payment.id, request)
        );
    }

    [[nodiscard]] std::vector<std::string> events_of(const app::Checkout& checkout) {
        return shop.payment_log().actions_of(checkout.payment.order_id);
    }

    int calls(
        const std::string& method,
        const std::string& path,
        const std::string& key,
        const std::string& form = {}
    ) {
        ports::HttpRequest request;
        request.method = method == "POST" ? ports::HttpMethod::post : ports::HttpMethod::get;
        request.url = path;
        request.headers = {
            {"Authorization", "Bearer " + key},
            {"Content-Type", "application/x-www-form-urlencoded"}};
        request.body = form;
        answer = stripe.handle(request, shop.now()).reply;
        return answer.status;
    }

    static sandbox::stripe::Options options() {
        sandbox::stripe::Options options;
        options.sign = hmac;
        options.webhooks.endpoints = {
            {"http://shop.test/api/payment/webhook/stripe", "whsec_shop"}};
        return options;
    }

    ports::HttpReply answer;  // Of the last call of browser or merchant.
    sandbox::stripe::StripeSandbox stripe{options()};
    ShopClock clock_;
    SeededIds ids_{9};
    sandbox::InProcessClient http_{
        clock_, stripe_url, [this](const ports::HttpRequest& request, Instant now) {
            return stripe.handle(request, now);
        }};
    providers::stripe::StripeProvider provider_{
        {.publishable_key = "pk_test_shop",
         .secret_key = Secret("sk_test_shop"),
         .webhook_secrets = {Secret("whsec_shop")}},
        {.api = stripe_url, .script = "http://stripe.test/stripe.js"},
        {.http = http_,
         .clock = clock_,
         .ids = ids_,
         .hmac = [](const Secret& secret, std::string_view bytes) {
             return hmac(secret.reveal(), bytes);
         }}};
    Shop shop{Shop::sandbox_options(), {&provider_}};
    domain::User buyer = shop.registers();
};

TEST_F(StripeStory, AnOrderIsPaidInTheBrowserAndSeenByTheServer) {
    const auto checkout = starts().value();
    EXPECT_EQ(checkout.browser.type, "stripe_element");
    EXPECT_EQ(checkout.browser.client_key, "pk_test_shop");
    EXPECT_EQ(pays(checkout), 200);
    const auto paid = confirms(checkout).value();
    EXPECT_EQ(paid.status, PaymentStatus::completed);
    EXPECT_EQ(paid.method, domain::PaymentMethod::card);
    EXPECT_EQ(holds(checkout), 9'900);
}

TEST_F(StripeStory, AWebhookBeforeTheBuyerComesBackPaysOnce) {
    const auto checkout = starts().value();
    pays(checkout);
    hears();
    EXPECT_EQ(payment(checkout).status, PaymentStatus::completed) << "nobody came back yet";
    EXPECT_THAT(events_of(checkout), testing::Not(testing::Contains("payment.attempt_adopted")));
    EXPECT_EQ(confirms(checkout)->status, PaymentStatus::completed);
    EXPECT_THAT(events_of(checkout), testing::Contains("payment.completed").Times(1));
    EXPECT_EQ(holds(checkout), 9'900);
}

TEST_F(StripeStory, FiftyTabsThatComeBackAtOnceGetOneAnswer) {
    const auto checkout = starts().value();
    pays(checkout);
    std::vector<std::shared_ptr<Shop::Pending<Result<domain::Payment>>>> tabs;
    for (int tab = 0; tab < 50; ++tab)
        tabs.push_back(shop.begins(shop.app().confirm_payment(access(), brought(checkout))));
    for (const auto& tab : tabs)
        EXPECT_EQ(shop.ends(*tab)->status, PaymentStatus::completed);
    EXPECT_EQ(http_.calls("get_payment_intent"), 1U) << "they share one look";
    EXPECT_THAT(events_of(checkout), testing::Contains("payment.completed").Times(1));
}

TEST_F(StripeStory, ADeclineIsToldAndTheSamePaymentIsPaidByAnotherCard) {
    const auto checkout = starts().value();
    EXPECT_EQ(pays(checkout, "pm_card_visa_chargeDeclinedInsufficientFunds"), 402);
    const auto declined = confirms(checkout).value();
    EXPECT_EQ(declined.status, PaymentStatus::pending);
    EXPECT_EQ(declined.failure->code, "insufficient_funds");
    hears();
    EXPECT_EQ(payment(checkout).status, PaymentStatus::pending);
    EXPECT_EQ(pays(checkout), 200);
    const auto paid = confirms(checkout).value();
    EXPECT_EQ(paid.status, PaymentStatus::completed);
    EXPECT_FALSE(paid.failure);
    EXPECT_EQ(holds(checkout), 9'900);
}

TEST_F(StripeStory, AnUnfinishedAuthenticationIsNotADecline) {
    const auto checkout = starts().value();
    EXPECT_EQ(pays(checkout, "pm_card_authenticationRequired"), 200);
    const auto waiting = confirms(checkout).value();
    EXPECT_EQ(waiting.status, PaymentStatus::pending);
    EXPECT_EQ(waiting.failure->code, "not_finished");
}

TEST_F(StripeStory, AnotherTabWithAnotherProviderClosesTheIntentFirst) {
    const auto first = starts().value();
    const auto second = starts(ProviderName::toss);
    ASSERT_TRUE(second) << second.error().reason;
    EXPECT_EQ(payment(first).status, PaymentStatus::cancelled);
    EXPECT_EQ(pays(first), 400) << "the first tab can pay no more";
    EXPECT_EQ(holds(first), 0);
}

TEST_F(StripeStory, AnotherTabIsRefusedWhenTheFirstPaidOrCannotBeClosed) {
    const auto first = starts().value();
    stripe.script({Operation::cancel_payment_intent, {{.fault = {.kind = FaultKind::lose_request}}}}
    );
    stripe.script({Operation::get_payment_intent, {{.fault = {.kind = FaultKind::lose_request}}}});
    EXPECT_EQ(starts(ProviderName::toss).error().reason, "purchase_in_progress");
    pays(first);
    EXPECT_EQ(starts(ProviderName::toss).error().reason, "purchase_completed");
    EXPECT_EQ(payment(first).status, PaymentStatus::completed);
}

TEST_F(StripeStory, AnIntentWhoseMakingWasLostIsTheSameOneAfterwards) {
    const sandbox::stripe::Mishap lost{.fault = {.kind = FaultKind::drop_reply}};
    stripe.script({Operation::create_payment_intent, {lost, lost, lost}});
    EXPECT_EQ(starts(ProviderName::stripe, "key-1").error().reason, "provider_unreachable");
    const auto checkout = starts(ProviderName::stripe, "key-1").value();
    ASSERT_EQ(stripe.books().size(), 1U) << "one order, one intent";
    EXPECT_EQ(stripe.books().front().payment_intent, intent_of(checkout));
    pays(checkout);
    EXPECT_EQ(confirms(checkout)->status, PaymentStatus::completed);
}

TEST_F(StripeStory, AnIntentThatNobodyPaysIsClosedAtItsEnd) {
    const auto checkout = starts().value();
    passes(61min);
    EXPECT_EQ(payment(checkout).status, PaymentStatus::expired);
    EXPECT_EQ(pays(checkout), 400);
}

TEST_F(StripeStory, ALookThatWasLostIsRepeatedUntilTheBooksAnswer) {
    const auto checkout = starts().value();
    stripe.script({Operation::get_payment_intent, {{.fault = {.kind = FaultKind::drop_reply}}}});
    EXPECT_EQ(confirms(checkout)->status, PaymentStatus::unknown);
    passes(90s);
    EXPECT_EQ(payment(checkout).status, PaymentStatus::pending) << "the buyer never paid";
    pays(checkout);
    stripe.script({Operation::get_payment_intent, {{.fault = {.kind = FaultKind::drop_reply}}}});
    EXPECT_EQ(confirms(checkout)->status, PaymentStatus::unknown);
    hears();
    EXPECT_EQ(payment(checkout).status, PaymentStatus::completed);
    EXPECT_EQ(holds(checkout), 9'900);
}

TEST_F(StripeStory, AForgedWebhookAsksNobodyAndOneThatIsReplayedAsksOnce) {
    const auto checkout = starts().value();
    pays(checkout);
    const auto events = stripe.due_webhooks(shop.now());
    const auto receive = [this](std::vector<ports::HttpHeader> headers, std::string body) {
        return shop.runs(
            shop.app().receive_webhook(ProviderName::stripe, std::move(headers), std::move(body))
        );
    };
    const auto body = events.front().body + " ";
    EXPECT_EQ(receive(events.front().headers, body).error().reason, "webhook_not_genuine");
    EXPECT_EQ(receive({}, events.front().body).error().code, ErrorCode::invalid_request);
    EXPECT_EQ(payment(checkout).status, PaymentStatus::pending);
    for (int times = 0; times < 3; ++times) {
        for (const auto& event : events)
            EXPECT_TRUE(receive(event.headers, event.body));
    }
    shop.settles_down();
    EXPECT_EQ(payment(checkout).status, PaymentStatus::completed);
    passes(301s);
    EXPECT_EQ(
        receive(events.front().headers, events.front().body).error().reason, "webhook_not_genuine"
    ) << "its signature is of another time";
}

TEST_F(StripeStory, PartsGoBackAndWhatIsDoneInTheDashboardIsFound) {
    const auto checkout = starts().value();
    pays(checkout);
    EXPECT_TRUE(confirms(checkout));
    const auto part = refunds(checkout, 400).value();
    EXPECT_EQ(part.status, PaymentStatus::partially_refunded);
    EXPECT_EQ(part.refunds.front().status, domain::RefundStatus::completed);
    EXPECT_EQ(holds(checkout), 9'500);
    EXPECT_EQ(at_stripe("refunds", "payment_intent=" + intent_of(checkout) + "&amount=500"), 200);
    hears();
    const auto seen = payment(checkout);
    ASSERT_EQ(seen.refunds.size(), 2U);
    EXPECT_EQ(seen.refunds.back().cause, domain::RefundCause::external);
    EXPECT_EQ(seen.returned.minor, 900);
    EXPECT_EQ(domain::refundable(seen).minor, 9'000);
}

TEST_F(StripeStory, ARefundThatStripeLosesAnswersForGoesBackOnce) {
    for (const auto kind :
         {FaultKind::drop_reply,
          FaultKind::error_after_execute,
          FaultKind::lose_request,
          FaultKind::answer_html}) {
        const auto checkout = starts().value();
        pays(checkout);
        EXPECT_TRUE(confirms(checkout));
        stripe.script({Operation::create_refund, {{.fault = {.kind = kind}}}});
        EXPECT_TRUE(refunds(checkout, 400));
        passes(2min);
        const auto seen = payment(checkout);
        ASSERT_EQ(seen.refunds.size(), 1U) << static_cast<int>(kind);
        EXPECT_EQ(seen.refunds.front().status, domain::RefundStatus::completed)
            << static_cast<int>(kind);
        EXPECT_EQ(holds(checkout), 9'500) << static_cast<int>(kind);
    }
}

TEST_F(StripeStory, ARefundThatFailsDaysLaterIsTold) {
    const auto checkout = starts().value();
    pays(checkout, "pm_card_refundFail");
    EXPECT_TRUE(confirms(checkout));
    EXPECT_TRUE(refunds(checkout, 400));
    EXPECT_EQ(domain::refundable(payment(checkout)).minor, 9'500);
    passes(1min);
    const auto seen = payment(checkout);
    EXPECT_EQ(seen.refunds.front().status, domain::RefundStatus::failed);
    EXPECT_EQ(seen.returned.minor, 0);
    EXPECT_EQ(domain::refundable(seen).minor, 9'900) << "it stands at Stripe again";
    EXPECT_THAT(events_of(checkout), testing::Contains("refund.failed"));
}

TEST_F(StripeStory, ADisputeHoldsTheMoneyUntilItIsWon) {
    const auto checkout = starts().value();
    pays(checkout, "pm_card_createDispute");
    EXPECT_TRUE(confirms(checkout));
    passes(1min);
    const auto held = payment(checkout);
    ASSERT_EQ(held.disputes.size(), 1U) << "the notice names only the intent";
    EXPECT_EQ(held.disputes.front().status, domain::DisputeStatus::open);
    EXPECT_EQ(held.disputes.front().reason, "fraudulent");
    EXPECT_EQ(domain::refundable(held).minor, 0);
    EXPECT_FALSE(refunds(checkout, 100)) << "the bank has the money";
    EXPECT_THAT(events_of(checkout), testing::Contains("payment.dispute_opened").Times(1));

    at_stripe(
        "disputes/" + held.disputes.front().id, "evidence[uncategorized_text]=winning_evidence"
    );
    passes(1min);
    EXPECT_EQ(payment(checkout).disputes.front().status, domain::DisputeStatus::won);
    EXPECT_EQ(domain::refundable(payment(checkout)).minor, 9'900);
    EXPECT_THAT(events_of(checkout), testing::Contains("payment.dispute_won").Times(1));
}

TEST_F(StripeStory, ALostDisputeTakesTheMoneyAway) {
    const auto checkout = starts().value();
    pays(checkout, "pm_card_createDispute");
    EXPECT_TRUE(confirms(checkout));
    passes(1min);
    at_stripe("disputes/" + payment(checkout).disputes.front().id + "/close", "");
    passes(1min);
    EXPECT_EQ(payment(checkout).disputes.front().status, domain::DisputeStatus::lost);
    EXPECT_EQ(domain::refundable(payment(checkout)).minor, 0);
}

TEST_F(StripeStory, ANoticeOfANamelessIntentWaitsForStripeToAnswer) {
    const auto checkout = starts().value();
    pays(checkout, "pm_card_createDispute");
    EXPECT_TRUE(confirms(checkout));
    hears();
    // Two notices of the dispute, and the charge's own a moment later.
    const sandbox::stripe::Mishap lost{.fault = {.kind = FaultKind::lose_request}};
    stripe.script({Operation::get_payment_intent, {lost, lost, lost}});
    passes(10s);
    EXPECT_TRUE(payment(checkout).disputes.empty());
    passes(10min);
    EXPECT_EQ(payment(checkout).disputes.size(), 1U) << "the stored notice was looked at again";
}

}  // namespace
}  // namespace gyeol::test
