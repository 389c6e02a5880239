#include "ports/wait.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <map>
#include <utility>

namespace gyeol::ports {
namespace asio = boost::asio;

struct Signal::State {
    bool set = false;
    std::uint64_t next_waiter = 0;
    std::map<std::uint64_t, std::function<void()>> waiters;
};

Signal::Signal() : state_(std::make_shared<State>()) {}

void Signal::set() const {
    state_->set = true;
    // A waiter may wait again at once: it must not meet the list that is being walked.
    const auto waiting = std::exchange(state_->waiters, {});
    for (const auto& [number, wake] : waiting)
        wake();
}

bool Signal::is_set() const {
    return state_->set;
}

/// One suspended wait: whoever comes first, the signal or the deadline, resumes it exactly once.
class SignalWait : public std::enable_shared_from_this<SignalWait> {
public:
    explicit SignalWait(Clock& clock) : clock_(clock) {}

    SignalWait(Clock& clock, const Signal& signal) : clock_(clock), signal_(signal.state_) {}

    template <typename Handler>
    void start(Instant deadline, Handler handler) {
        // The handler is move-only; std::function wants copies, so it lives behind a pointer.
        auto kept = std::make_shared<Handler>(std::move(handler));
        resume_ = [kept](bool set) {
            auto executor = asio::get_associated_executor(*kept);
            asio::post(executor, [kept, set] { std::move (*kept)(set); });
        };
        const auto self = shared_from_this();
        if (signal_) {
            waiter_ = signal_->next_waiter++;
            // Weak, because what waits owns the signal: the clock's call is what keeps the wait alive.
            signal_->waiters.emplace(waiter_, [weak = weak_from_this()] {
                if (const auto waiting = weak.lock()) waiting->finish(true);
            });
        }
        call_ = clock_.call_at(deadline, [self] { self->finish(false); });
    }

private:
    void finish(bool set) {
        if (!resume_) return;
        if (set) {
            clock_.cancel(call_);
        } else if (signal_) {
            signal_->waiters.erase(waiter_);
        }
        const auto resume = std::exchange(resume_, {});
        resume(set);
    }

    Clock& clock_;
    std::shared_ptr<Signal::State> signal_;  // None when only time is waited for.
    std::uint64_t waiter_ = 0;
    Clock::CallId call_{};
    std::function<void(bool)> resume_;
};

namespace {

Task<bool> wait_once(std::shared_ptr<SignalWait> wait, Instant deadline) {
    // The wait owns the suspended coroutine, so nothing in the coroutine may own the wait.
    auto initiate = [wait = std::move(wait), deadline](auto handler) mutable {
        const auto started = std::exchange(wait, nullptr);
        started->start(deadline, std::move(handler));
    };
    // Named one line earlier: g++ 12 destroys a capturing lambda twice inside a co_await expression.
    auto suspended = asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(
        std::move(initiate), asio::use_awaitable
    );
    const bool set = co_await std::move(suspended);
    co_return set;
}

}  // namespace

Task<> sleep_until(Clock& clock, Instant when) {
    auto wait = std::make_shared<SignalWait>(clock);
    co_await wait_once(std::move(wait), when);
}

Task<bool> wait_for(Clock& clock, Signal signal, Instant deadline) {
    if (signal.is_set()) co_return true;
    auto wait = std::make_shared<SignalWait>(clock, signal);
    const bool set = co_await wait_once(std::move(wait), deadline);
    co_return set;
}

}  // namespace gyeol::ports
