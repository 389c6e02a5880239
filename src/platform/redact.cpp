#include "platform/redact.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace gyeol::platform {
namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_alnum(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_key_letter(char letter) {
    return is_alnum(letter) || letter == '_' || letter == '-';
}

bool is_mail_letter(char letter) {
    return is_alnum(letter) || std::string_view("._%+-").find(letter) != std::string_view::npos;
}

/// Returns how many letters from the start of `text` satisfy `belongs`.
template <typename Belongs>
std::size_t count_while(std::string_view text, Belongs belongs) {
    const auto end = std::find_if_not(text.begin(), text.end(), belongs);
    return static_cast<std::size_t>(end - text.begin());
}

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    bool doubled = false;
    for (auto at = digits.size(); at-- > 0; doubled = !doubled) {
        const int digit = digits[at] - '0';
        sum += doubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    }
    return sum % 10 == 0;
}

bool is_card_number(std::string_view digits) {
    if (digits.size() < 13 || digits.size() > 19) return false;
    // A time in milliseconds since 1970 has 13 digits and begins with 1; no such card exists.
    if (digits.size() == 13 && digits.front() == '1') return false;
    return passes_luhn(digits);
}

/// What was found at the start of the text: how long it is, and what stands there instead.
struct Found {
    std::size_t length;
    std::string mask;
};

/// Digits in groups, one space or dash between two groups. The longest run of groups counts: what
/// follows a card number may be digits too, such as its expiry.
std::optional<Found> find_card(std::string_view text) {
    std::optional<Found> found;
    std::string digits;
    std::size_t at = 0;
    while (at < text.size() && is_digit(text[at]) && digits.size() <= 19) {
        const auto group = count_while(text.substr(at), is_digit);
        digits += text.substr(at, group);
        at += group;
        const bool group_ends = at == text.size() || !is_alnum(text[at]);
        if (group_ends && is_card_number(digits)) found = Found{at, "[card]"};
        if (at < text.size() && (text[at] == ' ' || text[at] == '-')) ++at;
    }
    return found;
}

std::optional<Found> find_key(std::string_view text) {
    constexpr std::array prefixes{
        std::string_view("test_gck_"),
        std::string_view("test_gsk_"),
        std::string_view("live_gck_"),
        std::string_view("live_gsk_"),
        std::string_view("test_ck_"),
        std::string_view("test_sk_"),
        std::string_view("live_ck_"),
        std::string_view("live_sk_"),
        std::string_view("sk_test_"),
        std::string_view("sk_live_"),
        std::string_view("rk_test_"),
        std::string_view("rk_live_"),
        std::string_view("whsec_"),
    };
    for (const auto prefix : prefixes) {
        if (!text.starts_with(prefix)) continue;
        const auto length = count_while(text, is_key_letter);
        if (length > prefix.size()) return Found{length, std::string(prefix) + "***"};
    }
    return std::nullopt;
}

std::optional<Found> find_deposit_secret(std::string_view text) {
    if (!text.starts_with("ps_")) return std::nullopt;
    const auto length = count_while(text, is_key_letter);
    if (length < 12) return std::nullopt;  // Real ones have 25 letters.
    return Found{length, "ps_***"};
}

std::optional<Found> find_token(std::string_view text) {
    if (!text.starts_with("eyJ")) return std::nullopt;
    std::size_t length = count_while(text, is_key_letter);
    int dots = 0;
    while (dots < 2 && length < text.size() && text[length] == '.') {
        length += 1 + count_while(text.substr(length + 1), is_key_letter);
        ++dots;
    }
    if (dots == 0) return std::nullopt;
    return Found{length, "[token]"};
}

std::optional<Found> find_email(std::string_view text) {
    // A local part has at most 64 letters; the limit keeps a long text from being read again and again.
    const auto local = count_while(text.substr(0, 65), is_mail_letter);
    if (local == 0 || local >= text.size() || text[local] != '@') return std::nullopt;
    const auto domain = text.substr(local + 1);
    const auto length = count_while(domain, [](char letter) {
        return is_alnum(letter) || letter == '.' || letter == '-';
    });
    const auto name = domain.substr(0, length);
    if (name.find('.') == std::string_view::npos || name.front() == '.') return std::nullopt;
    return Found{local + 1 + length, "[email]"};
}

/// `holds_at`: whether there is an @ at all; looking for addresses is what costs most.
std::optional<Found> find_any(std::string_view text, bool holds_at) {
    std::optional<Found> found;
    const bool digit = is_digit(text.front());
    if (!digit) found = find_key(text);
    if (!digit && !found) found = find_deposit_secret(text);
    if (!digit && !found) found = find_token(text);
    if (holds_at && !found) found = find_email(text);
    if (digit && !found) found = find_card(text);
    return found;
}

}  // namespace

std::string redact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const bool holds_at = text.find('@') != std::string_view::npos;
    while (!text.empty()) {
        if (auto found = find_any(text, holds_at)) {
            out += found->mask;
            text.remove_prefix(found->length);
            continue;
        }
        // Nothing begins inside a word, so the rest of it is copied whole.
        const auto word = std::max<std::size_t>(count_while(text, is_alnum), 1);
        out += text.substr(0, word);
        text.remove_prefix(word);
    }
    return out;
}

}  // namespace gyeol::platform
