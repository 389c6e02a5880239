#include "platform/loop.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"

#include <boost/system/error_code.hpp>

#include <algorithm>
#include <string>

namespace gyeol::platform {
namespace {

Millis steady_now() {
    return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Instant SystemClock::read_wall() {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): executors are handles and go by value.
SystemClock::SystemClock(boost::asio::any_io_executor loop, ReadWall wall)
    : timer_(loop), wall_(std::move(wall)), wall_lead_(wall_lead()) {}

Instant SystemClock::now() const {
    return wall_() + Millis(offset_ms_.load(std::memory_order_relaxed));
}

ports::Clock::CallId SystemClock::call_at(Instant when, std::function<void()> work) {
    const auto number = ++last_call_;
    const bool first = calls_.empty() || when < calls_.begin()->first.first;
    calls_.emplace(Key{when, number}, std::move(work));
    instants_.emplace(number, when);
    if (first) arm();
    return CallId{number};
}

void SystemClock::cancel(CallId call) {
    const auto found = instants_.find(static_cast<std::uint64_t>(call));
    if (found == instants_.end()) return;
    calls_.erase(Key{found->second, found->first});
    instants_.erase(found);
    // The timer stays armed: when it fires it finds what is due then, perhaps nothing.
}

void SystemClock::advance(Millis by) {
    offset_ms_.fetch_add(by.count(), std::memory_order_relaxed);
    arm();
}

void SystemClock::arm() {
    if (calls_.empty()) return;
    const auto until_due = calls_.begin()->first.first - now();
    // The steady timer does not see the wall clock jump, so it never sleeps for longer than the check.
    timer_.expires_after(std::clamp(until_due, Millis(0), limits::clock_check_interval));
    timer_.async_wait([this](const boost::system::error_code& failure) {
        if (failure) return;  // Armed anew, or the clock is gone.
        notice_jump();
        run_due();
        arm();
    });
}

void SystemClock::run_due() {
    const auto until = now();
    // No more than are there now: calls that make new ones must not starve the loop.
    for (auto left = calls_.size(); left > 0 && !calls_.empty(); --left) {
        const auto first = calls_.begin();
        if (first->first.first > until) return;
        const auto work = std::move(first->second);
        instants_.erase(first->first.second);
        calls_.erase(first);
        work();
    }
}

void SystemClock::notice_jump() {
    const auto lead = wall_lead();
    const auto jump = lead - wall_lead_;
    if (std::chrono::abs(jump) < limits::clock_jump_min) return;
    wall_lead_ = lead;
    note(NoteLevel::warning, "clock.jumped", {{"by_ms", std::to_string(jump.count())}});
}

Millis SystemClock::wall_lead() const {
    return wall_().time_since_epoch() - steady_now();
}

}  // namespace gyeol::platform
