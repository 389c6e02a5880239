// What the app is asked to do and what it answers, apart from a started payment, which is in app.hpp.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "domain/idempotency.hpp"
#include "domain/ledger_line.hpp"
#include "domain/user.hpp"
#include "domain/words.hpp"
#include "ports/crypto.hpp"

#include <cstdint>
#include <map>
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

// --- Payments

struct StartPayment {
    std::string plan_id;
    domain::ProviderName provider = domain::ProviderName::toss;
    std::optional<domain::CheckoutFlow> flow =
        std::nullopt;  // The provider's usual one when not chosen.
    std::string sdk = "v2";
    std::string idempotency_key;  // Empty when the caller gave none.
};

/// Under whose eyes a confirm runs: the signed-in owner's, or the holder of the checkout token.
struct ConfirmAccess {
    std::optional<domain::UserId> owner;
    std::optional<std::string> checkout_token;
};

/// What stands on every account at an instant, by provider.
struct TrialBalance {
    Instant as_of;
    std::uint64_t entries = 0;  // So many entries made it.
    std::map<domain::ProviderName, std::vector<domain::LedgerPosition>> balance;
};

}  // namespace gyeol::app
