#include "providers/stripe/stripe_wire.hpp"

#include "providers/stripe/stripe_codes.hpp"
#include "providers/stripe/stripe_requests.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace gyeol::providers::stripe {
namespace {

using domain::ProviderOutcome;
using domain::ProviderView;
using Kind = ProviderOutcome::Kind;

const std::string charge =
    R"({"id":"ch_1","object":"charge","amount_captured":9900,"amount_refunded":400,"created":1767322800,)"
    R"("metadata":{"orderId":"ord_one"},"payment_method_details":{"type":"card"},"receipt_url":"https://receipt.example/1"})";

/// An intent of 9,900 won in `status`, with `more` members in front.
std::string intent_in(const std::string& status, const std::string& more = "") {
    return "{" + more +
           R"("id":"pi_1","object":"payment_intent","amount":9900,"currency":"krw",)"
           R"("client_secret":"pi_1_secret_x","metadata":{"orderId":"ord_one"},"status":")" +
           status + "\"}";
}

std::string paid_intent() {
    return intent_in("succeeded", "\"latest_charge\":" + charge + ",");
}

ports::HttpReply reply_of(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

std::string error_body(const std::string& members) {
    return R"({"error":{"message":"Words.",)" + members + "}}";
}

/// Declined, declined with an alarm, turned away, to be asked.
std::string class_of(const ProviderOutcome& outcome) {
    if (outcome.kind == Kind::declined) return outcome.alarm ? "C" : "U";
    if (outcome.kind == Kind::not_sent) return "R";
    return outcome.kind == Kind::unknown && outcome.ask_now ? "Q" : "?";
}

TEST(StripeRequests, AFormEscapesNamesAndValues) {
    EXPECT_EQ(
        write_form({{"metadata[orderId]", "a b&c=d"}, {"description", "성격"}}),
        "metadata%5BorderId%5D=a%20b%26c%3Dd&description=%EC%84%B1%EA%B2%A9"
    );
    EXPECT_EQ(
        write_create({"ord_one", "Basic", {9900, domain::Currency::krw}}),
        "amount=9900&currency=krw&automatic_payment_methods%5Benabled%5D=true&description=Basic"
        "&metadata%5BorderId%5D=ord_one&expand%5B0%5D=latest_charge"
    );
    EXPECT_EQ(write_cancel(), "cancellation_reason=abandoned&expand%5B0%5D=latest_charge");
    EXPECT_EQ(
        write_refund({"pi_1", "ord_one", 2, {400, domain::Currency::krw}}),
        "payment_intent=pi_1&amount=400&metadata%5BorderId%5D=ord_one&metadata%5BrefundNumber%5D=2"
    );
    EXPECT_EQ(write_question("pi_1"), "/v1/payment_intents/pi_1?expand%5B0%5D=latest_charge");
    EXPECT_EQ(write_refunds_question("pi_1"), "/v1/refunds?payment_intent=pi_1&limit=100");
    EXPECT_EQ(write_disputes_question("pi_1"), "/v1/disputes?payment_intent=pi_1&limit=100");
    EXPECT_EQ(write_authorization(Secret("sk_test_x")), "Bearer sk_test_x");
}

TEST(StripeWire, ASucceededIntentIsApprovedWithWhatIsLeftOfItsCharge) {
    for (const auto& outcome :
         {read_intent(reply_of(200, paid_intent())), read_question(reply_of(200, paid_intent()))}) {
        ASSERT_EQ(outcome.kind, Kind::approved);
        EXPECT_EQ(outcome.view->state, ProviderView::State::captured);
        EXPECT_EQ(outcome.view->payment_key, "pi_1");
        EXPECT_EQ(outcome.view->order_id, "ord_one");
        EXPECT_EQ(outcome.view->total, (domain::Money{9900, domain::Currency::krw}));
        EXPECT_EQ(outcome.view->balance, (domain::Money{9500, domain::Currency::krw}));
        EXPECT_EQ(outcome.view->method, domain::PaymentMethod::card);
        EXPECT_EQ(outcome.view->receipt_url, "https://receipt.example/1");
        EXPECT_EQ(outcome.view->approved_at, from_millis(1'767'322'800'000));
    }
    EXPECT_EQ(read_client_secret(reply_of(200, paid_intent())).reveal(), "pi_1_secret_x");
}

TEST(StripeWire, ASucceededIntentWithoutItsChargeIsUnknown) {
    for (const auto* more : {"", R"("latest_charge":"ch_1",)", R"("latest_charge":null,)"}) {
        EXPECT_EQ(read_intent(reply_of(200, intent_in("succeeded", more))).kind, Kind::unknown);
    }
}

TEST(StripeWire, AnIntentThatCanStillBePaidIsNeverDeclined) {
    for (const auto& [status, kind] : {
             std::pair{"requires_payment_method", Kind::not_sent},
             std::pair{"requires_confirmation", Kind::not_sent},
             std::pair{"requires_action", Kind::not_sent},
             std::pair{"processing", Kind::unknown},
             std::pair{"requires_capture", Kind::unknown},
         }) {
        const auto outcome = read_intent(reply_of(200, intent_in(status)));
        EXPECT_EQ(outcome.kind, kind) << status;
        EXPECT_FALSE(outcome.ask_now) << status;
        EXPECT_EQ(outcome.view->state, ProviderView::State::in_progress) << status;
        EXPECT_EQ(outcome.detail, status);
        EXPECT_EQ(outcome.failure.has_value(), kind == Kind::not_sent) << "why it is not paid";
    }
    const auto failed = read_question(reply_of(
        200,
        intent_in(
            "requires_payment_method",
            R"("last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"},)"
        )
    ));
    EXPECT_EQ(failed.kind, Kind::not_sent);
    EXPECT_EQ(failed.failure->code, "insufficient_funds");
    const auto untouched = read_question(reply_of(200, intent_in("requires_action")));
    EXPECT_EQ(untouched.failure->code, "not_finished");
}

TEST(StripeWire, ACanceledIntentIsDeclinedWithItsLastReason) {
    const auto plain = read_question(reply_of(200, intent_in("canceled")));
    EXPECT_EQ(plain.kind, Kind::declined);
    EXPECT_EQ(plain.failure->code, "buyer_cancelled");
    const auto failed = read_question(
        reply_of(200, intent_in("canceled", R"("last_payment_error":{"code":"expired_card"},)"))
    );
    EXPECT_EQ(failed.failure->code, "card_expired");
}

TEST(StripeWire, AnswersThatAreNotUnderstoodAreUnknown) {
    for (const auto& [status, body] : {
             std::pair<int, std::string>{200, ""},
             {200, "<html>"},
             {200, paid_intent().substr(0, 60)},
             {200, intent_in("PARTLY_MOONLIT")},
             {200, R"({"object":"customer","id":"cus_1"})"},
             {200, intent_in("succeeded", R"("latest_charge":{"amount_captured":"9900"},)")},
             {502, "<html>"},
             {400, "{}"},
             {402, ""},
         }) {
        const auto outcome = read_intent(reply_of(status, body));
        EXPECT_EQ(class_of(outcome), "Q") << status << body;
        EXPECT_FALSE(read_question(reply_of(status, body)).ask_now);
        EXPECT_EQ(read_refund(reply_of(status, body)).reading, RefundReading::unknown) << body;
    }
}

struct CodeGroup {
    int status;
    const char* expected;  // U = declined, C = declined with an alarm, R = not sent, Q = ask.
    const char* codes;
};

// Written from Stripe's tables, not from our own.
const CodeGroup documented_codes[] = {
    {402,
     "U",
     "card_declined expired_card incorrect_cvc invalid_cvc incorrect_number invalid_number "
     "invalid_expiry_month invalid_expiry_year incorrect_zip incorrect_postal_code "
     "incorrect_address "
     "processing_error authentication_required card_decline_rate_limit_exceeded insufficient_funds "
     "payment_method_customer_decline payment_method_provider_decline "
     "payment_intent_payment_attempt_failed payment_intent_payment_attempt_expired "
     "payment_intent_action_required payment_method_provider_timeout payment_method_not_available"},
    {400, "U", "payment_intent_authentication_failure setup_intent_authentication_failure"},
    {400,
     "C",
     "payment_method_unactivated payment_method_unsupported_type payment_method_currency_mismatch "
     "payment_intent_incompatible_payment_method payment_method_types_no_longer_supported "
     "amount_too_small amount_too_large invalid_charge_amount parameter_missing parameter_unknown "
     "parameter_invalid_empty parameter_invalid_integer parameters_exclusive resource_missing "
     "resource_already_exists livemode_mismatch testmode_charges_only secret_key_required "
     "request_blocked action_blocked payment_method_restricted capability_not_active "
     "token_already_used token_in_use payment_method_unexpected_state customer_max_payment_methods "
     "never_seen_before"},
    {401, "C", "api_key_expired platform_api_key_expired"},
    {400,
     "Q",
     "payment_intent_unexpected_state setup_intent_unexpected_state intent_invalid_state "
     "capture_charge_authorization_expired charge_expired_for_capture charge_already_captured "
     "charge_already_refunded charge_not_refundable charge_disputed refund_disputed_payment"},
    {409, "Q", "idempotency_key_in_use"},
    {429, "R", "lock_timeout rate_limit payment_intent_rate_limit_exceeded"},
    {500, "Q", "card_declined api_error"},
};

TEST(StripeWire, EveryDocumentedCodeProvesWhatItsClassSays) {
    for (const auto& group : documented_codes) {
        std::istringstream codes(group.codes);
        for (std::string code; codes >> code;) {
            const auto reply = reply_of(group.status, error_body(R"("code":")" + code + "\""));
            EXPECT_EQ(class_of(read_intent(reply)), group.expected) << group.status << code;
            EXPECT_EQ(error_code_of(reply), code);
        }
    }
    const auto idempotency = reply_of(400, error_body(R"("type":"idempotency_error")"));
    EXPECT_EQ(class_of(read_intent(idempotency)), "Q");
    EXPECT_EQ(error_code_of(idempotency), "idempotency_error");
}

TEST(StripeWire, ADeclineTellsOurReason) {
    for (const auto& [decline_code, reason] : {
             std::pair{"insufficient_funds", "insufficient_funds"},
             std::pair{"lost_card", "card_declined"},
             std::pair{"card_velocity_exceeded", "limit_exceeded"},
             std::pair{"generic_decline", "card_declined"},
             std::pair{"fraudulent", "card_declined"},
             std::pair{"never_seen_before", "card_declined"},
         }) {
        const auto outcome = read_intent(reply_of(
            402,
            error_body(
                std::string(R"("type":"card_error","code":"card_declined","decline_code":")") +
                decline_code + "\""
            )
        ));
        EXPECT_EQ(outcome.kind, Kind::declined);
        EXPECT_EQ(outcome.failure->code, reason) << decline_code;
        EXPECT_EQ(outcome.failure->provider_code, "") << "a buyer reads it";
        EXPECT_EQ(outcome.detail, decline_code);
    }
}

TEST(StripeCodes, EveryDeclineCodeSaysWhatMayBeDoneWithTheCard) {
    for (const auto& [retry, codes] : {
             std::pair{
                 Retry::later,
                 "insufficient_funds card_velocity_exceeded withdrawal_count_limit_exceeded "
                 "generic_decline do_not_honor call_issuer no_action_taken not_permitted "
                 "transaction_not_allowed service_not_allowed security_violation approve_with_id "
                 "never_seen_before"},
             std::pair{
                 Retry::soon,
                 "processing_error issuer_not_available reenter_transaction try_again_later"},
             std::pair{
                 Retry::nobody, "duplicate_transaction testmode_decline invalid_business_account"},
             std::pair{
                 Retry::customer,
                 "authentication_required authentication_not_handled incorrect_number "
                 "invalid_number incorrect_cvc invalid_cvc invalid_expiry_month "
                 "invalid_expiry_year incorrect_zip incorrect_address"},
             std::pair{
                 Retry::never,
                 "expired_card invalid_account new_account_information_available "
                 "card_not_supported currency_not_supported invalid_amount lost_card stolen_card "
                 "pickup_card restricted_card fraudulent merchant_blacklist stop_payment_order "
                 "revocation_of_authorization revocation_of_all_authorizations do_not_try_again "
                 "invalid_billing_agreement compliance_violation invalid_authorization"},
         }) {
        std::istringstream words(codes);
        for (std::string code; words >> code;)
            EXPECT_EQ(retry_of({"", code, "card_declined"}), retry) << code;
    }
    EXPECT_EQ(retry_of({"do_not_try_again", "insufficient_funds", ""}), Retry::never);
    EXPECT_EQ(retry_of({"confirm_card_data", "do_not_honor", ""}), Retry::customer);
    EXPECT_EQ(retry_of({"try_again_later", "do_not_honor", ""}), Retry::later);
    EXPECT_EQ(retry_of({"", "", "expired_card"}), Retry::never);
}

TEST(StripeWire, AMissingIntentIsAbsentAndAWrongKeyAnAlarm) {
    const auto absent = read_question(reply_of(404, error_body(R"("code":"resource_missing")")));
    EXPECT_TRUE(absent.absent);
    EXPECT_FALSE(absent.alarm);
    EXPECT_EQ(absent.kind, Kind::unknown);
    const auto stranger =
        read_question(reply_of(401, error_body(R"("type":"invalid_request_error")")));
    EXPECT_FALSE(stranger.absent);
    EXPECT_TRUE(stranger.alarm);
}

std::string refund_in(const std::string& status) {
    return R"({"id":"re_1","object":"refund","amount":400,"currency":"krw","payment_intent":"pi_1","charge":)" +
           charge + R"(,"status":")" + status + "\"}";
}

TEST(StripeWire, TheReplyToARefundSaysWhetherTheBooksMustBeRead) {
    using enum RefundReading;
    const auto of_status = [](const char* status) {
        return read_refund(reply_of(200, refund_in(status))).reading;
    };
    EXPECT_EQ(of_status("succeeded"), taken);
    EXPECT_EQ(of_status("pending"), taken);
    EXPECT_EQ(of_status("requires_action"), taken);
    EXPECT_EQ(of_status("failed"), refused);
    EXPECT_EQ(of_status("canceled"), refused);
    EXPECT_EQ(of_status("PARTLY_MOONLIT"), RefundReading::unknown);
    const auto of_error = [](int status, const char* members) {
        return read_refund(reply_of(status, error_body(members))).reading;
    };
    EXPECT_EQ(of_error(400, R"("param":"amount")"), books) << "too much has no code of its own";
    EXPECT_EQ(of_error(400, R"("code":"charge_already_refunded")"), books);
    EXPECT_EQ(of_error(400, R"("code":"charge_disputed")"), books);
    EXPECT_EQ(of_error(400, R"("code":"parameter_unknown")"), refused);
    EXPECT_EQ(of_error(400, R"("type":"idempotency_error")"), RefundReading::unknown);
    EXPECT_EQ(of_error(409, R"("code":"idempotency_key_in_use")"), RefundReading::unknown);
    EXPECT_EQ(of_error(500, R"("type":"api_error")"), RefundReading::unknown);
    EXPECT_EQ(of_error(429, R"("code":"rate_limit")"), not_taken_up);
    // A key that is being rolled refuses no refund for good.
    EXPECT_EQ(of_error(401, R"("code":"api_key_expired")"), not_taken_up);
    EXPECT_TRUE(read_refund(reply_of(401, error_body(R"("code":"api_key_expired")"))).alarm);
}

TEST(StripeWire, AnIntentSaysWhoseOrderItIs) {
    EXPECT_EQ(read_order_id(reply_of(200, paid_intent())), "ord_one");
    EXPECT_EQ(read_order_id(reply_of(404, error_body(R"("code":"resource_missing")"))), "");
    EXPECT_EQ(read_order_id(reply_of(200, R"({"object":"payment_intent","metadata":{}})")), "");
    EXPECT_FALSE(read_order_id(reply_of(500, error_body(R"("type":"api_error")"))));
}

TEST(StripeWire, AnEventNamesItsPaymentWhateverItIsAbout) {
    const auto about_intent = read_notice(
        R"({"id":"evt_1","object":"event","type":"payment_intent.succeeded","data":{"object":)" +
        paid_intent() + "}}"
    );
    ASSERT_TRUE(about_intent);
    EXPECT_EQ(
        *about_intent,
        (domain::ProviderNotice{
            "payment_intent.succeeded", "evt_1", "ord_one", "pi_1", "succeeded", "", ""})
    );
    const auto about_refund = read_notice(
        R"({"id":"evt_2","object":"event","type":"refund.failed","data":{"object":)" +
        refund_in("failed") + "}}"
    );
    ASSERT_TRUE(about_refund);
    EXPECT_EQ(about_refund->payment_key, "pi_1");
    EXPECT_EQ(about_refund->transaction_key, "re_1");
    EXPECT_EQ(about_refund->status, "failed");
    for (const std::string body :
         {"",
          "[]",
          "{}",
          R"({"object":"event","type":"a.b","id":"evt_1"})",
          R"({"object":"event","type":"a b","id":"evt_1","data":{"object":{}}})",
          R"({"object":"thing","type":"a.b","id":"evt_1","data":{"object":{}}})"}) {
        EXPECT_FALSE(read_notice(body)) << body;
    }
}

TEST(StripeWire, OnlyAnIdOfAnIntentIsOne) {
    EXPECT_TRUE(is_intent_id("pi_3Abc_9"));
    for (const auto* text : {"", "pi_", "pi_a/b", "pi_a?b", "pi_..", "ch_1", "pi_a b"})
        EXPECT_FALSE(is_intent_id(text)) << text;
}

}  // namespace
}  // namespace gyeol::providers::stripe
