#include "platform/curl_client.hpp"

#include "platform/loop.hpp"
#include "support/folder.hpp"
#include "support/raw_server.hpp"
#include "support/tls_identity.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::platform {
namespace {

using namespace std::chrono_literals;
using ports::Exchanged;
using ports::HttpMethod;
using ports::HttpRequest;
using ports::TransportFailure;
using test::RawServer;
using test::RawSocket;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto ok_reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Test:  yes \r\n\r\n{}";

/// Shows the real time until `late` is set, and from then on an hour more.
class LateClock final : public ports::Clock {
public:
    explicit LateClock(const std::atomic<bool>& late) : late_(late) {}

    [[nodiscard]] Instant now() const override {
        const auto real = SystemClock::read_wall();
        return late_ ? real + 1h : real;
    }

    CallId call_at(Instant, std::function<void()>) override { return CallId{0}; }

    void cancel(CallId) override {}

private:
    const std::atomic<bool>& late_;
};

Task<> exchange_into(
    CurlClient& client, HttpRequest request, Instant deadline, std::optional<Exchanged>& out
) {
    auto exchanged = co_await client.exchange(std::move(request), deadline);
    out = std::move(exchanged);
}

struct World {
    boost::asio::io_context io;
    SystemClock clock{io.get_executor()};
    CurlSettings settings;
    std::unique_ptr<CurlClient> client;

    Exchanged exchange(
        HttpRequest request, Millis within = 20s, const ports::Clock* other_clock = nullptr
    ) {
        if (!client) {
            client = std::make_unique<CurlClient>(
                io.get_executor(), other_clock ? *other_clock : clock, settings
            );
        }
        std::optional<Exchanged> out;
        auto work = exchange_into(*client, std::move(request), clock.now() + within, out);
        boost::asio::co_spawn(io, std::move(work), boost::asio::detached);
        io.restart();
        io.run();
        return out.value();
    }
};

HttpRequest post_to(const std::string& url) {
    return {
        HttpMethod::post,
        url,
        {{"Content-Type", "application/json"}, {"Idempotency-Key", "k-1"}},
        R"({"amount":9900})",
        {}};
}

TEST(CurlClient, ARequestArrivesAsItWasGivenAndTheReplyComesBack) {
    std::string request;
    RawServer server({[&](RawSocket& socket) {
        request = test::read_raw_request(socket);
        test::write_raw(socket, ok_reply);
    }});
    World world;
    const auto reply = world.exchange(post_to(server.url("/v1/payments/a%2Fb/../confirm")));
    ASSERT_TRUE(reply.has_value()) << reply.error().detail;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "{}");
    EXPECT_EQ(find_header(reply->headers, "x-test"), "yes");
    EXPECT_THAT(request, StartsWith("POST /v1/payments/a%2Fb/../confirm HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("\r\nIdempotency-Key: k-1\r\n"));
    EXPECT_THAT(request, HasSubstr("\r\nContent-Type: application/json\r\n"));
    EXPECT_THAT(request, Not(HasSubstr("Expect")));
    EXPECT_THAT(request, HasSubstr("\r\n\r\n{\"amount\":9900}"));
}

TEST(CurlClient, EveryMethodIsWrittenByItsName) {
    const std::vector<HttpMethod> methods{
        HttpMethod::get,
        HttpMethod::post,
        HttpMethod::put,
        HttpMethod::patch,
        HttpMethod::del,
        HttpMethod::head,
        HttpMethod::options};
    for (const auto method : methods) {
        std::string request;
        RawServer server({[&](RawSocket& socket) {
            request = test::read_raw_request(socket);
            test::write_raw(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        }});
        World world;
        const auto reply = world.exchange({method, server.url(), {}, "", {}});
        ASSERT_TRUE(reply.has_value()) << word(method) << reply.error().detail;
        EXPECT_EQ(reply->status, 204);
        EXPECT_THAT(request, StartsWith(std::string(word(method)) + " / HTTP/1.1\r\n"));
        EXPECT_THAT(request, Not(HasSubstr("Content-Type")));
    }
}

TEST(CurlClient, ConnectionsAreKeptAndUsedAgain) {
    RawServer server({[&](RawSocket& socket) {
        for (int count = 0; count < 3; ++count) {
            test::read_raw_request(socket);
            test::write_raw(socket, ok_reply);
        }
    }});
    World world;
    for (int count = 0; count < 3; ++count) {
        const auto reply = world.exchange(post_to(server.url()));
        EXPECT_TRUE(reply.has_value());
    }
    EXPECT_EQ(server.accepted(), 1);
}

TEST(CurlClient, ADeadConnectionIsNotRetried) {
    // Goal: a kept connection that dies after the request was read must not make libcurl send it again.
    // Method: the server answers once, reads the second request on the same connection and hangs up;
    // it would answer a repeat on a new connection.
    std::atomic<int> requests{0};
    const auto count_one = [&](RawSocket& socket) {
        if (!test::read_raw_request(socket).empty()) ++requests;
    };
    RawServer server({
        [&](RawSocket& socket) {
            count_one(socket);
            test::write_raw(socket, ok_reply);
            count_one(socket);
        },
        [&](RawSocket& socket) {
            count_one(socket);
            test::write_raw(socket, ok_reply);
        },
    });
    World world;
    const auto first = world.exchange(post_to(server.url("/first")));
    ASSERT_TRUE(first.has_value());
    const auto second = world.exchange(post_to(server.url("/second")));
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().kind, TransportFailure::broken);
    EXPECT_FALSE(second.error().nothing_sent);
    EXPECT_EQ(requests, 2);
}

TEST(CurlClient, AServerThatHangsUpUnheardLeavesItUnknown) {
    RawServer server({[](RawSocket& socket) { test::read_raw_request(socket); }});
    World world;
    const auto reply = world.exchange(post_to(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::broken);
    EXPECT_FALSE(reply.error().nothing_sent);
}

TEST(CurlClient, ARefusedConnectionProvesThatNothingWasSent) {
    std::string url;
    {
        const RawServer gone({});
        url = gone.url();
    }
    World world;
    const auto reply = world.exchange(post_to(url));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::unreachable);
    EXPECT_TRUE(reply.error().nothing_sent);
}

TEST(CurlClient, ASilentServerTimesOutAndLeavesItUnknown) {
    std::atomic<bool> done{false};
    RawServer server({[&](RawSocket& socket) {
        test::read_raw_request(socket);
        // Says nothing until the other side gives up.
        test::read_raw_request(socket);
        done = true;
    }});
    {
        World world;
        const auto reply = world.exchange(post_to(server.url()), 100ms);
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().kind, TransportFailure::timed_out);
        EXPECT_FALSE(reply.error().nothing_sent);
    }
}

TEST(CurlClient, NothingIsSentAfterSendBy) {
    RawServer server({[](RawSocket&) {}});
    World world;
    auto request = post_to(server.url());
    request.send_by = world.clock.now() - 1ms;
    const auto reply = world.exchange(std::move(request));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::send_by_passed);
    EXPECT_TRUE(reply.error().nothing_sent);
    EXPECT_EQ(server.accepted(), 0);
}

TEST(CurlClient, SendByIsCheckedAgainWhenTheConnectionStands) {
    // Goal: a process that was stopped while it connected sends nothing. Method: it becomes late when the
    // client's first handshake message has come, so that only the check before the writing can see it.
    const test::Folder folder;
    const auto ca_file = folder.file("ca.pem");
    const test::TlsIdentity identity("127.0.0.1", ca_file);
    std::atomic<bool> late{false};
    std::string request;
    {
        RawServer server({[&](RawSocket& socket) {
            socket.wait(RawSocket::wait_read);
            late = true;
            request = identity.serve(socket, ok_reply);
        }});
        const LateClock clock(late);
        World world;
        world.settings.ca_file = ca_file;
        auto sent = post_to(server.url("/", "https"));
        sent.send_by = SystemClock::read_wall() + 10min;
        const auto reply = world.exchange(std::move(sent), 2h, &clock);
        ASSERT_FALSE(reply.has_value());
        EXPECT_EQ(reply.error().kind, TransportFailure::send_by_passed);
        EXPECT_TRUE(reply.error().nothing_sent);
    }
    EXPECT_EQ(request, "");
}

TEST(CurlClient, AnAnswerAboveTheLimitIsCutOff) {
    RawServer server({[](RawSocket& socket) {
        test::read_raw_request(socket);
        test::write_raw(
            socket, "HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + std::string(2000, 'x')
        );
    }});
    World world;
    world.settings.body_bytes_max = 1999;
    const auto reply = world.exchange(post_to(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::too_large);
    EXPECT_FALSE(reply.error().nothing_sent);
}

TEST(CurlClient, AFloodOfHeadersIsCutOff) {
    RawServer server({[](RawSocket& socket) {
        test::read_raw_request(socket);
        std::string head = "HTTP/1.1 200 OK\r\n";
        for (int count = 0; count < 3000; ++count)
            head += "X-Flood: " + std::string(40, 'x') + "\r\n";
        test::write_raw(socket, head + "\r\n");
    }});
    World world;
    const auto reply = world.exchange(post_to(server.url()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::too_large);
}

TEST(CurlClient, WhatIsNotHttpOrIsCutIsBroken) {
    const std::vector<std::string> answers{
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sta",
    };
    for (const auto& answer : answers) {
        RawServer server({[&](RawSocket& socket) {
            test::read_raw_request(socket);
            test::write_raw(socket, answer);
        }});
        World world;
        const auto reply = world.exchange(post_to(server.url()));
        ASSERT_FALSE(reply.has_value()) << answer;
        EXPECT_EQ(reply.error().kind, TransportFailure::broken) << answer;
        EXPECT_FALSE(reply.error().nothing_sent);
    }
}

TEST(CurlClient, ARedirectIsAnAnswerAndNotFollowed) {
    RawServer server({[](RawSocket& socket) {
        test::read_raw_request(socket);
        test::write_raw(
            socket,
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        );
    }});
    World world;
    const auto reply = world.exchange(post_to(server.url()));
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->status, 302);
    EXPECT_EQ(find_header(reply->headers, "location"), "http://127.0.0.1:1/");
}

TEST(CurlClient, AnInterimAnswerIsNotTheAnswer) {
    RawServer server({[](RawSocket& socket) {
        test::read_raw_request(socket);
        test::write_raw(socket, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        test::write_raw(socket, ok_reply);
    }});
    World world;
    const auto reply = world.exchange(post_to(server.url()));
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(find_header(reply->headers, "link"), "");
}

TEST(CurlClient, ARequestThatWouldSmuggleLinesIsNotSent) {
    RawServer server({[](RawSocket&) {}});
    World world;
    auto request = post_to(server.url());
    request.headers.push_back({"X-Order", "a\r\nX-Other: b"});
    const auto reply = world.exchange(std::move(request));
    ASSERT_FALSE(reply.has_value());
    EXPECT_TRUE(reply.error().nothing_sent);
    EXPECT_EQ(server.accepted(), 0);
}

TEST(CurlClient, OnlyHttpIsSpoken) {
    World world;
    for (const auto* url :
         {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "", "http://"}) {
        const auto reply = world.exchange({HttpMethod::get, url, {}, "", {}});
        ASSERT_FALSE(reply.has_value()) << url;
        EXPECT_EQ(reply.error().kind, TransportFailure::unreachable) << url;
        EXPECT_TRUE(reply.error().nothing_sent) << url;
    }
}

TEST(CurlClient, ACertificateNobodyVouchesForIsRefusedBeforeAnythingIsSent) {
    const test::Folder folder;
    const auto ca_file = folder.file("ca.pem");
    const test::TlsIdentity identity("127.0.0.1", ca_file);
    std::string request;
    {
        RawServer server({[&](RawSocket& socket) { request = identity.serve(socket, ok_reply); }});
        World distrustful;
        const auto refused = distrustful.exchange(post_to(server.url("/", "https")));
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().kind, TransportFailure::unreachable);
        EXPECT_TRUE(refused.error().nothing_sent);
    }
    EXPECT_EQ(request, "");
    {
        RawServer server({[&](RawSocket& socket) { request = identity.serve(socket, ok_reply); }});
        World trusting;
        trusting.settings.ca_file = ca_file;
        const auto answered = trusting.exchange(post_to(server.url("/", "https")));
        ASSERT_TRUE(answered.has_value()) << answered.error().detail;
        EXPECT_EQ(answered->body, "{}");
    }
    EXPECT_THAT(request, HasSubstr("{\"amount\":9900}"));
}

TEST(CurlClient, ACertificateOfAnotherHostIsRefused) {
    const test::Folder folder;
    const auto ca_file = folder.file("ca.pem");
    const test::TlsIdentity identity("192.0.2.1", ca_file);
    RawServer server({[&](RawSocket& socket) { identity.serve(socket, ok_reply); }});
    World world;
    world.settings.ca_file = ca_file;
    const auto reply = world.exchange(post_to(server.url("/", "https")));
    ASSERT_FALSE(reply.has_value());
    EXPECT_TRUE(reply.error().nothing_sent);
}

}  // namespace
}  // namespace gyeol::platform
