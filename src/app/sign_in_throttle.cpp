#include "app/sign_in_throttle.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::app {
namespace {

std::string account_key(const std::string& account) {
    return "account " + account;
}

std::string address_key(const std::string& address) {
    return "address " + address;
}

}  // namespace

Done SignInThrottle::check(const SignInTry& one, Instant now) {
    forget_ended(now);
    Instant free_at = now;
    const auto look = [this, now, &free_at](const std::string& key, int failures_max) {
        const auto found = windows_.find(key);
        if (found == windows_.end() || found->second.ends_at <= now) return;
        if (found->second.failures >= failures_max)
            free_at = std::max(free_at, found->second.ends_at);
    };
    look(account_key(one.account), limits::sign_in_failures_per_account);
    look(address_key(one.address), limits::sign_in_failures_per_address);
    if (free_at == now) return {};
    return Error{
        .code = ErrorCode::too_many,
        .reason = "too_many_sign_ins",
        .detail = "Too many failed sign-ins. Wait and try again.",
        .field = {},
        .object_id = {},
        .retry_after_s = std::chrono::ceil<std::chrono::seconds>(free_at - now).count(),
    };
}

void SignInThrottle::count_try(const SignInTry& one, Instant now) {
    for (const auto& key : {account_key(one.account), address_key(one.address)}) {
        if (one.address.empty() && key == address_key({}))
            continue;  // Nobody's address is counted.
        auto& window = windows_[key];
        if (window.ends_at <= now) window = Window{now + limits::sign_in_window, 0};
        ++window.failures;
    }
}

void SignInThrottle::count_success(const SignInTry& one) {
    windows_.erase(account_key(one.account));
    const auto found = windows_.find(address_key(one.address));
    if (found != windows_.end() && found->second.failures > 0) --found->second.failures;
}

void SignInThrottle::forget_ended(Instant now) {
    if (now < next_sweep_ && windows_.size() < limits::sign_in_windows_max) return;
    next_sweep_ = now + limits::sign_in_window;
    std::erase_if(windows_, [now](const auto& entry) { return entry.second.ends_at <= now; });
}

}  // namespace gyeol::app
