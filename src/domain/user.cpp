#include "domain/user.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::domain {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// Printable and without a space; bytes above ASCII are letters of internationalised addresses.
bool is_address_character(char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code > 0x20 && code != 0x7F;
}

}  // namespace

bool is_operator(const User& user) {
    return user.role == "operator";
}

Result<std::string> normalise_email(std::string_view email) {
    std::string address(trim(email));
    const auto at = address.find('@');
    const auto domain_part =
        at == std::string::npos ? std::string_view() : std::string_view(address).substr(at + 1);
    const bool shaped =
        at != std::string::npos && at > 0 && address.find('@', at + 1) == std::string::npos &&
        domain_part.find('.') != std::string_view::npos && domain_part.front() != '.' &&
        domain_part.back() != '.' && address.size() <= limits::email_bytes_max &&
        std::all_of(address.begin(), address.end(), is_address_character);
    if (!shaped) return invalid("invalid_email", "This is not an e-mail address.", "email");
    for (auto& letter : address) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return address;
}

User revoke_token(User user, RevokedToken token, Instant now) {
    auto& revoked = user.revoked_tokens;
    revoked.erase(
        std::remove_if(
            revoked.begin(),
            revoked.end(),
            [now](const RevokedToken& old) { return old.expires_at <= now; }
        ),
        revoked.end()
    );
    if (revoked.size() >= limits::revoked_tokens_max) {
        revoked.clear();
        ++user.session_version;
        return user;
    }
    revoked.push_back(std::move(token));
    return user;
}

bool is_token_alive(const User& user, std::string_view token_id, std::int64_t session_version) {
    if (session_version != user.session_version) return false;
    return std::none_of(
        user.revoked_tokens.begin(),
        user.revoked_tokens.end(),
        [token_id](const RevokedToken& token) { return token.token_id == token_id; }
    );
}

User change_password(User user, std::string password_hash) {
    user.password_hash = std::move(password_hash);
    user.revoked_tokens.clear();
    ++user.session_version;
    return user;
}

}  // namespace gyeol::domain
