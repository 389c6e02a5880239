// Slows down guessing: counts failed sign-ins per account and per address.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace gyeol::app {

/// Who tries to sign in: the account as it was typed, and the peer's network address (may be empty).
struct SignInTry {
    std::string account;
    std::string address;
};

/// Counts in this process only. Accounts are counted by the text tried, whether they exist or not, so
/// that the answer tells nothing. Loop thread only.
class SignInThrottle {
public:
    /// Fails with `too_many` and the seconds to wait when the account or the address failed too often.
    Done check(const SignInTry& one, Instant now);

    /// Counts a try as failed before its password is looked at, so that many at once are not free.
    void count_try(const SignInTry& one, Instant now);

    /// Takes the try back. Clears the account; the address keeps its other failures: one known password
    /// opens no way to guess others.
    void count_success(const SignInTry& one);

private:
    struct Window {
        Instant ends_at;
        int failures = 0;
    };

    void forget_ended(Instant now);

    std::unordered_map<std::string, Window> windows_;
    Instant next_sweep_;
};

}  // namespace gyeol::app
