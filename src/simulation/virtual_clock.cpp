#include "simulation/virtual_clock.hpp"

#include <algorithm>
#include <stdexcept>

namespace gyeol::simulation {
namespace {

/// Far above what anything needs between two instants; past it two coroutines chase each other.
constexpr std::size_t steps_max = 20'000'000;

}  // namespace

ports::Clock::CallId VirtualClock::call_at(Instant when, std::function<void()> work) {
    const auto number = ++last_call_;
    calls_.emplace(Key{when, number}, std::move(work));
    instants_.emplace(number, when);
    return CallId{number};
}

void VirtualClock::cancel(CallId call) {
    const auto found = instants_.find(static_cast<std::uint64_t>(call));
    if (found == instants_.end()) return;
    calls_.erase(Key{found->second, found->first});
    instants_.erase(found);
}

std::optional<Instant> VirtualClock::next_call() const {
    if (calls_.empty()) return std::nullopt;
    return calls_.begin()->first.first;
}

bool VirtualClock::run_next_due() {
    const auto next = next_call();
    if (!next || *next > now()) return false;
    const auto first = calls_.begin();
    const auto work = std::move(first->second);
    instants_.erase(first->first.second);
    calls_.erase(first);
    work();
    return true;
}

void VirtualClock::run_until_idle(boost::asio::io_context& io) {
    for (std::size_t steps = 0; steps < steps_max; ++steps) {
        // A context that ran dry is stopped; it must be told that there may be work again.
        io.restart();
        const auto ran = io.poll_one();
        if (ran == 0 && !run_next_due()) return;
    }
    throw std::runtime_error("the virtual world does not come to rest");
}

void VirtualClock::advance_to(boost::asio::io_context& io, Instant when) {
    run_until_idle(io);
    for (auto next = next_call(); next && *next <= when; next = next_call()) {
        now_.store(std::max(now(), *next));
        run_until_idle(io);
    }
    now_.store(std::max(now(), when));
}

void VirtualClock::test_drop_calls() {
    // What waits may own what waits elsewhere: nothing may be looked up while it is destroyed.
    const auto dropped = std::exchange(calls_, {});
    instants_.clear();
}

}  // namespace gyeol::simulation
