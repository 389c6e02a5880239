#include "platform/loop.hpp"

#include "base/note.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace gyeol::platform {
namespace {

using namespace std::chrono_literals;

struct HandWall {
    std::shared_ptr<Instant> now = std::make_shared<Instant>(from_millis(1'800'000'000'000));

    [[nodiscard]] SystemClock::ReadWall reader() const {
        return [shown = now] { return *shown; };
    }
};

TEST(SystemClock, ShowsTheSystemsTime) {
    boost::asio::io_context io;
    const SystemClock clock(io.get_executor());
    const auto before = SystemClock::read_wall();
    const auto shown = clock.now();
    EXPECT_GE(shown, before);
    EXPECT_LE(shown, SystemClock::read_wall());
}

TEST(SystemClock, NeverRunsACallInsideCallAt) {
    boost::asio::io_context io;
    SystemClock clock(io.get_executor());
    bool ran = false;
    clock.call_at(clock.now() - 1h, [&ran] { ran = true; });
    EXPECT_FALSE(ran);
    io.run();
    EXPECT_TRUE(ran);
}

TEST(SystemClock, RunsCallsInTheOrderOfTheirInstants) {
    boost::asio::io_context io;
    SystemClock clock(io.get_executor());
    std::string order;
    const auto start = clock.now();
    clock.call_at(start + 20ms, [&order] { order += 'c'; });
    clock.call_at(start + 10ms, [&order] { order += 'a'; });
    clock.call_at(start + 10ms, [&order] { order += 'b'; });
    io.run();
    EXPECT_EQ(order, "abc");
    EXPECT_GE(clock.now(), start + 20ms);
}

TEST(SystemClock, ACancelledCallNeverRunsEvenWhenItWasDueTogether) {
    boost::asio::io_context io;
    SystemClock clock(io.get_executor());
    ports::Clock::CallId second{};
    bool ran = false;
    clock.call_at(clock.now() - 2ms, [&] { clock.cancel(second); });
    second = clock.call_at(clock.now() - 1ms, [&ran] { ran = true; });
    io.run();
    EXPECT_FALSE(ran);
    clock.cancel(second);
}

TEST(SystemClock, AdvancingRunsWhatBecameDue) {
    boost::asio::io_context io;
    SystemClock clock(io.get_executor());
    const auto start = clock.now();
    bool ran = false;
    clock.call_at(start + 24h * 365, [&ran] { ran = true; });
    io.poll();
    EXPECT_FALSE(ran);
    clock.advance(24h * 366);
    EXPECT_GE(clock.now(), start + 24h * 366);
    io.run();
    EXPECT_TRUE(ran);
}

TEST(SystemClock, AJumpOfTheWallClockIsNotedAndRunsWhatItMadeDue) {
    std::vector<std::string> names;
    const auto before = replace_note_sink(
        [&names](NoteLevel, std::string_view name, const std::vector<NoteField>&) {
            names.emplace_back(name);
        }
    );
    boost::asio::io_context io;
    HandWall wall;
    SystemClock clock(io.get_executor(), wall.reader());
    bool ran = false;
    clock.call_at(clock.now() + 1h, [&ran] { ran = true; });
    io.poll();
    EXPECT_TRUE(names.empty());
    *wall.now += 2h;
    io.run();
    replace_note_sink(before);
    EXPECT_TRUE(ran);
    EXPECT_EQ(names, std::vector<std::string>{"clock.jumped"});
}

TEST(SystemClock, AClockSetBackDelaysTheCall) {
    const auto before = replace_note_sink({});
    boost::asio::io_context io;
    HandWall wall;
    SystemClock clock(io.get_executor(), wall.reader());
    bool ran = false;
    clock.call_at(clock.now() + 1ms, [&ran] { ran = true; });
    *wall.now -= 1h;
    // One look of the clock at itself: the call is not due by the wall any more.
    io.run_one();
    EXPECT_FALSE(ran);
    *wall.now += 2h;
    io.run();
    replace_note_sink(before);
    EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace gyeol::platform
