#include "domain/words.hpp"

namespace gyeol::domain {
namespace {

template <typename Word, std::size_t count>
std::optional<Word> find_word(const std::array<Word, count>& words, std::string_view text) {
    for (const auto candidate : words) {
        if (word(candidate) == text) return candidate;
    }
    return std::nullopt;
}

}  // namespace

std::string_view word(ProviderName provider) {
    switch (provider) {
        case ProviderName::toss:
            return "toss";
        case ProviderName::kakaopay:
            return "kakaopay";
        case ProviderName::stripe:
            return "stripe";
    }
    return "toss";
}

std::string_view word(PaymentMethod method) {
    switch (method) {
        case PaymentMethod::unselected:
            return "unselected";
        case PaymentMethod::card:
            return "card";
        case PaymentMethod::virtual_account:
            return "virtual_account";
        case PaymentMethod::easy_pay:
            return "easy_pay";
        case PaymentMethod::transfer:
            return "transfer";
        case PaymentMethod::mobile_phone:
            return "mobile_phone";
        case PaymentMethod::gift_certificate:
            return "gift_certificate";
    }
    return "unselected";
}

std::string_view word(PaymentStatus status) {
    switch (status) {
        case PaymentStatus::pending:
            return "pending";
        case PaymentStatus::processing:
            return "processing";
        case PaymentStatus::unknown:
            return "unknown";
        case PaymentStatus::waiting_for_deposit:
            return "waiting_for_deposit";
        case PaymentStatus::completed:
            return "completed";
        case PaymentStatus::partially_refunded:
            return "partially_refunded";
        case PaymentStatus::refunded:
            return "refunded";
        case PaymentStatus::failed:
            return "failed";
        case PaymentStatus::cancelled:
            return "cancelled";
        case PaymentStatus::expired:
            return "expired";
    }
    return "pending";
}

std::string_view word(CheckoutFlow flow) {
    switch (flow) {
        case CheckoutFlow::widget:
            return "widget";
        case CheckoutFlow::window:
            return "window";
        case CheckoutFlow::redirect:
            return "redirect";
        case CheckoutFlow::element:
            return "element";
    }
    return "widget";
}

std::optional<ProviderName> find_provider_name(std::string_view text) {
    return find_word(
        std::array{ProviderName::toss, ProviderName::kakaopay, ProviderName::stripe}, text
    );
}

std::optional<PaymentMethod> find_payment_method(std::string_view text) {
    return find_word(
        std::array{
            PaymentMethod::unselected,
            PaymentMethod::card,
            PaymentMethod::virtual_account,
            PaymentMethod::easy_pay,
            PaymentMethod::transfer,
            PaymentMethod::mobile_phone,
            PaymentMethod::gift_certificate},
        text
    );
}

std::optional<PaymentStatus> find_payment_status(std::string_view text) {
    return find_word(all_payment_statuses, text);
}

std::optional<CheckoutFlow> find_checkout_flow(std::string_view text) {
    return find_word(all_checkout_flows, text);
}

}  // namespace gyeol::domain
