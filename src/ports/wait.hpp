// Waiting, on any clock: for an instant, or for a signal with a deadline.
#pragma once

#include "ports/clock.hpp"
#include "ports/task.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>

namespace gyeol::ports {

/// A one-way switch that many coroutines of the loop may wait for. Loop thread only.
class Signal {
public:
    Signal() = default;
    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;

    /// Wakes everybody who waits, now and later. Waiters run after the caller suspends or returns.
    void set();

    [[nodiscard]] bool is_set() const { return set_; }

private:
    friend class SignalWait;

    bool set_ = false;
    std::uint64_t next_waiter_ = 0;
    std::map<std::uint64_t, std::function<void()>> waiters_;
};

/// Suspends until `clock` shows `when`.
Task<> sleep_until(Clock& clock, Instant when);

/// Suspends until `signal` is set or `clock` shows `deadline`; returns whether it was set. Shared,
/// because the one who sets it and those who wait end in any order.
Task<bool> wait_for(Clock& clock, std::shared_ptr<Signal> signal, Instant deadline);

}  // namespace gyeol::ports
