// The small vocabularies of the domain: enumerators are the very words of the wire and the database.
#pragma once

#include "base/ids.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gyeol::domain {

using UserId = TypedId<struct UserTag>;
using PaymentId = TypedId<struct PaymentTag>;
using PurchaseId = TypedId<struct PurchaseTag>;
using InboxId = TypedId<struct InboxTag>;
using LedgerEntryId = TypedId<struct LedgerEntryTag>;

enum class ProviderName : std::uint8_t { toss, kakaopay, stripe };

enum class PaymentMethod : std::uint8_t {
    unselected,
    card,
    virtual_account,
    easy_pay,
    transfer,
    mobile_phone,
    gift_certificate,
};

/// DESIGN section 3; every allowed move is in payment_moves.hpp.
enum class PaymentStatus : std::uint8_t {
    pending,              // Nothing was sent.
    processing,           // The attempt is stored and being sent.
    unknown,              // Money may have moved.
    waiting_for_deposit,  // The virtual account is issued.
    completed,
    partially_refunded,
    refunded,
    failed,
    cancelled,
    expired,
};

inline constexpr std::array all_payment_statuses{
    PaymentStatus::pending,
    PaymentStatus::processing,
    PaymentStatus::unknown,
    PaymentStatus::waiting_for_deposit,
    PaymentStatus::completed,
    PaymentStatus::partially_refunded,
    PaymentStatus::refunded,
    PaymentStatus::failed,
    PaymentStatus::cancelled,
    PaymentStatus::expired,
};

/// How the browser meets the provider.
enum class CheckoutFlow : std::uint8_t {
    widget,    // Toss's widget inside the page.
    window,    // Toss's own window.
    redirect,  // The provider's page, at an address that was prepared (Kakao Pay).
    element,   // Stripe's Payment Element inside the page, for an intent that was prepared.
};

inline constexpr std::array all_checkout_flows{
    CheckoutFlow::widget, CheckoutFlow::window, CheckoutFlow::redirect, CheckoutFlow::element};

std::string_view word(ProviderName provider);
std::string_view word(PaymentMethod method);
std::string_view word(PaymentStatus status);
std::string_view word(CheckoutFlow flow);

std::optional<ProviderName> find_provider_name(std::string_view text);
std::optional<PaymentMethod> find_payment_method(std::string_view text);
std::optional<PaymentStatus> find_payment_status(std::string_view text);
std::optional<CheckoutFlow> find_checkout_flow(std::string_view text);

}  // namespace gyeol::domain
