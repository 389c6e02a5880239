#include "http/target.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace gyeol::http {
namespace {

int digit_of(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

Error bad_path() {
    return invalid("invalid_path", "This path is not well-formed.");
}

/// Returns what follows `scheme://authority`, or `target` itself when it is in origin form.
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto slash = target.find('/');
        return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
    }
    return target;
}

bool has_odd_character(std::string_view path) {
    const auto odd = [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F || letter == '\\';
    };
    return std::any_of(path.begin(), path.end(), odd);
}

bool has_odd_segment(std::string_view path) {
    for (std::size_t at = 1; at <= path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        const auto segment = path.substr(at, end - at);
        const bool last = end == path.size();
        if (segment == "." || segment == ".." || (segment.empty() && !last)) return true;
        at = end + 1;
    }
    return false;
}

bool has_encoded_slash(std::string_view raw) {
    return raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> decode_percent(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded.push_back(text[at]);
            continue;
        }
        if (at + 2 >= text.size()) return std::nullopt;
        const int high = digit_of(text[at + 1]);
        const int low = digit_of(text[at + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded.push_back(static_cast<char>(high * 16 + low));
        at += 2;
    }
    return decoded;
}

Result<Target> parse_target(std::string_view target) {
    if (target == "*") return Target{"*", ""};
    const auto local = without_authority(target);
    const auto mark = std::min(local.find('?'), local.size());
    const auto raw = local.substr(0, mark);
    if (!raw.starts_with('/') || local.find('#') != std::string_view::npos) return bad_path();
    auto path = decode_percent(raw);
    if (!path || has_encoded_slash(raw)) return bad_path();
    if (!is_plain_utf8(*path) || has_odd_character(*path) || has_odd_segment(*path))
        return bad_path();
    return Target{
        std::move(*path),
        std::string(mark < local.size() ? local.substr(mark + 1) : std::string_view())};
}

Result<std::optional<std::string>> Query::find(std::string_view name) const {
    auto query = text_;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto member = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const auto mark = std::min(member.find('='), member.size());
        if (member.substr(0, mark) != name) continue;
        std::string value(mark < member.size() ? member.substr(mark + 1) : std::string_view());
        std::replace(value.begin(), value.end(), '+', ' ');
        auto decoded = decode_percent(value);
        if (!decoded || !is_plain_utf8(*decoded)) {
            return invalid("invalid_query", "This query member is not well-formed.", name);
        }
        return decoded;
    }
    return std::optional<std::string>();
}

}  // namespace gyeol::http
