#include "platform/password_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::platform {
namespace {

constexpr PasswordCost cheap{1, 8192, 64, 2};

template <typename T>
Task<> run_into(Task<T> work, std::optional<T>& out) {
    auto value = co_await std::move(work);
    out = std::move(value);
}

struct World {
    boost::asio::io_context io;
    std::unique_ptr<PasswordPool> pool = std::make_unique<PasswordPool>(io.get_executor(), cheap);

    template <typename T>
    T run(Task<T> work) {
        std::optional<T> out;
        boost::asio::co_spawn(io, run_into(std::move(work), out), boost::asio::detached);
        io.restart();
        io.run();
        return std::move(*out);
    }
};

TEST(PasswordPool, OnlyTheRightPasswordIsTheRightOne) {
    World world;
    const auto stored = world.run(world.pool->hash(Secret("correct horse")));
    ASSERT_TRUE(stored);
    EXPECT_THAT(*stored, testing::StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(world.run(world.pool->verify(Secret("correct horse"), *stored)).value());
    EXPECT_FALSE(world.run(world.pool->verify(Secret("correct horsf"), *stored)).value());
    EXPECT_FALSE(world.run(world.pool->verify(Secret(""), *stored)).value());
}

TEST(PasswordPool, TheSamePasswordIsNeverHashedToTheSameText) {
    World world;
    EXPECT_NE(*world.run(world.pool->hash(Secret("x"))), *world.run(world.pool->hash(Secret("x"))));
}

TEST(PasswordPool, AnUnknownAccountIsRefusedAfterTheSameWork) {
    World world;
    EXPECT_FALSE(world.run(world.pool->verify(Secret("anything"), "")).value());
    EXPECT_FALSE(world.run(world.pool->verify(Secret("anything"), "not a hash")).value());
}

TEST(PasswordPool, APasswordIsItsWholeLengthIncludingZeroBytes) {
    World world;
    const std::string with_zero("abc\0def", 7);
    const auto stored = world.run(world.pool->hash(Secret(with_zero)));
    EXPECT_TRUE(world.run(world.pool->verify(Secret(with_zero), *stored)).value());
    EXPECT_FALSE(world.run(world.pool->verify(Secret("abc"), *stored)).value());
}

TEST(PasswordPool, AFullQueueIsRefusedAndNotWaitedFor) {
    boost::asio::io_context io;
    PasswordCost cost = cheap;
    cost.threads = 0;  // Nobody works, so that the queue stays as full as it gets.
    cost.queue_max = 1;
    auto pool = std::make_unique<PasswordPool>(io.get_executor(), cost);
    std::optional<Result<std::string>> first;
    std::optional<Result<bool>> second;
    boost::asio::co_spawn(io, run_into(pool->hash(Secret("a")), first), boost::asio::detached);
    boost::asio::co_spawn(
        io, run_into(pool->verify(Secret("b"), ""), second), boost::asio::detached
    );
    io.poll();
    EXPECT_FALSE(first);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->error().code, ErrorCode::unavailable);
    pool.reset();
    io.run();
    ASSERT_TRUE(first) << "what waits at the end is answered";
    EXPECT_EQ(first->error().code, ErrorCode::unavailable);
}

TEST(PasswordPoolThreads, ManyAtOnceAllComeBack) {
    World world;
    std::vector<std::optional<Result<bool>>> out(60);
    const auto stored = *world.run(world.pool->hash(Secret("7")));
    for (std::size_t number = 0; number < out.size(); ++number) {
        auto work =
            run_into(world.pool->verify(Secret(std::to_string(number)), stored), out[number]);
        boost::asio::co_spawn(world.io, std::move(work), boost::asio::detached);
    }
    world.io.restart();
    world.io.run();
    for (std::size_t number = 0; number < out.size(); ++number)
        EXPECT_EQ(out[number].value().value(), number == 7);
}

}  // namespace
}  // namespace gyeol::platform
