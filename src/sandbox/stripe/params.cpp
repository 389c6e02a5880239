#include "sandbox/stripe/params.hpp"

#include "sandbox/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::size_t metadata_keys_max = 50;
constexpr std::size_t metadata_key_bytes_max = 40;
constexpr std::size_t metadata_value_bytes_max = 500;

std::string decode_field(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return decode_percent(spaced);
}

bool is_index(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char each) {
        return each >= '0' && each <= '9';
    });
}

/// Returns `name` with the index of every array taken out: `a[0][b]` and `a[][b]` are the same.
std::string without_indexes(std::string_view name) {
    std::string plain;
    while (!name.empty()) {
        const auto open = name.find('[');
        plain += name.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = std::min(name.find(']', open), name.size() - 1);
        const auto inside = name.substr(open + 1, close - open - 1);
        plain += is_index(inside) ? "[]" : fmt::format("[{}]", inside);
        name.remove_prefix(close + 1);
    }
    return plain;
}

bool matches(std::string_view name, std::string_view pattern) {
    if (pattern.ends_with("[**]")) {
        pattern.remove_suffix(3);
        return name.starts_with(pattern);
    }
    if (!pattern.ends_with("[*]")) return name == pattern;
    pattern.remove_suffix(2);
    if (!name.starts_with(pattern) || !name.ends_with(']')) return false;
    const auto inside = name.substr(pattern.size(), name.size() - pattern.size() - 1);
    return inside.find_first_of("[]") == std::string_view::npos;
}

}  // namespace

Fields parse_form(std::string_view form) {
    Fields fields;
    while (!form.empty()) {
        const auto end = std::min(form.find('&'), form.size());
        const auto member = form.substr(0, end);
        form.remove_prefix(std::min(end + 1, form.size()));
        if (member.empty()) continue;
        const auto mark = std::min(member.find('='), member.size());
        const auto value = mark < member.size() ? member.substr(mark + 1) : std::string_view();
        fields.emplace_back(decode_field(member.substr(0, mark)), decode_field(value));
    }
    return fields;
}

void Params::allow(const std::vector<std::string_view>& names) {
    for (const auto& [name, value] : fields_) {
        const auto plain = without_indexes(name);
        const auto fits = [&plain](std::string_view pattern) { return matches(plain, pattern); };
        if (fits("expand[]") || std::any_of(names.begin(), names.end(), fits)) continue;
        return refuse(
            {"parameter_unknown", fmt::format("Received unknown parameter: {}", name), name, {}}
        );
    }
}

const std::string* Params::find(std::string_view name) const {
    const auto found = std::find_if(fields_.rbegin(), fields_.rend(), [name](const auto& field) {
        return field.first == name;
    });
    return found == fields_.rend() ? nullptr : &found->second;
}

bool Params::has(std::string_view name) const {
    return find(name) != nullptr;
}

bool Params::clears(std::string_view name) const {
    const auto* value = find(name);
    return value != nullptr && value->empty();
}

std::optional<std::string> Params::text(std::string_view name) const {
    const auto* value = find(name);
    if (value == nullptr || value->empty()) return std::nullopt;
    return *value;
}

std::string Params::needed_text(std::string_view name) {
    if (clears(name)) {
        refuse(
            {"parameter_invalid_empty",
             fmt::format(
                 "You passed an empty string for '{0}'. We assume empty values are an attempt to "
                 "unset a parameter; however '{0}' cannot be unset.",
                 name
             ),
             std::string(name),
             {}}
        );
    }
    auto value = text(name);
    if (!value) {
        refuse(
            {"parameter_missing",
             fmt::format("Missing required param: {}.", name),
             std::string(name),
             {}}
        );
    }
    return value.value_or("");
}

std::optional<std::int64_t> Params::whole(std::string_view name, WholeRange range) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    std::int64_t number = 0;
    const auto* end = value->data() + value->size();
    const auto [stop, failure] = std::from_chars(value->data(), end, number);
    if (failure != std::errc{} || stop != end) {
        refuse(
            {"parameter_invalid_integer",
             fmt::format("Invalid integer: {}", *value),
             std::string(name),
             {}}
        );
        return std::nullopt;
    }
    if (number < range.least || number > range.most) {
        refuse(
            {"parameter_invalid_integer",
             fmt::format(
                 "This value must be between {} and {}: {}", range.least, range.most, *value
             ),
             std::string(name),
             {}}
        );
        return std::nullopt;
    }
    return number;
}

std::optional<bool> Params::flag(std::string_view name) {
    const auto value = text(name);
    if (!value) return std::nullopt;
    if (*value == "true") return true;
    if (*value == "false") return false;
    refuse({{}, fmt::format("Invalid boolean: {}", *value), std::string(name), {}});
    return std::nullopt;
}

std::string Params::word(std::string_view name, std::initializer_list<std::string_view> words) {
    const auto value = text(name);
    if (!value) return {};
    if (std::find(words.begin(), words.end(), *value) != words.end()) return *value;
    refuse(
        {{},
         fmt::format("Invalid {}: must be one of {}", name, fmt::join(words, ", ")),
         std::string(name),
         {}}
    );
    return {};
}

std::vector<std::string> Params::list(std::string_view name) const {
    std::vector<std::string> elements;
    const auto array = fmt::format("{}[]", name);
    for (const auto& [each, value] : fields_) {
        if (without_indexes(each) == array) elements.push_back(value);
    }
    return elements;
}

Fields Params::below(std::string_view name) const {
    Fields members;
    const auto prefix = fmt::format("{}[", name);
    for (const auto& [each, value] : fields_) {
        if (!each.starts_with(prefix)) continue;
        const auto close = std::min(each.find(']', prefix.size()), each.size());
        members.emplace_back(each.substr(prefix.size(), close - prefix.size()), value);
    }
    return members;
}

void Params::refuse(const Refusal& refusal) {
    if (!refusal_) refusal_ = stripe::refuse(refusal);
}

void Params::answer_instead(const Answer& answer) {
    if (!refusal_) refusal_ = answer;
}

void merge_metadata(Params& params, json::object& metadata) {
    if (params.clears("metadata")) metadata.clear();
    for (const auto& [key, value] : params.below("metadata")) {
        const auto name = fmt::format("metadata[{}]", key);
        if (key.size() > metadata_key_bytes_max || value.size() > metadata_value_bytes_max) {
            params.refuse(
                {"parameter_invalid_string_length",
                 "Metadata keys can have up to 40 characters and values up to 500.",
                 name,
                 {}}
            );
        }
        if (value.empty()) {
            metadata.erase(key);
        } else {
            metadata[key] = value;
        }
    }
    if (metadata.size() > metadata_keys_max)
        params.refuse({{}, "Metadata can have up to 50 keys.", "metadata", {}});
}

void merge_texts(
    const Params& params, json::object& object, std::initializer_list<std::string_view> names
) {
    for (const auto name : names) {
        if (const auto value = params.text(name)) object[name] = *value;
        if (params.clears(name)) object[name] = nullptr;
    }
}

json::value read_address(const Params& params, const std::string& name) {
    const auto members = params.below(name);
    if (members.empty()) return nullptr;
    json::object address;
    for (const auto* part : {"city", "country", "line1", "line2", "postal_code", "state"})
        address[part] = nullptr;
    for (const auto& [part, value] : members) {
        if (!value.empty()) address[part] = value;
    }
    return address;
}

}  // namespace gyeol::sandbox::stripe
