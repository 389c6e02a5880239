// Signing in and out: tokens are JWTs that the account itself can end.
#include "app/app.hpp"
#include "app/profile_rules.hpp"
#include "base/limits.hpp"

#include <utility>

namespace gyeol::app {
namespace {

Error sign_in_failed() {
    return Error{
        ErrorCode::unauthenticated,
        "sign_in_failed",
        "The e-mail address or the password is wrong.",
        {},
        {}};
}

Error token_revoked() {
    return Error{
        ErrorCode::unauthenticated,
        "token_revoked",
        "This sign-in has ended. Sign in again.",
        {},
        {}};
}

Error account_busy() {
    return Error{
        ErrorCode::conflict, "busy", "The account is being changed elsewhere. Try again.", {}, {}};
}

}  // namespace

Result<SignedIn> App::issue_token(domain::User user) {
    // Whole seconds, because that is what a JWT carries.
    const auto now = std::chrono::floor<std::chrono::seconds>(ports_.clock.now());
    const ports::TokenClaims claims{
        .user_id = user.id.hex(),
        .token_id = ports::make_id(ports_.ids, now).hex(),
        .session_version = user.session_version,
        .issued_at = now,
        .expires_at = now + settings_.token_life,
    };
    return SignedIn{std::move(user), Secret(ports_.tokens.sign(claims)), claims.expires_at};
}

Task<Result<SignedIn>> App::sign_in(SignIn command) {
    const auto address = domain::normalise_email(command.email);
    const auto account = address.value_or(command.email);
    const SignInTry one{account, command.address};
    if (const auto free = throttle_.check(one, ports_.clock.now()); !free) co_return free.error();
    throttle_.count_try(one, ports_.clock.now());

    const auto found = co_await ports_.store.find_user_by_email(account);
    if (!found) co_return found.error();
    // An unknown account costs the same hash as a known one: the answer's time tells nothing.
    const auto stored_hash = *found ? (*found)->password_hash : std::string();
    const auto verified = co_await ports_.passwords.verify(command.password, stored_hash);
    if (!verified) co_return verified.error();
    if (!*found || !*verified) co_return sign_in_failed();
    throttle_.count_success(one);

    auto user = **found;
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        user.last_login = ports_.clock.now();
        const auto committed = co_await commit(user, user.meta.version);
        if (!committed) co_return committed.error();
        if (!committed->stored) co_return sign_in_failed();
        user = std::get<domain::User>(*committed->stored);
        // The password that was verified must still be the account's.
        if (user.password_hash != stored_hash) co_return sign_in_failed();
        if (committed->state == ports::Committed::State::done)
            co_return issue_token(std::move(user));
    }
    co_return account_busy();
}

Task<Result<Caller>> App::authenticate(Secret token) {
    auto claims = ports_.tokens.verify(token.reveal(), ports_.clock.now());
    if (!claims) co_return claims.error();
    const auto id = domain::UserId::parse(claims->user_id);
    if (!id) co_return Error{ErrorCode::unauthenticated, "token_invalid", "Sign in again.", {}, {}};
    auto user = co_await ports::load_as<domain::User>(ports_.store, id->raw());
    if (!user) co_return user.error();
    if (!*user)
        co_return Error{ErrorCode::unauthenticated, "token_invalid", "Sign in again.", {}, {}};
    if (!is_token_alive(**user, claims->token_id, claims->session_version))
        co_return token_revoked();
    co_return Caller{std::move(**user), std::move(*claims)};
}

Task<Done> App::sign_out(Caller caller) {
    auto user = std::move(caller.user);
    const domain::RevokedToken token{caller.claims.token_id, caller.claims.expires_at};
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        if (!is_token_alive(user, caller.claims.token_id, caller.claims.session_version))
            co_return Done{};
        user = revoke_token(std::move(user), token, ports_.clock.now());
        const auto committed = co_await commit(user, user.meta.version);
        if (!committed) co_return committed.error();
        if (committed->state == ports::Committed::State::done || !committed->stored)
            co_return Done{};
        user = std::get<domain::User>(*committed->stored);
    }
    co_return account_busy();
}

Task<Result<SignedIn>> App::change_password(Caller caller, ChangePassword command) {
    if (const auto good = check_password(command.next, "newPassword"); !good)
        co_return good.error();
    auto user = std::move(caller.user);
    const auto verified_hash = user.password_hash;
    // A stolen token must not become an oracle for the password.
    const SignInTry one{user.email, {}};
    if (const auto free = throttle_.check(one, ports_.clock.now()); !free) co_return free.error();
    throttle_.count_try(one, ports_.clock.now());
    const auto verified = co_await ports_.passwords.verify(command.current, verified_hash);
    if (!verified) co_return verified.error();
    if (!*verified) {
        co_return Error{
            ErrorCode::forbidden,
            "wrong_password",
            "The current password is wrong.",
            "currentPassword",
            {}};
    }
    throttle_.count_success(one);
    const auto hashed = co_await ports_.passwords.hash(command.next);
    if (!hashed) co_return hashed.error();
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        const auto version = user.meta.version;
        const auto committed =
            co_await commit(domain::change_password(std::move(user), *hashed), version);
        if (!committed) co_return committed.error();
        if (!committed->stored) co_return token_revoked();
        user = std::get<domain::User>(*committed->stored);
        if (committed->state == ports::Committed::State::done)
            co_return issue_token(std::move(user));
        // Somebody else changed it meanwhile: what was verified is not the password any more.
        if (user.password_hash != verified_hash) co_return token_revoked();
    }
    co_return account_busy();
}

}  // namespace gyeol::app
