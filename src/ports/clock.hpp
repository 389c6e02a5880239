// The only source of time. Production reads the system clock; tests and the sandbox move a virtual
// one. Waiting is in wait.hpp and works on either.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <functional>

namespace gyeol::ports {

/// Promises: `now()` is UTC and may be called from any thread. `call_at` and `cancel` belong to the
/// loop thread: `call_at` runs `work` once on the loop, not before `when` by this clock, never inside
/// the call itself; `cancel` of a call that already ran does nothing.
class Clock {
public:
    enum class CallId : std::uint64_t {};

    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Instant now() const = 0;
    virtual CallId call_at(Instant when, std::function<void()> work) = 0;
    virtual void cancel(CallId call) = 0;
};

}  // namespace gyeol::ports
