// What a browser can pay without us is made ready, shown only once it is stored, and closed at its provider
// before it ends here.
#include "support/intent_provider.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using test::IntentProvider;
using test::Shop;
using State = IntentProvider::State;

class PreparedPayment : public testing::Test {
protected:
    Result<Checkout> starts_intent(std::string idempotency_key = {}) {
        return shop.runs(shop.app().start_payment(
            buyer,
            {.plan_id = "basic",
             .provider = domain::ProviderName::stripe,
             .idempotency_key = std::move(idempotency_key)}
        ));
    }

    domain::Payment stored(const Checkout& checkout) { return shop.payment(checkout.payment.id); }

    State& at_provider(const Checkout& checkout) {
        return provider.books.at(checkout.payment.order_id);
    }

    Result<domain::Payment> comes_back(const Checkout& checkout) {
        return shop.runs(shop.app().confirm_payment(
            {.owner = buyer.id, .checkout_token = std::nullopt},
            {.payment_key = checkout.payment.preparation->payment_key,
             .order_id = checkout.payment.order_id,
             .amount_minor = std::nullopt}
        ));
    }

    IntentProvider provider;
    Shop shop{Shop::sandbox_options(), {&provider}};
    domain::User buyer = shop.registers();
};

TEST_F(PreparedPayment, IsStoredBeforeItIsShownAndPaidOnce) {
    const auto checkout = starts_intent().value();
    EXPECT_EQ(checkout.browser.type, "stripe_element");
    EXPECT_EQ(stored(checkout).preparation, checkout.payment.preparation);
    at_provider(checkout) = State::paid;
    EXPECT_EQ(comes_back(checkout)->status, PaymentStatus::completed);
    EXPECT_EQ(comes_back(checkout)->status, PaymentStatus::completed);
}

TEST_F(PreparedPayment, ThatCannotBeMadeReadyIsRefusedAndMadeReadyByTheRepeat) {
    provider.is_unreachable = true;
    EXPECT_EQ(starts_intent("key-1").error().reason, "provider_unreachable");
    provider.is_unreachable = false;
    const auto checkout = starts_intent("key-1");
    ASSERT_TRUE(checkout) << checkout.error().reason;
    EXPECT_TRUE(stored(*checkout).preparation);
    EXPECT_EQ(provider.books.size(), 1U);
}

TEST_F(PreparedPayment, IsNotBegunInACurrencyThatItsProviderDoesNotTake) {
    provider.currency = domain::Currency::usd;
    EXPECT_EQ(starts_intent().error().reason, "currency_not_supported");
    EXPECT_TRUE(provider.books.empty());
}

TEST_F(PreparedPayment, ThatWasNotPaidYetMayBeTriedAgain) {
    const auto checkout = starts_intent().value();
    EXPECT_EQ(comes_back(checkout).error().reason, "provider_unreachable");
    EXPECT_EQ(stored(checkout).status, PaymentStatus::pending);
    at_provider(checkout) = State::paid;
    EXPECT_EQ(comes_back(checkout)->status, PaymentStatus::completed);
}

TEST_F(PreparedPayment, IsClosedAtItsProviderWhenItsTimeIsOver) {
    const auto checkout = starts_intent().value();
    provider.is_unreachable = true;
    shop.passes(2h);
    EXPECT_EQ(stored(checkout).status, PaymentStatus::pending) << "the buyer could still pay it";
    provider.is_unreachable = false;
    shop.passes(6min);
    EXPECT_EQ(stored(checkout).status, PaymentStatus::expired);
    EXPECT_EQ(at_provider(checkout), State::cancelled);
}

TEST_F(PreparedPayment, ThatWasPaidWithoutAWordIsFoundWhenItsTimeIsOver) {
    const auto checkout = starts_intent().value();
    at_provider(checkout) = State::paid;
    shop.passes(62min);
    EXPECT_EQ(stored(checkout).status, PaymentStatus::completed);
}

TEST_F(PreparedPayment, IsClosedAtItsProviderBeforeTheBuyerMayCallItCancelled) {
    const auto checkout = starts_intent().value();
    const auto id = checkout.payment.id;
    provider.is_unreachable = true;
    EXPECT_EQ(
        shop.runs(shop.app().cancel_payment(buyer.id, id)).error().reason, "provider_unreachable"
    );
    provider.is_unreachable = false;
    EXPECT_EQ(shop.runs(shop.app().cancel_payment(buyer.id, id))->status, PaymentStatus::cancelled);
    EXPECT_EQ(at_provider(checkout), State::cancelled);
}

TEST(TwoTabs, AnIntentOfAnotherTabIsClosedBeforeTheNextPayment) {
    IntentProvider provider;
    Shop shop(Shop::sandbox_options(), {&provider});
    const auto buyer = shop.registers();
    const auto start_with = [&](domain::ProviderName name) {
        return shop.runs(shop.app().start_payment(
            buyer, {.plan_id = "basic", .provider = name, .idempotency_key = {}}
        ));
    };
    const auto intent = start_with(domain::ProviderName::stripe).value();
    provider.is_unreachable = true;
    EXPECT_EQ(start_with(domain::ProviderName::toss).error().reason, "purchase_in_progress")
        << "what cannot be closed is in the way";
    provider.is_unreachable = false;
    const auto second = start_with(domain::ProviderName::toss);
    ASSERT_TRUE(second) << second.error().reason;
    EXPECT_EQ(provider.books.at(intent.payment.order_id), State::cancelled);
    EXPECT_EQ(shop.payment(intent.payment.id).status, PaymentStatus::cancelled);
}

TEST(TwoTabs, AnIntentThatWasPaidInAnotherTabIsNotBoughtAgain) {
    IntentProvider provider;
    Shop shop(Shop::sandbox_options(), {&provider});
    const auto buyer = shop.registers();
    const auto intent = shop.runs(shop.app().start_payment(
                                      buyer,
                                      {.plan_id = "basic",
                                       .provider = domain::ProviderName::stripe,
                                       .idempotency_key = {}}
                                  )
    ).value();
    provider.books.at(intent.payment.order_id) = State::paid;
    const auto second =
        shop.runs(shop.app().start_payment(buyer, {.plan_id = "basic", .idempotency_key = {}}));
    EXPECT_EQ(second.error().reason, "purchase_completed");
    EXPECT_EQ(second.error().object_id, intent.payment.id.hex());
    EXPECT_EQ(shop.payment(intent.payment.id).status, PaymentStatus::completed);
}

TEST_F(PreparedPayment, WaitsForItsProviderWhenItsKeysAreGone) {
    // Found by the simulator: the keys were taken out of the configuration while an intent was open.
    const auto paid = starts_intent().value();
    at_provider(paid) = State::paid;
    shop.restarts_with({});
    const auto refused = comes_back(paid);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "provider_unreachable");
    shop.passes(3h);
    EXPECT_EQ(stored(paid).status, PaymentStatus::pending) << "nobody could close it";
    shop.restarts_with({&provider});
    shop.passes(1h);
    EXPECT_EQ(stored(paid).status, PaymentStatus::completed);
}

TEST_F(PreparedPayment, ARefundWaitsForItsProviderToo) {
    const auto paid = starts_intent().value();
    at_provider(paid) = State::paid;
    ASSERT_TRUE(comes_back(paid));
    shop.restarts_with({});
    domain::RequestRefund request;
    request.amount_minor = 100;
    request.expected_balance_minor = paid.payment.amount.minor;
    request.reason = "refund";
    const auto asked = shop.runs(
        shop.app().refund_payment(Shop::an_operator(), paid.payment.id, std::move(request))
    );
    ASSERT_TRUE(asked) << asked.error().reason;
    shop.passes(2h);
    const auto waiting = stored(paid);
    ASSERT_EQ(waiting.refunds.size(), 1U);
    EXPECT_EQ(word(waiting.refunds[0].status), "sending");
}

}  // namespace
}  // namespace gyeol::app
