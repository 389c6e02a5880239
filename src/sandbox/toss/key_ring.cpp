#include "sandbox/toss/key_ring.hpp"

#include "sandbox/base64.hpp"

namespace gyeol::sandbox::toss {
namespace {

std::optional<KeyFamily> family_of(
    std::string_view key, std::string_view widget_prefix, std::string_view api_prefix
) {
    if (key.starts_with(widget_prefix) && key.size() > widget_prefix.size())
        return KeyFamily::widget;
    if (key.starts_with(api_prefix) && key.size() > api_prefix.size()) return KeyFamily::api;
    return std::nullopt;
}

KeyOwner anybody(KeyFamily family) {
    return {family == KeyFamily::widget ? "any-widget" : "any-api", "tgyeol", family};
}

}  // namespace

std::optional<KeyOwner> KeyRing::owner_of_secret(std::string_view key) const {
    const auto family = family_of(key, "test_gsk_", "test_sk_");
    if (!family) return std::nullopt;
    for (const auto& pair : pairs_) {
        if (pair.secret_key == key) return KeyOwner{pair.client_key, pair.merchant_id, *family};
    }
    if (!any_test_key_) return std::nullopt;
    return anybody(*family);
}

std::optional<KeyOwner> KeyRing::owner_of_client(std::string_view key) const {
    const auto family = family_of(key, "test_gck_", "test_ck_");
    if (!family) return std::nullopt;
    for (const auto& pair : pairs_) {
        if (pair.client_key == key) return KeyOwner{pair.client_key, pair.merchant_id, *family};
    }
    if (!any_test_key_) return std::nullopt;
    return anybody(*family);
}

BasicAuth parse_basic_auth(std::string_view header) {
    constexpr std::string_view scheme = "Basic ";
    if (!header.starts_with(scheme)) return {};
    const auto decoded = decode_base64(header.substr(scheme.size()));
    if (!decoded) return {};
    const auto colon = decoded->find(':');
    if (colon == std::string::npos) return {};
    // A password is no part of the scheme; what follows the colon makes the key unknown.
    if (colon + 1 != decoded->size()) return {true, {}};
    return {true, decoded->substr(0, colon)};
}

}  // namespace gyeol::sandbox::toss
