#include "sandbox/in_process_client.hpp"

#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <optional>

namespace gyeol::sandbox {
namespace {
using namespace std::chrono_literals;
using ports::TransportFailure;

Task<> exchange_into(
    InProcessClient& client,
    ports::HttpRequest request,
    Instant deadline,
    ports::Exchanged& exchanged
) {
    exchanged = co_await client.exchange(std::move(request), deadline);
}

class InProcess : public ::testing::Test {
protected:
    ports::Exchanged exchange(
        Fault fault, std::optional<Instant> send_by = {}, Millis patience = 65s
    ) {
        InProcessClient client(
            clock,
            "http://sandbox.test/toss",
            [this, fault](const auto& request, Instant) {
                seen_url = request.url;
                return HandledReply{{200, {}, "{}"}, fault, "confirm"};
            }
        );
        ports::HttpRequest request;
        request.url = url;
        request.send_by = send_by;
        ports::Exchanged exchanged;
        const auto deadline = clock.now() + patience;
        boost::asio::co_spawn(
            io, exchange_into(client, request, deadline, exchanged), boost::asio::detached
        );
        clock.advance_to(io, deadline);
        calls = client.calls("confirm");
        return exchanged;
    }

    boost::asio::io_context io;
    test::VirtualClock clock;
    std::string url = "http://sandbox.test/toss/v1/payments/confirm";
    std::string seen_url;
    std::size_t calls = 0;
};

TEST_F(InProcess, TheHandlerSeesThePathBehindThePrefix) {
    const auto exchanged = exchange({});
    ASSERT_TRUE(exchanged);
    EXPECT_EQ(exchanged->status, 200);
    EXPECT_EQ(seen_url, "/v1/payments/confirm");
    EXPECT_EQ(calls, 1U);
}

TEST_F(InProcess, OnlyARefusedConnectionProvesThatNothingWasSent) {
    const auto refused = exchange({FaultKind::refuse_connection, 0ms});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, TransportFailure::unreachable);
    EXPECT_TRUE(refused.error().nothing_sent);
    for (const auto kind : {FaultKind::lose_request, FaultKind::drop_reply}) {
        const auto broken = exchange({kind, 0ms});
        ASSERT_FALSE(broken);
        EXPECT_EQ(broken.error().kind, TransportFailure::broken);
        EXPECT_FALSE(broken.error().nothing_sent);
    }
}

TEST_F(InProcess, AnAnswerAfterTheDeadlineIsATimeout) {
    EXPECT_TRUE(exchange({FaultKind::delay, 65s}));
    const auto late = exchange({FaultKind::delay, 65s + 1ms});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, TransportFailure::timed_out);
    EXPECT_FALSE(late.error().nothing_sent);
}

TEST_F(InProcess, NothingIsSentAfterSendBy) {
    EXPECT_TRUE(exchange({}, clock.now()));
    const auto held = exchange({}, clock.now() - 1ms);
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().kind, TransportFailure::send_by_passed);
    EXPECT_TRUE(held.error().nothing_sent);
    EXPECT_EQ(calls, 0U);
}

TEST_F(InProcess, AnotherHostIsUnreachable) {
    url = "http://elsewhere.test/v1/payments/confirm";
    const auto exchanged = exchange({});
    ASSERT_FALSE(exchanged);
    EXPECT_TRUE(exchanged.error().nothing_sent);
}

}  // namespace
}  // namespace gyeol::sandbox
