// Where work goes that must outlive the request that asked for it. Shutdown closes the gate and waits
// until everything inside has ended, so that a confirm in flight always stores its outcome.
#pragma once

#include "base/time.hpp"
#include "ports/clock.hpp"
#include "ports/task.hpp"
#include "ports/wait.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace gyeol::ports {

/// Loop thread only. Lives as long as the loop.
class Gate {
public:
    explicit Gate(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}

    Gate(const Gate&) = delete;
    Gate& operator=(const Gate&) = delete;

    /// Runs `work` on the loop, never inside this call, and then `ended`, however the work ended. Returns
    /// false, and drops both unstarted, once the gate is closed. A broken law that ends the work is noted
    /// under `name`; any other exception ends the loop.
    bool spawn(std::string name, Task<> work, std::function<void()> ended = {});

    /// Lets nothing more in.
    void close() { closed_ = true; }

    [[nodiscard]] bool is_closed() const { return closed_; }

    [[nodiscard]] std::size_t inside() const { return inside_; }

    /// Suspends until nothing is inside or `clock` shows `deadline`; returns whether it is empty.
    Task<bool> wait_empty(Clock& clock, Instant deadline);

private:
    void left();

    boost::asio::any_io_executor loop_;
    std::size_t inside_ = 0;
    bool closed_ = false;
    Signal empty_;
};

}  // namespace gyeol::ports
