#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

#include <tuple>

namespace gyeol::sandbox::stripe {
namespace {

using Types = std::vector<std::string>;

TEST(StripePaymentIntent, MovesFromMethodToConfirmationToSuccess) {
    TestMerchant merchant;
    const auto created = merchant.posts(
        "payment_intents", "amount=9900&currency=KRW&metadata[orderId]=ord_1&receipt_email=a@b.kr"
    );
    EXPECT_EQ(created.text("status"), "requires_payment_method");
    EXPECT_EQ(created.text("currency"), "krw");
    EXPECT_EQ(created.text("capture_method"), "automatic_async");
    EXPECT_TRUE(created.text("client_secret").starts_with(created.id() + "_secret_"));
    EXPECT_TRUE(created.is_null("latest_charge"));
    const auto path = "payment_intents/" + created.id();
    EXPECT_EQ(
        merchant.posts(path, "payment_method=pm_card_visa").text("status"), "requires_confirmation"
    );
    const auto paid = merchant.posts(path + "/confirm", "return_url=http://shop.test/back");
    EXPECT_EQ(paid.text("status"), "succeeded");
    EXPECT_EQ(paid.number("amount_received"), 9900);
    EXPECT_TRUE(paid.text("latest_charge").starts_with("ch_"));
    EXPECT_EQ(
        merchant.hears(),
        (Types{"payment_intent.created", "charge.succeeded", "payment_intent.succeeded"})
    );
    EXPECT_EQ(merchant.posts(path + "/confirm").outcome(), "400 payment_intent_unexpected_state");
    EXPECT_EQ(merchant.posts(path + "/cancel").text("error.payment_intent.status"), "succeeded");
    const auto books = merchant.sandbox().books();
    ASSERT_EQ(books.size(), 1U);
    EXPECT_EQ(books[0].order_id, "ord_1");
    EXPECT_EQ(books[0].captured, 9900);
}

TEST(StripePaymentIntent, EveryDecliningCardIsA402WithItsCodeAndTheIntentInside) {
    for (const auto& [method, outcome] : {
             std::pair{"pm_card_visa_chargeDeclined", "402 card_declined/generic_decline"},
             std::pair{"pm_card_chargeDeclined", "402 card_declined/generic_decline"},
             std::pair{
                 "pm_card_visa_chargeDeclinedInsufficientFunds",
                 "402 card_declined/insufficient_funds"},
             std::pair{"pm_card_visa_chargeDeclinedLostCard", "402 card_declined/lost_card"},
             std::pair{"pm_card_visa_chargeDeclinedStolenCard", "402 card_declined/stolen_card"},
             std::pair{
                 "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
                 "402 card_declined/card_velocity_exceeded"},
             std::pair{"pm_card_chargeDeclinedExpiredCard", "402 expired_card"},
             std::pair{"pm_card_chargeDeclinedIncorrectCvc", "402 incorrect_cvc"},
             std::pair{"pm_card_chargeDeclinedProcessingError", "402 processing_error"},
             std::pair{"pm_card_chargeCustomerFail", "402 card_declined/generic_decline"},
             std::pair{"pm_card_radarBlock", "402 card_declined/fraudulent"},
             std::pair{"pm_card_visa", "200"},
             std::pair{"pm_card_amex", "200"},
             std::pair{"pm_card_riskLevelElevated", "200"},
         }) {
        TestMerchant merchant;
        const auto told = merchant.pays(method);
        EXPECT_EQ(told.outcome(), outcome) << method;
        if (told.status == 200) continue;
        EXPECT_EQ(told.text("error.type"), "card_error");
        EXPECT_EQ(told.text("error.payment_intent.status"), "requires_payment_method") << method;
        EXPECT_TRUE(told.is_null("error.payment_intent.payment_method"));
        EXPECT_EQ(
            told.text("error.payment_intent.last_payment_error.payment_method.object"),
            "payment_method"
        );
        const auto charge = merchant.gets("charges/" + told.text("error.charge"));
        EXPECT_EQ(charge.text("status"), "failed") << method;
        EXPECT_EQ(charge.text("failure_code"), told.text("error.code")) << method;
        EXPECT_EQ(
            merchant.hears(),
            (Types{"payment_intent.created", "charge.failed", "payment_intent.payment_failed"})
        );
        EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
    }
}

TEST(StripePaymentIntent, ADeclinedOneIsPaidByAnotherMethod) {
    TestMerchant merchant;
    const auto declined = merchant.pays("pm_card_visa_chargeDeclined");
    const auto path = "payment_intents/" + declined.text("error.payment_intent.id");
    EXPECT_EQ(merchant.posts(path + "/confirm", "payment_method=pm_card_visa").outcome(), "200");
    const auto paid = merchant.gets(path);
    EXPECT_TRUE(paid.is_null("last_payment_error"));
    EXPECT_EQ(
        merchant.gets("charges?payment_intent=" + paid.id()).column("status"),
        (Types{"succeeded", "failed"})
    );
}

struct Demanded {
    const char* method;
    const char* on_session;
    const char* off_session;
};

TEST(StripePaymentIntent, EachThreeDSecureCardAsksWhenItShould) {
    for (const auto& row : {
             Demanded{
                 "pm_card_authenticationRequired",
                 "requires_action",
                 "402 authentication_required/authentication_required"},
             Demanded{
                 "pm_card_authenticationRequiredOnSetup",
                 "requires_action",
                 "402 authentication_required/authentication_required"},
             Demanded{"pm_card_authenticationRequiredSetupForOffSession", "requires_action", "200"},
             Demanded{
                 "pm_card_threeDSecure2Required",
                 "requires_action",
                 "402 authentication_required/authentication_required"},
             Demanded{"pm_card_threeDSecureOptional", "succeeded", "200"},
             Demanded{"pm_card_threeDSecureOptionalProcessingError", "succeeded", "200"},
         }) {
        TestMerchant merchant;
        EXPECT_EQ(merchant.pays_on_session(row.method).text("status"), row.on_session)
            << row.method;
        EXPECT_EQ(merchant.pays(row.method, "off_session=true").outcome(), row.off_session)
            << row.method;
    }
}

TEST(StripePaymentIntent, TheCustomerAuthenticatesOnAPageAndComesBack) {
    TestMerchant merchant;
    const auto asked = merchant.pays_on_session("pm_card_authenticationRequired");
    EXPECT_EQ(asked.status, 200);
    EXPECT_EQ(asked.text("next_action.type"), "redirect_to_url");
    const auto url = asked.text("next_action.redirect_to_url.url");
    const auto attempt = url.substr(url.find('=') + 1);
    const auto ended = merchant.browser("attempts/" + attempt + "/pass");
    EXPECT_EQ(
        ended.text("redirect"),
        "http://shop.test/back?payment_intent=" + asked.id() + "&payment_intent_client_secret=" +
            asked.text("client_secret") + "&redirect_status=succeeded"
    );
    EXPECT_EQ(merchant.gets("payment_intents/" + asked.id()).text("status"), "succeeded");
    EXPECT_EQ(merchant.browser("attempts/" + attempt + "/pass").status, 404);
    EXPECT_EQ(
        merchant.hears(),
        (Types{
            "payment_intent.created",
            "payment_intent.requires_action",
            "charge.succeeded",
            "payment_intent.succeeded"})
    );
}

TEST(StripePaymentIntent, AFailedAuthenticationMakesNoChargeAndIsNoCardError) {
    TestMerchant merchant;
    const auto asked = merchant.pays_on_session("pm_card_authenticationRequired");
    const auto url = asked.text("next_action.redirect_to_url.url");
    const auto ended = merchant.browser("attempts/" + url.substr(url.find('=') + 1) + "/fail");
    EXPECT_TRUE(ended.text("redirect").ends_with("redirect_status=failed"));
    const auto failed = merchant.gets("payment_intents/" + asked.id());
    EXPECT_EQ(failed.text("status"), "requires_payment_method");
    EXPECT_EQ(failed.text("last_payment_error.code"), "payment_intent_authentication_failure");
    EXPECT_EQ(failed.text("last_payment_error.type"), "invalid_request_error");
    EXPECT_TRUE(failed.is_null("latest_charge"));
}

TEST(StripePaymentIntent, ACardMayDeclineAfterAuthentication) {
    TestMerchant merchant;
    const auto asked =
        merchant.pays_on_session("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds");
    const auto url = asked.text("next_action.redirect_to_url.url");
    merchant.browser("attempts/" + url.substr(url.find('=') + 1) + "/pass");
    const auto failed = merchant.gets("payment_intents/" + asked.id());
    EXPECT_EQ(failed.text("last_payment_error.decline_code"), "insufficient_funds");
}

TEST(StripePaymentIntent, AManualConfirmationWaitsForTheServerAfterTheCustomer) {
    TestMerchant merchant;
    const auto asked =
        merchant.pays_on_session("pm_card_authenticationRequired", "confirmation_method=manual");
    const auto url = asked.text("next_action.redirect_to_url.url");
    merchant.browser("attempts/" + url.substr(url.find('=') + 1) + "/pass");
    const auto path = "payment_intents/" + asked.id();
    EXPECT_EQ(merchant.gets(path).text("status"), "requires_confirmation");
    EXPECT_EQ(
        merchant.posts(path + "/confirm", "return_url=http://shop.test/back").text("status"),
        "succeeded"
    );
}

TEST(StripePaymentIntent, AServerMustSayWhereARedirectComesBackTo) {
    TestMerchant merchant;
    const auto told = merchant.posts(
        "payment_intents", "amount=9900&currency=krw&confirm=true&payment_method=pm_card_visa"
    );
    EXPECT_EQ(told.outcome(), "400 invalid_request_error");
    EXPECT_TRUE(told.body.at("error").as_object().contains("payment_intent"));
    EXPECT_EQ(merchant.pays("pm_card_visa").outcome(), "200");
}

TEST(StripePaymentIntent, AHoldIsCapturedInPartOrLapsesAfterSevenDays) {
    TestMerchant merchant;
    const auto held = merchant.pays("pm_card_visa", "capture_method=manual");
    EXPECT_EQ(held.text("status"), "requires_capture");
    EXPECT_EQ(held.number("amount_capturable"), 9900);
    const auto path = "payment_intents/" + held.id();
    EXPECT_EQ(merchant.posts(path + "/capture", "amount_to_capture=9901").status, 400);
    const auto captured = merchant.posts(path + "/capture", "amount_to_capture=4000");
    EXPECT_EQ(captured.number("amount_received"), 4000);
    EXPECT_EQ(merchant.sandbox().books().front().captured, 4000);
    const auto balance =
        merchant.gets("balance_transactions?source=" + captured.text("latest_charge"));
    EXPECT_EQ(balance.column("reporting_category"), (Types{"partial_capture_reversal", "charge"}));

    const auto left = merchant.pays("pm_card_visa", "capture_method=manual");
    merchant.passes(std::chrono::days(7));
    EXPECT_EQ(merchant.gets("payment_intents/" + left.id()).text("status"), "canceled");
}

TEST(StripePaymentIntent, CancellingReleasesAHoldWithoutARefund) {
    TestMerchant merchant;
    const auto held = merchant.pays("pm_card_visa", "capture_method=manual");
    const auto told =
        merchant.posts("payment_intents/" + held.id() + "/cancel", "cancellation_reason=abandoned");
    EXPECT_EQ(told.text("status"), "canceled");
    EXPECT_EQ(told.text("cancellation_reason"), "abandoned");
    EXPECT_TRUE(merchant.gets("refunds").column("id").empty());
    EXPECT_EQ(merchant.sandbox().books().front().captured, 0);
}

TEST(StripePaymentIntent, ParametersAreRefusedWithTheirCodes) {
    TestMerchant merchant;
    for (const auto& [form, outcome, param] : {
             std::tuple{"currency=krw", "400 parameter_missing", "amount"},
             std::tuple{"amount=9900", "400 parameter_missing", "currency"},
             std::tuple{"amount=&currency=krw", "400 parameter_invalid_empty", "amount"},
             std::tuple{"amount=x&currency=krw", "400 parameter_invalid_integer", "amount"},
             std::tuple{"amount=9900&currency=krw&amonut=1", "400 parameter_unknown", "amonut"},
             std::tuple{"amount=9900&currency=xyz", "400 invalid_request_error", "currency"},
             std::tuple{"amount=99&currency=krw", "400 amount_too_small", "amount"},
             std::tuple{"amount=49&currency=usd", "400 amount_too_small", "amount"},
             std::tuple{"amount=49&currency=jpy", "400 amount_too_small", "amount"},
             std::tuple{"amount=1005&currency=kwd", "400 invalid_charge_amount", "amount"},
             std::tuple{"amount=100000000&currency=krw", "400 amount_too_large", "amount"},
             std::tuple{
                 "amount=9900&currency=krw&payment_method_types[]=card",
                 "400 payment_method_types_no_longer_supported",
                 "payment_method_types"},
             std::tuple{
                 "amount=9900&currency=krw&allowed_payment_method_types[]=card"
                 "&automatic_payment_methods[enabled]=true",
                 "400 parameters_exclusive",
                 "allowed_payment_method_types"},
             std::tuple{
                 "amount=9900&currency=krw&customer=cus_no", "400 resource_missing", "customer"},
             std::tuple{
                 "amount=9900&currency=krw&payment_method=pm_no",
                 "400 resource_missing",
                 "payment_method"},
             std::tuple{
                 "amount=9900&currency=krw&off_session=true",
                 "400 invalid_request_error",
                 "off_session"},
         }) {
        const auto told = merchant.posts("payment_intents", form);
        EXPECT_EQ(told.outcome(), outcome) << form;
        EXPECT_EQ(told.text("error.param"), param) << form;
    }
    EXPECT_TRUE(merchant.sandbox().books().empty());
    EXPECT_EQ(merchant.pays("pm_card_visa", "amount=500").outcome(), "400 amount_too_small");
}

TEST(StripePaymentIntent, AKoreanWalletIsApprovedOnItsPageAndChargedAsAPayment) {
    TestMerchant merchant;
    const auto asked = merchant.posts(
        "payment_intents",
        "amount=9900&currency=krw&confirm=true&return_url=http://shop.test/back"
        "&payment_method_data[type]=kakao_pay"
    );
    EXPECT_EQ(asked.text("next_action.type"), "redirect_to_url");
    const auto url = asked.text("next_action.redirect_to_url.url");
    merchant.browser("attempts/" + url.substr(url.find('=') + 1) + "/pass");
    const auto paid = merchant.gets("payment_intents/" + asked.id() + "?expand[]=latest_charge");
    EXPECT_EQ(paid.text("status"), "succeeded");
    EXPECT_TRUE(paid.text("latest_charge.id").starts_with("py_"));
    EXPECT_EQ(paid.text("latest_charge.payment_method_details.type"), "kakao_pay");
}

TEST(StripePaymentIntent, APublishableKeySeesLittleAndNeedsTheSecret) {
    TestMerchant merchant;
    const auto made = merchant.posts("payment_intents", "amount=9900&currency=krw&metadata[a]=b");
    const auto path = "payment_intents/" + made.id();
    merchant.key = "pk_test_made_up";
    EXPECT_EQ(merchant.gets(path).outcome(), "404 resource_missing");
    EXPECT_EQ(merchant.gets(path + "?client_secret=wrong").outcome(), "404 resource_missing");
    const auto secret = "client_secret=" + made.text("client_secret");
    const auto seen = merchant.gets(path + "?" + secret);
    EXPECT_EQ(seen.text("status"), "requires_payment_method");
    EXPECT_FALSE(seen.body.contains("metadata"));
    EXPECT_FALSE(seen.body.contains("latest_charge"));
    const auto paid = merchant.posts(
        path + "/confirm",
        secret +
            "&return_url=http://shop.test/back&payment_method_data[type]=card"
            "&payment_method_data[card][number]=4242424242424242"
            "&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=34"
            "&payment_method_data[card][cvc]=123"
    );
    EXPECT_EQ(paid.text("status"), "succeeded");
    EXPECT_FALSE(paid.body.contains("metadata"));
    EXPECT_EQ(
        merchant.posts("payment_intents", "amount=9900&currency=krw").outcome(),
        "401 secret_key_required"
    );
    EXPECT_EQ(merchant.gets("events").outcome(), "401 secret_key_required");
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
