// What the app is asked to do and what it answers, apart from payments, which are in app.hpp.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "domain/idempotency.hpp"
#include "domain/user.hpp"
#include "ports/crypto.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::app {

// --- Accounts

struct RegisterUser {
    std::string email;
    Secret password;
    std::string name;
    std::string phone;                 // Empty when not given.
    std::string role = std::string();  // `operator` from the command line only; see domain::User.
};

struct SignIn {
    std::string email;
    Secret password;
    std::string address;  // The peer's network address, for the throttle only.
};

struct ChangePassword {
    Secret current;
    Secret next;
};

struct UpdateProfile {
    std::optional<std::string> name;
    std::optional<std::string> phone;
};

/// Who signed in, and with which token.
struct Caller {
    domain::User user;
    ports::TokenClaims claims;
};

struct SignedIn {
    domain::User user;
    Secret token;
    Instant expires_at;
};

// --- Telling others

struct AddEndpoint {
    std::string url;
    std::vector<std::string> events;  // Empty for all.
};

enum class EndpointChange : std::uint8_t { enable, disable, rotate_secret, remove };

// --- Idempotency

struct IdempotencyScope {
    std::string caller;  // User id, or `anonymous`.
    std::string method;
    std::string path;
    std::string key;
};

/// Either run the request and then `finish_request`, or answer what is stored.
struct RequestStart {
    domain::IdempotencyStep step = domain::IdempotencyStep::run;
    domain::IdempotencyRecord record;
};

}  // namespace gyeol::app
