// Who may be connected to is asked about the address itself, before a single byte leaves.
#include "platform/curl_client.hpp"
#include "platform/loop.hpp"
#include "support/raw_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <optional>
#include <vector>

namespace gyeol::platform {
namespace {

using namespace std::chrono_literals;
using test::RawServer;
using test::RawSocket;
using ::testing::Contains;
using ::testing::Each;

void answer_ok(RawSocket& socket) {
    test::read_raw_request(socket);
    test::write_raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
}

void answer_redirect(RawSocket& socket) {
    test::read_raw_request(socket);
    test::write_raw(
        socket,
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/inside\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n"
    );
}

class CurlGuard : public ::testing::Test {
protected:
    ports::Exchanged get(std::string url) {
        CurlSettings settings;
        settings.may_connect = [this](const std::string& address) {
            const std::lock_guard lock(mutex_);
            asked.push_back(address);
            return allows;
        };
        CurlClient client(loop_.get_executor(), clock_, std::move(settings));
        ports::HttpRequest request;
        request.url = std::move(url);
        std::optional<ports::Exchanged> exchanged;
        boost::asio::co_spawn(
            loop_,
            client.exchange(std::move(request), clock_.now() + 10s),
            [this, &exchanged](const std::exception_ptr&, ports::Exchanged answer) {
                exchanged = std::move(answer);
                loop_.stop();
            }
        );
        loop_.restart();
        loop_.run();
        return std::move(*exchanged);
    }

    bool allows = false;
    std::vector<std::string> asked;

private:
    std::mutex mutex_;
    boost::asio::io_context loop_;
    SystemClock clock_{loop_.get_executor()};
};

TEST_F(CurlGuard, AnAddressThatIsRefusedIsNeverContacted) {
    const RawServer server({answer_ok});
    const auto exchanged = get(server.url());
    ASSERT_FALSE(exchanged);
    EXPECT_EQ(exchanged.error().kind, ports::TransportFailure::unreachable);
    EXPECT_TRUE(exchanged.error().nothing_sent);
    EXPECT_EQ(exchanged.error().detail, "the address is not allowed");
    EXPECT_EQ(server.accepted(), 0);
    EXPECT_THAT(asked, Contains("127.0.0.1"));
}

TEST_F(CurlGuard, ANameIsJudgedByWhatItLeadsTo) {
    const RawServer server({answer_ok});
    const auto exchanged = get("http://localhost:" + std::to_string(server.port()) + "/");
    ASSERT_FALSE(exchanged);
    EXPECT_EQ(server.accepted(), 0);
    EXPECT_THAT(asked, Each(::testing::AnyOf("127.0.0.1", "::1")));
    EXPECT_FALSE(asked.empty());
}

TEST_F(CurlGuard, OtherSpellingsOfAnAddressAreTheSameAddress) {
    for (const auto* host : {"0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]"}) {
        const RawServer server({answer_ok});
        asked.clear();
        EXPECT_FALSE(get("http://" + std::string(host) + ":" + std::to_string(server.port())));
        EXPECT_EQ(server.accepted(), 0) << host;
        EXPECT_THAT(asked, Each(::testing::AnyOf("127.0.0.1", "::ffff:127.0.0.1"))) << host;
    }
}

TEST_F(CurlGuard, AnAllowedAddressAnswersAndARedirectIsNotFollowed) {
    allows = true;
    const RawServer server({answer_ok});
    EXPECT_EQ(get(server.url())->body, "ok");
    const RawServer moved({answer_redirect});
    asked.clear();
    EXPECT_EQ(get(moved.url())->status, 302);
    EXPECT_EQ(asked.size(), 1U) << "nobody asked about another address";
}

}  // namespace
}  // namespace gyeol::platform
