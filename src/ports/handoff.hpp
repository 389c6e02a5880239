// How a worker thread gives one value back to a coroutine of the loop.
#pragma once

#include "ports/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace gyeol::ports {

/// The wake-up behind every `Handoff`: `raise` from any thread, `wait` once on the loop.
class Wakeup : public std::enable_shared_from_this<Wakeup> {
public:
    explicit Wakeup(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}

    void raise();
    Task<> wait();

private:
    boost::asio::any_io_executor loop_;
    std::mutex mutex_;
    bool raised_ = false;
    std::function<void()> resume_;
};

/// One value on its way from a worker thread to the loop. The worker calls `deliver` exactly once;
/// the coroutine awaits `take` exactly once. Each side holds the shared pointer, so either may end first.
template <typename T>
class Handoff {
public:
    using Shared = std::shared_ptr<Handoff>;

    static Shared make(boost::asio::any_io_executor loop) {
        return std::make_shared<Handoff>(std::move(loop));
    }

    explicit Handoff(boost::asio::any_io_executor loop)
        : wakeup_(std::make_shared<Wakeup>(std::move(loop))) {}

    void deliver(T value) {
        value_.emplace(std::move(value));
        wakeup_->raise();
    }

    Task<T> take() {
        co_await wakeup_->wait();
        co_return std::move(*value_);
    }

private:
    // Written before raise() and read after wait(): the mutex of the wake-up orders the two.
    std::optional<T> value_;
    std::shared_ptr<Wakeup> wakeup_;
};

}  // namespace gyeol::ports
