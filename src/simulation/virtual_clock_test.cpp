#include "simulation/virtual_clock.hpp"

#include "ports/wait.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <string>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;

Task<> write_daily(VirtualClock& clock, std::string& out, int days) {
    for (int day = 0; day < days; ++day) {
        const auto tomorrow = clock.now() + 24h;
        co_await ports::sleep_until(clock, tomorrow);
        out += 'x';
    }
}

TEST(VirtualClock, AYearOfSleepTakesNoTime) {
    boost::asio::io_context io;
    VirtualClock clock;
    const auto start = clock.now();
    std::string out;
    boost::asio::co_spawn(io, write_daily(clock, out, 365), boost::asio::detached);
    clock.advance(io, 24h * 364);
    EXPECT_EQ(out.size(), 364U);
    clock.advance(io, 24h);
    EXPECT_EQ(out.size(), 365U);
    EXPECT_EQ(clock.now(), start + 24h * 365);
    EXPECT_FALSE(clock.next_call());
}

TEST(VirtualClock, CallsSeeTheInstantTheyAskedFor) {
    boost::asio::io_context io;
    VirtualClock clock;
    const auto start = clock.now();
    Instant seen{};
    clock.call_at(start + 5s, [&] { seen = clock.now(); });
    clock.advance(io, 1min);
    EXPECT_EQ(seen, start + 5s);
    EXPECT_EQ(clock.now(), start + 1min);
}

TEST(VirtualClock, NothingIsReadyBeforeWhatTheLoopHolds) {
    boost::asio::io_context io;
    VirtualClock clock;
    std::string order;
    clock.call_at(clock.now(), [&] { order += 'b'; });
    boost::asio::post(io, [&] { order += 'a'; });
    clock.run_until_idle(io);
    EXPECT_EQ(order, "ab");
}

TEST(VirtualClock, ACancelledCallNeverRuns) {
    boost::asio::io_context io;
    VirtualClock clock;
    bool ran = false;
    const auto call = clock.call_at(clock.now() + 1s, [&ran] { ran = true; });
    clock.cancel(call);
    clock.cancel(call);
    clock.advance(io, 1h);
    EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace gyeol::simulation
