// Time on the real machine: the system clock, and calls at an instant of it. The waiting itself is in
// ports/wait.hpp.
#pragma once

#include "ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <unordered_map>
#include <utility>

namespace gyeol::platform {

/// The system clock, plus an offset that only the sandbox's test clock ever moves. When the wall clock
/// jumps, calls that are due by it run within `limits::clock_check_interval`, and `clock.jumped` is noted.
class SystemClock final : public ports::Clock {
public:
    using ReadWall = std::function<Instant()>;

    /// Reads the system's wall clock.
    static Instant read_wall();

    /// Runs its calls on `loop`, which must outlive the clock. `wall` is another wall clock in tests.
    explicit SystemClock(boost::asio::any_io_executor loop, ReadWall wall = read_wall);

    [[nodiscard]] Instant now() const override;
    CallId call_at(Instant when, std::function<void()> work) override;
    void cancel(CallId call) override;

    /// Moves this clock ahead of the system's by `by` more; calls that became due run on the loop. Loop
    /// thread only. Money: never outside the sandbox, since providers live by the real time.
    void advance(Millis by);

private:
    using Key = std::pair<Instant, std::uint64_t>;

    void arm();
    void notice_jump();
    void run_due();
    [[nodiscard]] Millis wall_lead() const;

    boost::asio::steady_timer timer_;
    ReadWall wall_;
    std::atomic<Millis::rep> offset_ms_{0};
    Millis wall_lead_;  // The wall clock's distance from the steady one when last looked at.
    std::uint64_t last_call_ = 0;
    std::map<Key, std::function<void()>> calls_;
    std::unordered_map<std::uint64_t, Instant> instants_;
};

}  // namespace gyeol::platform
