#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::stripe {
namespace {

using Types = std::vector<std::string>;

std::string attempt_of(const Told& intent) {
    const auto url = intent.text("next_action.redirect_to_url.url");
    return url.substr(url.find('=') + 1);
}

TEST(StripeCustomer, IsChangedListedAndDeleted) {
    TestMerchant merchant;
    const auto made = merchant.posts(
        "customers", "email=kim@shop.test&address[country]=KR&preferred_locales[0]=ko"
    );
    EXPECT_EQ(made.text("address.country"), "KR");
    const auto path = "customers/" + made.id();
    EXPECT_EQ(merchant.posts(path, "name=Kim").text("name"), "Kim");
    EXPECT_EQ(merchant.gets("customers?email=kim@shop.test").column("id"), Types{made.id()});
    const auto gone = merchant.deletes(path);
    EXPECT_EQ(gone.body.size(), 3U);
    EXPECT_TRUE(merchant.gets(path).body.at("deleted").as_bool());
    EXPECT_EQ(merchant.posts(path, "name=Lee").outcome(), "404 resource_missing");
    EXPECT_TRUE(merchant.gets("customers").column("id").empty());
    EXPECT_EQ(
        merchant.posts("payment_intents", "amount=9900&currency=krw&customer=" + made.id())
            .outcome(),
        "400 resource_missing"
    );
}

TEST(StripePaymentMethod, DecliningCardsCannotBeAttachedWithOneException) {
    TestMerchant merchant;
    const auto customer = "customer=" + merchant.has_customer();
    for (const auto& [method, outcome] : {
             std::pair{"pm_card_visa", "200"},
             std::pair{"pm_card_chargeCustomerFail", "200"},
             std::pair{"pm_card_authenticationRequired", "200"},
             std::pair{"pm_card_visa_chargeDeclined", "402 card_declined/generic_decline"},
             std::pair{"pm_card_chargeDeclinedExpiredCard", "402 expired_card"},
             std::pair{"pm_card_chargeDeclinedIncorrectCvc", "402 incorrect_cvc"},
         }) {
        const auto told =
            merchant.posts(std::string("payment_methods/") + method + "/attach", customer);
        EXPECT_EQ(told.outcome(), outcome) << method;
        EXPECT_EQ(told.status == 200, told.id().starts_with("pm_1")) << "a new id";
    }
}

TEST(StripePaymentMethod, OneUsedWithoutACustomerOrDetachedIsUsedUp) {
    TestMerchant merchant;
    const auto customer = merchant.has_customer();
    const auto paid = merchant.pays("pm_card_visa");
    const auto used = paid.text("payment_method");
    EXPECT_EQ(merchant.pays(used).outcome(), "400 payment_method_unexpected_state");
    EXPECT_EQ(
        merchant.posts("payment_methods/" + used + "/attach", "customer=" + customer).outcome(),
        "400 payment_method_unexpected_state"
    );
    const auto kept = merchant.posts("payment_methods/pm_card_visa/attach", "customer=" + customer);
    EXPECT_EQ(merchant.pays(kept.id()).outcome(), "400 invalid_request_error");
    EXPECT_EQ(
        merchant.pays(kept.id(), "customer=" + merchant.has_customer()).outcome(),
        "400 invalid_request_error"
    );
    EXPECT_EQ(merchant.pays(kept.id(), "customer=" + customer).status, 200);
    EXPECT_EQ(merchant.pays(kept.id(), "customer=" + customer).status, 200);
    EXPECT_TRUE(merchant.posts("payment_methods/" + kept.id() + "/detach").is_null("customer"));
    EXPECT_EQ(
        merchant.pays(kept.id(), "customer=" + customer).outcome(),
        "400 payment_method_unexpected_state"
    );
}

TEST(StripePaymentMethod, AWrittenCardIsCheckedAndItsNumberForgotten) {
    TestMerchant merchant;
    std::string journal;
    merchant.sandbox().on_change([&journal](const std::string& line) { journal += line; });
    const std::string card =
        "type=card&card[cvc]=123&card[exp_month]=12&card[exp_year]=34&card[number]=";
    const auto made = merchant.posts("payment_methods", card + "4000000000009995");
    EXPECT_EQ(made.text("card.last4"), "9995");
    EXPECT_EQ(merchant.pays(made.id()).outcome(), "402 card_declined/insufficient_funds");
    EXPECT_EQ(
        merchant.posts("payment_methods", card + "4242424242424241").outcome(),
        "402 incorrect_number"
    );
    EXPECT_EQ(
        merchant
            .posts(
                "payment_methods",
                "type=card&card[number]=4242424242424242&card[exp_month]=13&card[exp_year]=34"
            )
            .outcome(),
        "402 invalid_expiry_month"
    );
    EXPECT_EQ(
        merchant
            .posts(
                "payment_methods",
                "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=25"
            )
            .outcome(),
        "402 invalid_expiry_year"
    );
    EXPECT_EQ(journal.find("4000000000009995"), std::string::npos);
    EXPECT_EQ(journal.find("sk_test_made_up"), std::string::npos);
}

TEST(StripeSetupIntent, SavesTheMethodAndMakesOffSessionPaymentsPossible) {
    TestMerchant merchant;
    const auto customer = merchant.has_customer();
    const auto asked = merchant.posts(
        "setup_intents",
        "confirm=true&return_url=http://shop.test/"
        "back&payment_method=pm_card_authenticationRequiredOnSetup"
        "&customer=" +
            customer
    );
    EXPECT_EQ(asked.text("status"), "requires_action");
    const auto ended = merchant.browser("attempts/" + attempt_of(asked) + "/pass");
    EXPECT_NE(ended.text("redirect").find("setup_intent=" + asked.id()), std::string::npos);
    const auto saved = merchant.gets("setup_intents/" + asked.id());
    EXPECT_EQ(saved.text("status"), "succeeded");
    const auto method = saved.text("payment_method");
    EXPECT_EQ(
        merchant.gets("customers/" + customer + "/payment_methods?type=card").column("id"),
        Types{method}
    );
    EXPECT_EQ(merchant.pays(method, "off_session=true&customer=" + customer).outcome(), "200");
    EXPECT_EQ(
        merchant.hears(),
        (Types{
            "customer.created",
            "setup_intent.created",
            "setup_intent.requires_action",
            "payment_method.attached",
            "setup_intent.succeeded",
            "payment_intent.created",
            "charge.succeeded",
            "payment_intent.succeeded"})
    );
}

TEST(StripeSetupIntent, DeclinesFailuresAndCancelsEndAsDocumented) {
    TestMerchant merchant;
    const std::string confirm = "confirm=true&return_url=http://shop.test/back&payment_method=";
    const auto declined = merchant.posts("setup_intents", confirm + "pm_card_visa_chargeDeclined");
    EXPECT_EQ(declined.outcome(), "402 card_declined/generic_decline");
    EXPECT_EQ(declined.text("error.setup_intent.status"), "requires_payment_method");
    const auto asked = merchant.posts("setup_intents", confirm + "pm_card_authenticationRequired");
    merchant.browser("attempts/" + attempt_of(asked) + "/fail");
    const auto failed = merchant.gets("setup_intents/" + asked.id());
    EXPECT_EQ(failed.text("last_setup_error.code"), "setup_intent_authentication_failure");
    EXPECT_EQ(merchant.posts("setup_intents/" + asked.id() + "/cancel").text("status"), "canceled");
    EXPECT_EQ(
        merchant.posts("setup_intents/" + asked.id() + "/confirm", "payment_method=pm_card_visa")
            .outcome(),
        "400 setup_intent_unexpected_state"
    );
}

TEST(StripeSetupIntent, APaymentSavesItsMethodWhenAskedTo) {
    TestMerchant merchant;
    const auto customer = merchant.has_customer();
    const auto paid =
        merchant.pays("pm_card_visa", "setup_future_usage=off_session&customer=" + customer);
    EXPECT_EQ(
        merchant.gets("payment_methods/" + paid.text("payment_method")).text("customer"), customer
    );
    const auto again =
        merchant.pays(paid.text("payment_method"), "off_session=true&customer=" + customer);
    EXPECT_EQ(again.text("status"), "succeeded");
}

TEST(StripeCheckout, ASessionTakesAPaymentOnItsPage) {
    TestMerchant merchant;
    const auto open = merchant.posts(
        "checkout/sessions",
        "mode=payment&success_url=http://shop.test/done?s={CHECKOUT_SESSION_ID}&metadata[a]=1"
        "&line_items[0][quantity]=2&line_items[0][price_data][currency]=krw"
        "&line_items[0][price_data][unit_amount]=4950&line_items[0][price_data][product_data][name]"
        "=Test"
        "&payment_intent_data[metadata][orderId]=ord_1"
    );
    EXPECT_EQ(open.text("status"), "open");
    EXPECT_EQ(open.number("amount_total"), 9900);
    EXPECT_TRUE(open.is_null("payment_intent"));
    const std::string card =
        "payment_method_data[type]=card&payment_method_data[card][exp_month]=12"
        "&payment_method_data[card][exp_year]=34&payment_method_data[card][number]=";
    const auto pay = "checkout/" + open.id() + "/pay";
    EXPECT_EQ(merchant.browser(pay, card + "4000000000000002").status, 402);
    const auto paid = merchant.browser(pay, card + "4242424242424242");
    EXPECT_EQ(paid.text("redirect"), "http://shop.test/done?s=" + open.id());
    const auto done = merchant.gets(
        "checkout/sessions/" + open.id() + "?expand[]=payment_intent&expand[]=line_items"
    );
    EXPECT_EQ(done.text("status"), "complete");
    EXPECT_EQ(done.text("payment_status"), "paid");
    EXPECT_EQ(done.text("payment_intent.metadata.orderId"), "ord_1");
    EXPECT_EQ(done.body.at("line_items").at("data").as_array().size(), 1U);
    EXPECT_TRUE(done.is_null("url"));
    EXPECT_EQ(merchant.hears().back(), "checkout.session.completed");
    EXPECT_EQ(merchant.posts("checkout/sessions/" + open.id() + "/expire").status, 400);
}

TEST(StripeCheckout, ASessionSavesAMethodOrExpires) {
    TestMerchant merchant;
    const auto open = merchant.posts(
        "checkout/sessions",
        "mode=setup&currency=krw&success_url=http://shop.test/done&customer=" +
            merchant.has_customer()
    );
    EXPECT_EQ(open.text("payment_status"), "no_payment_required");
    const auto saved = merchant.browser(
        "checkout/" + open.id() + "/pay",
        "payment_method_data[type]=card&payment_method_data[card][exp_month]=12"
        "&payment_method_data[card][exp_year]=34&payment_method_data[card][number]=4242424242424242"
    );
    EXPECT_EQ(saved.text("redirect"), "http://shop.test/done");
    EXPECT_EQ(merchant.gets("checkout/sessions/" + open.id()).text("status"), "complete");

    const auto left = merchant.posts(
        "checkout/sessions", "mode=setup&currency=krw&success_url=http://shop.test/done"
    );
    merchant.passes(24h);
    EXPECT_EQ(merchant.gets("checkout/sessions/" + left.id()).text("status"), "expired");
    EXPECT_EQ(
        merchant.posts("checkout/sessions", "mode=setup&success_url=http://shop.test/done")
            .outcome(),
        "400 parameter_missing"
    );
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
