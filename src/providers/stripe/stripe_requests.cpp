#include "providers/stripe/stripe_requests.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::providers::stripe {
namespace {

constexpr std::string_view plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

void append_escaped(std::string& out, std::string_view text) {
    for (const char letter : text) {
        if (plain.find(letter) != std::string_view::npos) {
            out += letter;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
}

std::string lower(std::string_view text) {
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    return lowered;
}

}  // namespace

std::string write_form(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        append_escaped(text, name);
        text += '=';
        append_escaped(text, value);
    }
    return text;
}

std::string write_create(const NewIntent& intent) {
    return write_form({
        {"amount", std::to_string(intent.amount.minor)},
        {"currency", lower(domain::word(intent.amount.currency))},
        {"automatic_payment_methods[enabled]", "true"},
        {"description", intent.order_name},
        {"metadata[orderId]", intent.order_id},
        {"expand[0]", "latest_charge"},
    });
}

std::string write_cancel() {
    return write_form({{"cancellation_reason", "abandoned"}, {"expand[0]", "latest_charge"}});
}

std::string write_refund(const Return& refund) {
    return write_form({
        {"payment_intent", refund.payment_intent},
        {"amount", std::to_string(refund.amount.minor)},
        {"metadata[orderId]", refund.order_id},
        {"metadata[refundNumber]", std::to_string(refund.number)},
    });
}

std::string write_question(std::string_view intent_id) {
    return fmt::format("/v1/payment_intents/{}?expand%5B0%5D=latest_charge", intent_id);
}

std::string write_refunds_question(std::string_view intent_id) {
    return fmt::format("/v1/refunds?payment_intent={}&limit=100", intent_id);
}

std::string write_disputes_question(std::string_view intent_id) {
    return fmt::format("/v1/disputes?payment_intent={}&limit=100", intent_id);
}

std::string write_authorization(const Secret& secret_key) {
    return "Bearer " + secret_key.reveal();
}

}  // namespace gyeol::providers::stripe
