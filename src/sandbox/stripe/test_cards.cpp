#include "sandbox/stripe/test_cards.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gyeol::sandbox::stripe {
namespace {

using enum ThreeDSecure;
using After = Aftermath;

constexpr std::string_view declined = "card_declined";

// clang-format off
constexpr std::array cards{
    TestCard{"visa", "4242424242424242"},
    TestCard{"visa_debit", "4000056655665556"},
    TestCard{.id = "mastercard", .number = "5555555555554444", .brand = "mastercard"},
    TestCard{.id = "amex", .number = "378282246310005", .brand = "amex"},
    TestCard{"visa_chargeDeclined", "4000000000000002", declined, "generic_decline"},
    TestCard{"visa_chargeDeclinedInsufficientFunds", "4000000000009995", declined, "insufficient_funds"},
    TestCard{"visa_chargeDeclinedLostCard", "4000000000009987", declined, "lost_card"},
    TestCard{"visa_chargeDeclinedStolenCard", "4000000000009979", declined, "stolen_card"},
    TestCard{"visa_chargeDeclinedVelocityLimitExceeded", "4000000000006975", declined, "card_velocity_exceeded"},
    TestCard{"chargeDeclinedExpiredCard", "4000000000000069", "expired_card", {}},
    TestCard{"chargeDeclinedIncorrectCvc", "4000000000000127", "incorrect_cvc", {}},
    TestCard{"chargeDeclinedProcessingError", "4000000000000119", "processing_error", {}},
    TestCard{.id = "chargeCustomerFail", .number = "4000000000000341", .code = declined, .decline_code = "generic_decline", .can_be_saved = true},
    TestCard{"authenticationRequiredOnSetup", "4000002500003155", {}, {}, until_set_up},
    TestCard{"authenticationRequired", "4000002760003184", {}, {}, always},
    TestCard{"authenticationRequiredSetupForOffSession", "4000003800000446", {}, {}, on_session_only},
    TestCard{"authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178", declined, "insufficient_funds", always},
    TestCard{"threeDSecure2Required", "4000000000003220", {}, {}, always},
    TestCard{"threeDSecureRequired", {}, {}, {}, always},
    TestCard{"threeDSecureRequiredChargeDeclined", "4000008400001629", declined, "generic_decline", always},
    TestCard{"threeDSecureRequiredProcessingError", "4000008400001280", "processing_error", {}, always},
    TestCard{"threeDSecureOptional", "4000000000003055", {}, {}, when_asked},
    TestCard{"threeDSecureOptionalProcessingError", "4000000000003097", {}, {}, never},
    TestCard{"createDispute", "4000000000000259", {}, {}, never, After::dispute_fraudulent},
    TestCard{"createDisputeProductNotReceived", "4000000000002685", {}, {}, never, After::dispute_not_received},
    TestCard{"createDisputeInquiry", "4000000000001976", {}, {}, never, After::inquiry},
    TestCard{"createIssuerFraudRecord", "4000000000005423", {}, {}, never, After::early_warning},
    TestCard{"pendingRefund", "4000000000007726", {}, {}, never, After::refund_pending},
    TestCard{"refundFail", "4000000000005126", {}, {}, never, After::refund_fails},
    TestCard{"radarBlock", "4100000000000019", declined, "fraudulent", never, After::none, "highest"},
    TestCard{"riskLevelHighest", "4000000000004954", declined, "fraudulent", never, After::none, "highest"},
    TestCard{"riskLevelElevated", "4000000000009235", {}, {}, never, After::none, "elevated"},
    TestCard{"cvcCheckFail", "4000000000000101"},
    TestCard{"avsZipFail", "4000000000000036"},
    TestCard{"bypassPending", "4000000000000077", {}, {}, never, After::available_at_once},
};

/// Names in older pages of the provider, and the other wallets' word for a default card.
constexpr std::array aliases{
    std::pair<std::string_view, std::string_view>{"chargeDeclined", "visa_chargeDeclined"},
    std::pair<std::string_view, std::string_view>{"chargeDeclinedInsufficientFunds", "visa_chargeDeclinedInsufficientFunds"},
    std::pair<std::string_view, std::string_view>{"chargeDeclinedLostCard", "visa_chargeDeclinedLostCard"},
    std::pair<std::string_view, std::string_view>{"chargeDeclinedStolenCard", "visa_chargeDeclinedStolenCard"},
    std::pair<std::string_view, std::string_view>{"chargeDeclinedVelocityLimitExceeded", "visa_chargeDeclinedVelocityLimitExceeded"},
    std::pair<std::string_view, std::string_view>{"visa_chargeDeclinedExpiredCard", "chargeDeclinedExpiredCard"},
    std::pair<std::string_view, std::string_view>{"visa_chargeDeclinedIncorrectCvc", "chargeDeclinedIncorrectCvc"},
    std::pair<std::string_view, std::string_view>{"visa_chargeDeclinedProcessingError", "chargeDeclinedProcessingError"},
};

constexpr std::array messages{
    std::pair<std::string_view, std::string_view>{"expired_card", "Your card has expired."},
    std::pair<std::string_view, std::string_view>{"incorrect_cvc", "Your card's security code is incorrect."},
    std::pair<std::string_view, std::string_view>{"invalid_cvc", "Your card's security code is invalid."},
    std::pair<std::string_view, std::string_view>{"incorrect_number", "Your card number is incorrect."},
    std::pair<std::string_view, std::string_view>{"invalid_expiry_month", "Your card's expiration month is invalid."},
    std::pair<std::string_view, std::string_view>{"invalid_expiry_year", "Your card's expiration year is invalid."},
    std::pair<std::string_view, std::string_view>{"processing_error", "An error occurred while processing your card. Try again in a little bit."},
    std::pair<std::string_view, std::string_view>{"insufficient_funds", "Your card has insufficient funds."},
    std::pair<std::string_view, std::string_view>{"card_velocity_exceeded", "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."},
    std::pair<std::string_view, std::string_view>{"authentication_required", "Your card was declined. This transaction requires authentication."},
};

// clang-format on

const TestCard* find_listed(std::string_view id) {
    for (const auto& [alias, listed] : aliases) {
        if (alias == id) id = listed;
    }
    const auto* found = std::find_if(cards.begin(), cards.end(), [id](const TestCard& card) {
        return card.id == id;
    });
    return found == cards.end() ? nullptr : found;
}

}  // namespace

const TestCard* find_card_by_id(std::string_view id) {
    for (const std::string_view prefix : {"pm_card_", "tok_"}) {
        if (id.starts_with(prefix)) return find_listed(id.substr(prefix.size()));
    }
    return nullptr;
}

const TestCard& card_of_number(std::string_view number) {
    const auto* found = std::find_if(cards.begin(), cards.end(), [number](const TestCard& card) {
        return card.number == number;
    });
    return found == cards.end() ? cards.front() : *found;
}

const TestCard& card_kept_as(std::string_view id) {
    const auto* card = find_listed(id);
    return card == nullptr ? cards.front() : *card;
}

bool is_card_number(std::string_view number) {
    if (number.size() < 12 || number.size() > 19) return false;
    int sum = 0;
    // Every second digit counts double, beginning with the one before the last.
    bool doubled = number.size() % 2 == 0;
    for (const auto each : number) {
        if (each < '0' || each > '9') return false;
        const int digit = (each - '0') * (doubled ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
        doubled = !doubled;
    }
    return sum % 10 == 0;
}

std::string_view brand_of(std::string_view number) {
    if (number.starts_with("4")) return "visa";
    if (number.starts_with("34") || number.starts_with("37")) return "amex";
    if (number.starts_with("5") || number.starts_with("2")) return "mastercard";
    if (number.starts_with("35")) return "jcb";
    if (number.starts_with("62")) return "unionpay";
    return "unknown";
}

std::string decline_message(std::string_view code_or_decline_code) {
    for (const auto& [code, message] : messages) {
        if (code == code_or_decline_code) return std::string(message);
    }
    return "Your card was declined.";
}

}  // namespace gyeol::sandbox::stripe
