// Time that moves only when somebody says so, on a real io_context.
#pragma once

#include "ports/clock.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace gyeol::simulation {

/// A clock whose calls run in the order of their instants, then of their making: the same run twice
/// is the same run. Work that comes back from another thread is not waited for.
class VirtualClock final : public ports::Clock {
public:
    explicit VirtualClock(Instant start = from_millis(1'767'225'600'000)) : now_(start) {}

    [[nodiscard]] Instant now() const override { return now_.load(); }

    CallId call_at(Instant when, std::function<void()> work) override;
    void cancel(CallId call) override;

    /// Returns when the next call is wanted.
    [[nodiscard]] std::optional<Instant> next_call() const;

    /// Runs the first call that is due by now. Returns false when none is.
    bool run_next_due();

    /// Runs everything that is ready on `io` and every call due by now, until nothing is. Throws when
    /// it never comes to rest.
    void run_until_idle(boost::asio::io_context& io);

    /// Runs until idle, then goes from call to call until `when`, running until idle at each.
    void advance_to(boost::asio::io_context& io, Instant when);

    void advance(boost::asio::io_context& io, Millis by) { advance_to(io, now() + by); }

    /// Forgets every call, and with it whatever waits inside: the process that made them is gone.
    void test_drop_calls();

    /// Shows another time at once, forward or back, running nothing: a machine's clock that jumped.
    void test_set_now(Instant when) { now_.store(when); }

private:
    using Key = std::pair<Instant, std::uint64_t>;

    std::atomic<Instant> now_;
    std::uint64_t last_call_ = 0;
    std::map<Key, std::function<void()>> calls_;
    std::unordered_map<std::uint64_t, Instant> instants_;
};

}  // namespace gyeol::simulation
