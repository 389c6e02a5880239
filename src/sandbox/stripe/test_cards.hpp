// The provider's test cards: what each number and each test id makes happen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

/// When the holder must authenticate.
enum class ThreeDSecure : std::uint8_t {
    never,
    when_asked,       // Only when the merchant asks for it.
    until_set_up,     // Always on-session; off-session until it was saved with a setup.
    on_session_only,  // It counts as saved with a setup already.
    always,
};

/// What happens to a charge or a refund afterwards.
enum class Aftermath : std::uint8_t {
    none,
    dispute_fraudulent,
    dispute_not_received,
    inquiry,
    early_warning,
    refund_pending,
    refund_fails,
    available_at_once,
};

struct TestCard {
    std::string_view id = {};      // Without `pm_card_`.
    std::string_view number = {};  // Empty when only the id exists.
    std::string_view code = {};    // Of the decline, empty when it is approved.
    std::string_view decline_code = {};
    ThreeDSecure three_d_secure = ThreeDSecure::never;
    Aftermath aftermath = Aftermath::none;
    std::string_view risk_level = "normal";  // `highest` is blocked before the network.
    /// Whether it may be saved although its charges decline.
    bool can_be_saved = false;
    std::string_view brand = "visa";
};

/// Returns the card of a test id: `pm_card_visa`, `tok_visa` or an older alias; null for another id.
const TestCard* find_card_by_id(std::string_view id);

/// Returns the card of a number; a number that is not listed is approved. Requires a valid checksum.
const TestCard& card_of_number(std::string_view number);

/// Returns the card that is kept as `id`, as in `TestCard::id`.
const TestCard& card_kept_as(std::string_view id);

/// Returns whether `number` is 12 to 19 digits with a valid checksum (Luhn).
bool is_card_number(std::string_view number);

/// Returns the brand that the first digits tell.
std::string_view brand_of(std::string_view number);

/// Returns the sentence of a decline as the provider words it.
std::string decline_message(std::string_view code_or_decline_code);

}  // namespace gyeol::sandbox::stripe
