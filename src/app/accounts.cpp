// Accounts: register, read the caller's profile, change it.
#include "app/app.hpp"
#include "app/profile_rules.hpp"
#include "base/limits.hpp"

#include <utility>

namespace gyeol::app {

Task<Result<SignedIn>> App::register_user(RegisterUser command) {
    const auto email = domain::normalise_email(command.email);
    if (!email) co_return email.error();
    if (const auto good = check_password(command.password); !good) co_return good.error();
    if (const auto good = check_name(command.name); !good) co_return good.error();
    if (const auto good = check_phone(command.phone); !good) co_return good.error();

    auto hashed = co_await ports_.passwords.hash(command.password);
    if (!hashed) co_return hashed.error();

    const auto now = ports_.clock.now();
    domain::User user;
    user.id = domain::UserId(ports::make_id(ports_.ids, now));
    user.email = *email;
    user.password_hash = std::move(*hashed);
    user.name = std::move(command.name);
    user.phone = std::move(command.phone);
    user.role = std::move(command.role);
    // Toss forbids what can be guessed: 128 random bits, never the e-mail address or a counter.
    user.customer_key = "cus_" + write_hex(ports_.ids.random_bytes(16));
    user.created_at = now;
    user.last_login = now;

    const auto committed = co_await commit(user, std::nullopt);
    if (!committed) co_return committed.error();
    if (committed->state != ports::Committed::State::done) {
        co_return Error{
            .code = ErrorCode::conflict,
            .reason = "email_taken",
            .detail = "There is an account with this e-mail address. Sign in instead.",
            .field = "email",
            .object_id = {},
        };
    }
    co_return issue_token(std::get<domain::User>(*committed->stored));
}

Task<Result<domain::User>> App::update_profile(Caller caller, UpdateProfile command) {
    if (command.name) {
        if (const auto good = check_name(*command.name); !good) co_return good.error();
    }
    if (command.phone) {
        if (const auto good = check_phone(*command.phone); !good) co_return good.error();
    }
    auto user = std::move(caller.user);
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        if (command.name) user.name = *command.name;
        if (command.phone) user.phone = *command.phone;
        const auto committed = co_await commit(user, user.meta.version);
        if (!committed) co_return committed.error();
        if (!committed->stored)
            co_return Error{ErrorCode::unauthenticated, "token_invalid", "Sign in again.", {}, {}};
        user = std::get<domain::User>(*committed->stored);
        if (committed->state == ports::Committed::State::done) co_return user;
    }
    co_return Error{
        ErrorCode::conflict, "busy", "The account is being changed elsewhere. Try again.", {}, {}};
}

}  // namespace gyeol::app
