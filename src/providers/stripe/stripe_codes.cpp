#include "providers/stripe/stripe_codes.hpp"

#include <algorithm>
#include <array>

namespace gyeol::providers::stripe {
namespace {

using enum CodeMeaning;
using enum FailureReason;

constexpr std::array codes{
    // The buyer's card or account said no.
    StripeCode{"card_declined", refused, card_declined},
    StripeCode{"expired_card", refused, card_expired},
    StripeCode{"incorrect_cvc", refused, invalid_card},
    StripeCode{"invalid_cvc", refused, invalid_card},
    StripeCode{"incorrect_number", refused, invalid_card},
    StripeCode{"invalid_number", refused, invalid_card},
    StripeCode{"invalid_expiry_month", refused, card_expired},
    StripeCode{"invalid_expiry_year", refused, card_expired},
    StripeCode{"incorrect_zip", refused, invalid_card},
    StripeCode{"incorrect_postal_code", refused, invalid_card},
    StripeCode{"incorrect_address", refused, invalid_card},
    StripeCode{"processing_error", refused, bank_unavailable},
    StripeCode{"authentication_required", refused, card_declined},
    StripeCode{"payment_intent_authentication_failure", refused, card_declined},
    StripeCode{"setup_intent_authentication_failure", refused, card_declined},
    StripeCode{"payment_intent_action_required", refused, card_declined},
    StripeCode{"card_decline_rate_limit_exceeded", refused, limit_exceeded},
    StripeCode{"insufficient_funds", refused, insufficient_funds},
    StripeCode{"payment_method_customer_decline", refused, buyer_cancelled},
    StripeCode{"payment_method_provider_decline", refused, card_declined},
    StripeCode{"payment_method_provider_timeout", refused, bank_unavailable},
    StripeCode{"payment_method_not_available", refused, bank_unavailable},
    StripeCode{"payment_intent_payment_attempt_failed", refused, declined},
    StripeCode{"payment_intent_payment_attempt_expired", refused, session_expired},
    // Settings in the Dashboard, keys, or a request that we should not have made.
    StripeCode{"payment_method_unactivated", misconfigured, configuration},
    StripeCode{"payment_method_unsupported_type", misconfigured, configuration},
    StripeCode{"payment_method_currency_mismatch", misconfigured, configuration},
    StripeCode{"payment_intent_incompatible_payment_method", misconfigured, configuration},
    StripeCode{"payment_method_types_no_longer_supported", misconfigured, configuration},
    StripeCode{"amount_too_small", misconfigured, invalid_request},
    StripeCode{"amount_too_large", misconfigured, invalid_request},
    StripeCode{"invalid_charge_amount", misconfigured, invalid_request},
    StripeCode{"parameter_missing", misconfigured, invalid_request},
    StripeCode{"parameter_unknown", misconfigured, invalid_request},
    StripeCode{"parameter_invalid_empty", misconfigured, invalid_request},
    StripeCode{"parameter_invalid_integer", misconfigured, invalid_request},
    StripeCode{"parameter_invalid_string_blank", misconfigured, invalid_request},
    StripeCode{"parameter_invalid_string_empty", misconfigured, invalid_request},
    StripeCode{"parameters_exclusive", misconfigured, invalid_request},
    StripeCode{"resource_missing", misconfigured, invalid_request},
    StripeCode{"resource_already_exists", misconfigured, invalid_request},
    StripeCode{"livemode_mismatch", misconfigured, configuration},
    StripeCode{"testmode_charges_only", misconfigured, configuration},
    StripeCode{"secret_key_required", misconfigured, configuration},
    StripeCode{"api_key_expired", misconfigured, configuration},
    StripeCode{"platform_api_key_expired", misconfigured, configuration},
    StripeCode{"request_blocked", misconfigured, configuration},
    StripeCode{"action_blocked", misconfigured, configuration},
    StripeCode{"payment_method_restricted", misconfigured, configuration},
    StripeCode{"capability_not_active", misconfigured, configuration},
    StripeCode{"token_already_used", misconfigured, invalid_request},
    StripeCode{"token_in_use", misconfigured, invalid_request},
    StripeCode{"payment_method_unexpected_state", misconfigured, invalid_request},
    StripeCode{"customer_max_payment_methods", misconfigured, invalid_request},
    // The object is not where we thought: what it is decides.
    StripeCode{"payment_intent_unexpected_state", ask, invalid_request},
    StripeCode{"setup_intent_unexpected_state", ask, invalid_request},
    StripeCode{"intent_invalid_state", ask, invalid_request},
    StripeCode{"capture_charge_authorization_expired", ask, session_expired},
    StripeCode{"charge_expired_for_capture", ask, session_expired},
    StripeCode{"charge_already_captured", ask, invalid_request},
    StripeCode{"charge_already_refunded", ask, invalid_request},
    StripeCode{"charge_not_refundable", ask, invalid_request},
    StripeCode{"charge_disputed", ask, invalid_request},
    StripeCode{"refund_disputed_payment", ask, invalid_request},
    // The first request under this key is still being executed.
    StripeCode{"idempotency_key_in_use", ask, bank_unavailable},
    // Turned away before anything was executed.
    StripeCode{"lock_timeout", not_taken_up, bank_unavailable},
    StripeCode{"rate_limit", not_taken_up, bank_unavailable},
    StripeCode{"payment_intent_rate_limit_exceeded", not_taken_up, bank_unavailable},
};

constexpr std::array decline_codes{
    DeclineCode{"insufficient_funds", Retry::later, insufficient_funds},
    DeclineCode{"card_velocity_exceeded", Retry::later, limit_exceeded},
    DeclineCode{"withdrawal_count_limit_exceeded", Retry::later, limit_exceeded},
    DeclineCode{"payment_limit_exceeded", Retry::later, limit_exceeded},
    DeclineCode{"generic_decline", Retry::later, card_declined},
    DeclineCode{"do_not_honor", Retry::later, card_declined},
    DeclineCode{"call_issuer", Retry::later, card_declined},
    DeclineCode{"no_action_taken", Retry::later, card_declined},
    DeclineCode{"not_permitted", Retry::later, card_declined},
    DeclineCode{"transaction_not_allowed", Retry::later, card_declined},
    DeclineCode{"service_not_allowed", Retry::later, card_declined},
    DeclineCode{"security_violation", Retry::later, card_declined},
    DeclineCode{"approve_with_id", Retry::later, card_declined},
    DeclineCode{"partner_generic_decline", Retry::later, card_declined},
    DeclineCode{"processing_error", Retry::soon, bank_unavailable},
    DeclineCode{"issuer_not_available", Retry::soon, bank_unavailable},
    DeclineCode{"reenter_transaction", Retry::soon, bank_unavailable},
    DeclineCode{"try_again_later", Retry::soon, bank_unavailable},
    DeclineCode{"duplicate_transaction", Retry::nobody, invalid_request},
    DeclineCode{"authentication_required", Retry::customer, card_declined},
    DeclineCode{"authentication_not_handled", Retry::customer, card_declined},
    DeclineCode{"mobile_device_authentication_required", Retry::customer, card_declined},
    DeclineCode{"incorrect_number", Retry::customer, invalid_card},
    DeclineCode{"invalid_number", Retry::customer, invalid_card},
    DeclineCode{"incorrect_cvc", Retry::customer, invalid_card},
    DeclineCode{"invalid_cvc", Retry::customer, invalid_card},
    DeclineCode{"invalid_expiry_month", Retry::customer, card_expired},
    DeclineCode{"invalid_expiry_year", Retry::customer, card_expired},
    DeclineCode{"incorrect_zip", Retry::customer, invalid_card},
    DeclineCode{"incorrect_address", Retry::customer, invalid_card},
    DeclineCode{"invalid_payment_information", Retry::customer, invalid_card},
    DeclineCode{"expired_payment_information", Retry::customer, card_expired},
    DeclineCode{"incorrect_pin", Retry::customer, invalid_card},
    DeclineCode{"invalid_pin", Retry::customer, invalid_card},
    DeclineCode{"pin_try_exceeded", Retry::customer, limit_exceeded},
    DeclineCode{"offline_pin_required", Retry::customer, card_declined},
    DeclineCode{"online_or_offline_pin_required", Retry::customer, card_declined},
    DeclineCode{"expired_card", Retry::never, card_expired},
    DeclineCode{"invalid_account", Retry::never, invalid_card},
    DeclineCode{"invalid_customer_account", Retry::never, invalid_card},
    DeclineCode{"new_account_information_available", Retry::never, invalid_card},
    DeclineCode{"card_not_supported", Retry::never, invalid_card},
    DeclineCode{"currency_not_supported", Retry::never, invalid_card},
    DeclineCode{"invalid_amount", Retry::never, invalid_request},
    // Whoever holds a stolen card must not learn that it is known: the buyer is told of a decline, no more.
    DeclineCode{"lost_card", Retry::never, card_declined},
    DeclineCode{"stolen_card", Retry::never, card_declined},
    DeclineCode{"pickup_card", Retry::never, card_declined},
    DeclineCode{"restricted_card", Retry::never, card_declined},
    DeclineCode{"fraudulent", Retry::never, card_declined},
    DeclineCode{"merchant_blacklist", Retry::never, card_declined},
    DeclineCode{"partner_high_risk_customer", Retry::never, card_declined},
    DeclineCode{"compliance_violation", Retry::never, card_declined},
    DeclineCode{"payment_disputed", Retry::never, card_declined},
    DeclineCode{"invalid_authorization", Retry::never, card_declined},
    DeclineCode{"invalid_billing_agreement", Retry::never, invalid_card},
    DeclineCode{"partner_payment_not_found", Retry::never, declined},
    DeclineCode{"stop_payment_order", Retry::never, card_declined},
    DeclineCode{"revocation_of_authorization", Retry::never, card_declined},
    DeclineCode{"revocation_of_all_authorizations", Retry::never, card_declined},
    DeclineCode{"do_not_try_again", Retry::never, card_declined},
    DeclineCode{"testmode_decline", Retry::nobody, configuration},
    DeclineCode{"invalid_business_account", Retry::nobody, configuration},
};

template <typename Rows>
auto find_row(const Rows& rows, std::string_view code) -> decltype(rows.data()) {
    const auto* const row = std::find_if(rows.begin(), rows.end(), [code](const auto& candidate) {
        return candidate.code == code;
    });
    return row == rows.end() ? nullptr : row;
}

}  // namespace

const StripeCode* find_code(std::string_view code) {
    return find_row(codes, code);
}

const DeclineCode* find_decline_code(std::string_view code) {
    return find_row(decline_codes, code);
}

Retry retry_of(const DeclineCodes& told) {
    if (told.advice_code == "do_not_try_again") return Retry::never;
    if (told.advice_code == "confirm_card_data") return Retry::customer;
    if (told.advice_code == "try_again_later") return Retry::later;
    const auto* row = find_decline_code(told.decline_code);
    if (row == nullptr) row = find_decline_code(told.code);
    return row == nullptr ? Retry::later : row->retry;
}

}  // namespace gyeol::providers::stripe
