// Waiting, on any clock: for an instant, or for a signal with a deadline.
#pragma once

#include "ports/clock.hpp"
#include "ports/task.hpp"

#include <memory>

namespace gyeol::ports {

/// A one-way switch that many coroutines of the loop may wait for. Copies are the same switch: the one
/// who sets it and those who wait end in any order. Loop thread only.
class Signal {
public:
    Signal();

    /// Wakes everybody who waits, now and later. Waiters run after the caller suspends or returns.
    void set() const;

    [[nodiscard]] bool is_set() const;

private:
    friend class SignalWait;

    struct State;
    std::shared_ptr<State> state_;
};

/// Suspends until `clock` shows `when`.
Task<> sleep_until(Clock& clock, Instant when);

/// Suspends until `signal` is set or `clock` shows `deadline`; returns whether it was set.
Task<bool> wait_for(Clock& clock, Signal signal, Instant deadline);

}  // namespace gyeol::ports
