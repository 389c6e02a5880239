#include "platform/curl_client.hpp"
#include "platform/loop.hpp"
#include "support/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace gyeol::platform {
namespace {

using namespace std::chrono_literals;
using test::RawServer;
using test::RawSocket;

struct Tally {
    int replies = 0;
    int broken = 0;
};

Task<> exchange_once(CurlClient& client, std::string url, Instant deadline, Tally& tally) {
    ports::HttpRequest request{ports::HttpMethod::post, std::move(url), {}, "{}", {}};
    const auto reply = co_await client.exchange(std::move(request), deadline);
    if (reply.has_value()) ++tally.replies;
    if (!reply.has_value() && reply.error().kind == ports::TransportFailure::broken) ++tally.broken;
}

TEST(CurlClientThreads, ManyExchangesAtOnceAllComeBack) {
    constexpr int count = 40;
    const RawServer::Serve answer = [](RawSocket& socket) {
        test::read_raw_request(socket);
        test::write_raw(
            socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"
        );
    };
    RawServer server(std::vector<RawServer::Serve>(count, answer));
    boost::asio::io_context io;
    const SystemClock clock(io.get_executor());
    CurlClient client(io.get_executor(), clock);
    Tally tally;
    for (int number = 0; number < count; ++number) {
        auto work = exchange_once(client, server.url(), clock.now() + 30s, tally);
        boost::asio::co_spawn(io, std::move(work), boost::asio::detached);
    }
    io.run();
    EXPECT_EQ(tally.replies, count);
    EXPECT_EQ(server.accepted(), count);
}

TEST(CurlClientThreads, StoppingAnswersWhatIsOpen) {
    std::atomic<bool> read{false};
    RawServer server({[&](RawSocket& socket) {
        test::read_raw_request(socket);
        read = true;
        test::read_raw_request(socket);
    }});
    boost::asio::io_context io;
    const SystemClock clock(io.get_executor());
    auto client = std::make_unique<CurlClient>(io.get_executor(), clock);
    Tally tally;
    auto work = exchange_once(*client, server.url(), clock.now() + 30s, tally);
    boost::asio::co_spawn(io, std::move(work), boost::asio::detached);
    while (!read)
        io.poll();
    client.reset();
    io.run();
    EXPECT_EQ(tally.broken, 1);
}

}  // namespace
}  // namespace gyeol::platform
