#include "sandbox/stripe/key_ring.hpp"

#include "sandbox/base64.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {

bool is_test_key(std::string_view key) {
    for (const std::string_view prefix : {"sk_test_", "rk_test_", "pk_test_"}) {
        if (key.starts_with(prefix) && key.size() > prefix.size()) return true;
    }
    return false;
}

/// Shows enough of a key to recognise it, and no more.
std::string mask(std::string_view key) {
    constexpr std::size_t shown = 8;
    constexpr std::size_t last = 4;
    if (key.size() <= shown + last) return fmt::format("{:*>{}}", "", key.size());
    return fmt::format("{}****{}", key.substr(0, shown), key.substr(key.size() - last));
}

}  // namespace

std::string read_key(std::string_view header) {
    constexpr std::string_view bearer = "Bearer ";
    constexpr std::string_view basic = "Basic ";
    if (header.starts_with(bearer)) return std::string(header.substr(bearer.size()));
    if (!header.starts_with(basic)) return {};
    const auto decoded = decode_base64(header.substr(basic.size()));
    return decoded ? decoded->substr(0, decoded->find(':')) : std::string();
}

bool is_publishable(std::string_view key) {
    return key.starts_with("pk_");
}

std::optional<Answer> find_key_refusal(const Options& options, std::string_view key) {
    if (key.empty()) {
        return refuse(
            401,
            {{},
             "You did not provide an API key. You need to provide your API key in the "
             "Authorization "
             "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
             {},
             {}}
        );
    }
    const auto& listed = options.api_keys;
    const bool is_listed = std::find(listed.begin(), listed.end(), key) != listed.end();
    if (is_test_key(key) && (is_listed || options.any_test_key)) return std::nullopt;
    return refuse(401, {{}, fmt::format("Invalid API Key provided: {}", mask(key)), {}, {}});
}

}  // namespace gyeol::sandbox::stripe
