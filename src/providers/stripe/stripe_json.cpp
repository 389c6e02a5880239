#include "providers/stripe/stripe_json.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::providers::stripe {
namespace {

using boost::json::object;

constexpr std::size_t word_bytes_max = 80;

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char each) {
        return each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each;
    });
    return text;
}

}  // namespace

bool is_word_letter(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= word_bytes_max &&
           std::all_of(text.begin(), text.end(), is_word_letter);
}

std::optional<domain::Currency> find_currency(const object& from) {
    const auto currency = domain::parse_currency(upper(find_text(from, "currency").value_or("")));
    return currency ? std::optional(*currency) : std::nullopt;
}

std::optional<domain::Money> find_money(
    const object& from, std::string_view name, domain::Currency currency
) {
    const auto minor = find_whole(from, name);
    if (!minor || *minor < 0 || *minor > limits::amount_minor_max) return std::nullopt;
    return domain::Money{*minor, currency};
}

std::optional<Instant> find_instant(const object& from, std::string_view name) {
    constexpr std::int64_t farthest = 100'000'000'000;
    const auto seconds = find_whole(from, name);
    if (!seconds || *seconds < 0 || *seconds >= farthest) return std::nullopt;
    return from_millis(*seconds * 1000);
}

std::string metadata_text(const object& from, std::string_view name) {
    const auto* metadata = find_object(from, "metadata");
    return metadata == nullptr ? std::string() : find_text(*metadata, name).value_or("");
}

}  // namespace gyeol::providers::stripe
