#include "platform/jwt_signer.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <optional>

namespace gyeol::platform {
namespace {

namespace json = boost::json;

/// {"alg":"HS256","typ":"JWT"}: the only header that is ever written or accepted. The algorithm is never
/// read from a token, so no token can choose one.
constexpr std::string_view only_header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// The last second of the year 9999; beyond it an instant is a mistake.
constexpr std::int64_t seconds_max = 253'402'300'799;

Error refused(std::string_view reason) {
    Error error;
    error.code = ErrorCode::unauthenticated;
    error.reason = reason;
    error.detail =
        reason == "token_expired" ? "The sign-in has expired. Sign in again." : "Sign in first.";
    return error;
}

std::int64_t to_seconds(Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::optional<Instant> find_instant(const json::object& payload, std::string_view name) {
    const auto seconds = find_whole(payload, name);
    if (!seconds || *seconds < 0 || *seconds > seconds_max) return std::nullopt;
    return Instant(std::chrono::seconds(*seconds));
}

std::optional<ports::TokenClaims> read_claims(std::string_view encoded) {
    const auto text = parse_base64url(encoded);
    if (!text) return std::nullopt;
    const auto payload = parse_json_object(*text);
    if (!payload) return std::nullopt;
    const auto user_id = find_text(*payload, "sub");
    const auto token_id = find_text(*payload, "jti");
    const auto session_version = find_whole(*payload, "sv");
    const auto issued_at = find_instant(*payload, "iat");
    const auto expires_at = find_instant(*payload, "exp");
    if (!user_id || user_id->empty() || !token_id || token_id->empty()) return std::nullopt;
    if (!session_version || *session_version < 0 || !issued_at || !expires_at) return std::nullopt;
    return ports::TokenClaims{*user_id, *token_id, *session_version, *issued_at, *expires_at};
}

}  // namespace

std::string JwtSigner::sign(const ports::TokenClaims& claims) const {
    const json::object payload{
        {"sub", claims.user_id},
        {"jti", claims.token_id},
        {"sv", claims.session_version},
        {"iat", to_seconds(claims.issued_at)},
        {"exp", to_seconds(claims.expires_at)},
    };
    std::string token(only_header);
    token += '.';
    token += write_base64url(json::serialize(payload));
    const auto signature = mac_.digest(token);
    token += '.';
    token += write_base64url(text_of(signature));
    return token;
}

Result<ports::TokenClaims> JwtSigner::verify(std::string_view token, Instant now) const {
    if (token.size() > limits::token_bytes_max) return refused("token_invalid");
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return refused("token_invalid");
    if (token.substr(0, first) != only_header) return refused("token_invalid");
    const auto payload = token.substr(first + 1, last - first - 1);
    // The signature comes first: nothing of the payload is looked at before we know that we wrote it.
    const auto expected = mac_.digest(token.substr(0, last));
    if (!equal_in_constant_time(write_base64url(text_of(expected)), token.substr(last + 1))) {
        return refused("token_invalid");
    }
    const auto claims = read_claims(payload);
    if (!claims) return refused("token_invalid");
    if (now >= claims->expires_at) return refused("token_expired");
    return *claims;
}

}  // namespace gyeol::platform
