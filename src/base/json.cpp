#include "base/json.hpp"

#include "base/limits.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

namespace gyeol {
namespace {

constexpr std::size_t depth_max = 32;

std::optional<std::int64_t> whole_of(const boost::json::value& value) {
    if (value.is_int64()) return value.get_int64();
    if (value.is_uint64()) return std::nullopt;  // Above the largest signed number.
    if (!value.is_double()) return std::nullopt;
    const auto number = value.get_double();
    constexpr auto exact_max = static_cast<double>(limits::amount_minor_max);
    if (!std::isfinite(number) || std::trunc(number) != number || std::fabs(number) > exact_max) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> whole_of_decimal(std::string_view digits) {
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;
    std::int64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, value);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// Returns the length of the UTF-8 sequence that `lead` starts, 0 when it starts none.
std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    if (lead >= 0xF0 && lead < 0xF5) return 4;
    return 0;
}

/// Refuses overlong forms, surrogates and numbers above U+10FFFF by the second byte.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): first and second byte, in their order.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    if (lead == 0xE0) return second >= 0xA0;
    if (lead == 0xED) return second < 0xA0;
    if (lead == 0xF0) return second >= 0x90;
    if (lead == 0xF4) return second < 0x90;
    return true;
}

/// Returns how many letters from the front are surely ASCII and not NUL, looked at eight at a time.
std::size_t count_ascii(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x8080808080808080;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, sizeof eight);
        // Taking one from each letter sets the top bit of those that are 0.
        if (((eight | (eight - ones)) & tops) != 0) break;
    }
    return at;
}

}  // namespace

std::string write_json_text(std::string_view text) {
    return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

bool is_plain_utf8(std::string_view text) {
    for (std::size_t at = count_ascii(text); at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const auto length = sequence_length(lead);
        if (lead == 0 || length == 0 || at + length > text.size()) return false;
        for (std::size_t next = 1; next < length; ++next) {
            if ((static_cast<unsigned char>(text[at + next]) & 0xC0U) != 0x80U) return false;
        }
        if (length > 1 && !second_byte_fits(lead, static_cast<unsigned char>(text[at + 1])))
            return false;
        at += length;
    }
    return true;
}

Result<boost::json::object> parse_json_object(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = depth_max;
    boost::json::error_code failure;
    // Documents are read and thrown away: a few blocks for all of it instead of one for each part.
    auto memory = boost::json::make_shared_resource<boost::json::monotonic_resource>();
    auto value = boost::json::parse(text, failure, std::move(memory), options);
    if (failure) return invalid("invalid_json", "The body is not well-formed JSON.");
    if (!value.is_object()) return invalid("invalid_json", "The body must be a JSON object.");
    return std::move(value.as_object());
}

const boost::json::value* FieldReader::find(std::string_view name) {
    read_.emplace_back(name);
    return object_.if_contains(name);
}

void FieldReader::refuse(std::string_view name, std::string_view reason, std::string_view detail) {
    if (!failure_) failure_ = invalid(reason, detail, name);
}

std::string FieldReader::text(std::string_view name, TextRule rule) {
    auto found = optional_text(name, rule);
    if (!found) refuse(name, "missing_field", fmt::format("`{}` is required.", name));
    return found.value_or("");
}

const boost::json::object* FieldReader::optional_object(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr || value->is_null()) return nullptr;
    const auto* object = value->if_object();
    if (object == nullptr) refuse(name, "wrong_type", fmt::format("`{}` must be an object.", name));
    return object;
}

std::optional<std::string> FieldReader::optional_text(std::string_view name, TextRule rule) {
    const auto* value = find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (!value->is_string()) {
        refuse(name, "wrong_type", fmt::format("`{}` must be a text.", name));
        return std::nullopt;
    }
    std::string found(value->get_string());
    if (!is_plain_utf8(found)) {
        refuse(name, "invalid_text", fmt::format("`{}` must be UTF-8 text without NUL.", name));
    } else if (found.size() < rule.bytes_min || found.size() > rule.bytes_max) {
        refuse(
            name,
            "invalid_length",
            fmt::format("`{}` must have {} to {} bytes.", name, rule.bytes_min, rule.bytes_max)
        );
    }
    return found;
}

std::int64_t FieldReader::amount(std::string_view name, bool or_decimal_text) {
    const auto* value = find(name);
    if (value == nullptr) {
        refuse(name, "missing_field", fmt::format("`{}` is required.", name));
        return 0;
    }
    std::optional<std::int64_t> number;
    if (or_decimal_text && value->is_string()) {
        number = whole_of_decimal(value->get_string());
    } else {
        number = whole_of(*value);
    }
    if (!number || *number < 0 || *number > limits::amount_minor_max) {
        refuse(
            name,
            "invalid_amount",
            fmt::format("`{}` must be a whole number of minor units, 0 to 2^53-1.", name)
        );
        return 0;
    }
    return *number;
}

Done FieldReader::finish() {
    if (failure_) return *failure_;
    for (const auto& member : object_) {
        if (std::find(read_.begin(), read_.end(), std::string_view(member.key())) == read_.end()) {
            return invalid("unknown_field", "This member is not known here.", member.key());
        }
    }
    return {};
}

std::optional<std::string> find_text(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string(value->get_string());
}

std::optional<std::int64_t> find_whole(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) return std::nullopt;
    return whole_of(*value);
}

const boost::json::object* find_object(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr ? nullptr : value->if_object();
}

}  // namespace gyeol
