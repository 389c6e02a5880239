// An account: who owns payments. Passwords are hashed before they come here.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::domain {

/// The summary of a subscription that front ends of the tutorial read from the user. It is projected
/// from events; until subscriptions exist every user has the defaults.
struct SubscriptionSummary {
    std::string plan = "free";
    std::string status = "inactive";
    std::optional<Instant> start_date;
    std::optional<Instant> end_date;
    bool auto_renew = false;

    friend bool operator==(const SubscriptionSummary&, const SubscriptionSummary&) = default;
};

/// A token that was signed out before it expired.
struct RevokedToken {
    std::string token_id;
    Instant expires_at;

    friend bool operator==(const RevokedToken&, const RevokedToken&) = default;
};

struct User {
    UserId id;
    RecordMeta meta;
    std::string email;  // Lower case, unique.
    std::string password_hash;
    std::string name;
    std::string phone;  // Empty when not given; stored encrypted.
    std::string role;   // `operator`, or empty for a buyer.
    std::string
        customer_key;  // Random, what Toss knows the buyer by; never derived from personal data.
    std::int64_t session_version = 1;
    std::vector<RevokedToken> revoked_tokens;
    SubscriptionSummary subscription;
    Instant created_at;
    std::optional<Instant> last_login;

    friend bool operator==(const User&, const User&) = default;
};

/// Returns whether `user` may see and decide what is everybody's.
bool is_operator(const User& user);

/// Returns `email` as it is stored and compared: trimmed, ASCII letters lower case. Fails with
/// `invalid_email` when it cannot be an address.
Result<std::string> normalise_email(std::string_view email);

/// Ends the token `token_id`. Tokens that expired are forgotten; when too many are kept, every token of
/// the user ends instead, which is safe, only less kind.
User revoke_token(User user, RevokedToken token, Instant now);

/// Returns whether a token of this user still opens the door.
bool is_token_alive(const User& user, std::string_view token_id, std::int64_t session_version);

/// Sets another password hash and ends every token.
User change_password(User user, std::string password_hash);

}  // namespace gyeol::domain
