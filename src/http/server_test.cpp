#include "http/server.hpp"

#include "ports/wait.hpp"
#include "support/http_stand.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace gyeol::http {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

/// Answers with what it was asked; `/slow` waits until it is let go, `/throw` throws.
class EchoHandler final : public Handler {
public:
    Task<Response> handle(Request request) override {
        ++asked;
        if (request.path == "/throw") throw std::runtime_error("secret text of a library");
        if (request.path == "/slow") {
            co_await ports::wait_for(*clock, released, Instant::max());
        }
        Response response;
        response.content_type = "text/plain";
        response.body =
            request.path == "/large"
                ? std::string(8'000'000, 'x')
                : fmt::format("{} {} {}", word(request.method), request.path, request.body);
        if (request.path == "/named") response.headers = {{"Request-Id", "req_of_the_handler"}};
        co_return response;
    }

    ports::Clock* clock = nullptr;
    ports::Signal released;
    int asked = 0;
};

class HttpServer : public testing::Test {
protected:
    HttpServer() { handler.clock = &stand.clock; }

    static ServerLimits small_limits() {
        ServerLimits limits;
        limits.connections_max = 3;
        return limits;
    }

    /// Stops the server; returns whether everything finished before `deadline`.
    std::optional<bool> stop_within(Millis time) {
        stopped.reset();
        boost::asio::co_spawn(
            stand.loop, note_stop(stand.clock.now() + time), boost::asio::detached
        );
        stand.loop.poll();
        return stopped;
    }

    Task<> note_stop(Instant deadline) { stopped = co_await stand.server.stop(deadline); }

    /// Requires that `bytes` are refused with `status` and `code`, and that the connection ends.
    void expect_refused(std::string_view bytes, int status, std::string_view code) {
        auto client = stand.connect();
        const auto answer = client.ask(bytes);
        ASSERT_TRUE(answer) << bytes;
        EXPECT_EQ(answer->status, status) << bytes;
        EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
        EXPECT_NE(answer->body.find(fmt::format("\"code\":\"{}\"", code)), std::string::npos)
            << answer->body;
        EXPECT_EQ(answer->header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer->header("Connection"), "close");
        EXPECT_NE(answer->header("Request-Id"), "");
        EXPECT_TRUE(client.is_closed()) << bytes;
        EXPECT_EQ(handler.asked, 0) << bytes;
    }

    EchoHandler handler;
    test::Stand stand{handler, small_limits()};
    std::optional<bool> stopped;
};

constexpr std::string_view plain_get = "GET /hello HTTP/1.1\r\nHost: shop\r\n\r\n";

TEST_F(HttpServer, AnswersARequestAndKeepsTheConnection) {
    auto client = stand.connect();
    for (int round = 0; round < 3; ++round) {
        const auto answer = client.ask(plain_get);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body, "GET /hello ");
        EXPECT_EQ(answer->header("Date"), "Thu, 01 Jan 2026 00:00:00 GMT");
        EXPECT_EQ(answer->header("Connection"), "");
    }
    EXPECT_EQ(stand.server.connections(), 1U);
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
    auto client = stand.connect();
    client.send(fmt::format(
        "{}POST /two HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc{}", plain_get, plain_get
    ));
    EXPECT_EQ(client.answer()->body, "GET /hello ");
    EXPECT_EQ(client.answer()->body, "POST /two abc");
    EXPECT_EQ(client.answer()->body, "GET /hello ");
}

TEST_F(HttpServer, ReadsARequestThatArrivesByteByByte) {
    auto client = stand.connect();
    for (const char byte :
         std::string_view("POST /drip HTTP/1.1\r\nHost: shop\r\nContent-Length: 4\r\n\r\nslow")) {
        client.send({&byte, 1});
    }
    EXPECT_EQ(client.answer()->body, "POST /drip slow");
}

TEST_F(HttpServer, ReadsAChunkedBodyAndIgnoresItsTrailers) {
    auto client = stand.connect();
    const auto answer = client.ask(
        "POST /chunks HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
        "4;note=1\r\nWiki\r\n5\r\npedia\r\n0\r\nAuthorization: Bearer forged\r\n\r\n"
    );
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "POST /chunks Wikipedia");
}

TEST_F(HttpServer, AnswersHeadWithoutContent) {
    auto client = stand.connect();
    client.send("HEAD /hello HTTP/1.1\r\nHost: shop\r\n\r\n");
    const auto answer = client.answer(true);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Content-Length"), "12");
    EXPECT_EQ(client.ask(plain_get)->body, "GET /hello ");
}

TEST_F(HttpServer, SendsALargeAnswerWhole) {
    auto client = stand.connect();
    const auto answer = client.ask("GET /large HTTP/1.1\r\nHost: shop\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body.size(), 8'000'000U);
}

TEST_F(HttpServer, ClosesWhenTheClientAsksForIt) {
    auto client = stand.connect();
    const auto answer = client.ask("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(answer->header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServer, SpeaksHttp10) {
    auto client = stand.connect();
    EXPECT_EQ(
        client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->header("Connection"),
        "keep-alive"
    );
    EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n")->header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServer, SaysContinueOnlyWhenTheBodyWillBeTaken) {
    auto client = stand.connect();
    client.send(
        "POST /big HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    );
    EXPECT_EQ(client.answer(true)->status, 100);
    EXPECT_EQ(client.ask("ok")->body, "POST /big ok");

    auto other = stand.connect();
    const auto refused = other.ask(
        "POST /big HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: "
        "10000000\r\n\r\n"
    );
    EXPECT_EQ(refused->status, 413);
}

TEST_F(HttpServer, TakesASaneRequestIdAndReplacesAnOddOne) {
    auto client = stand.connect();
    EXPECT_EQ(
        client.ask("GET / HTTP/1.1\r\nHost: shop\r\nRequest-Id: shop-0001.a\r\n\r\n")
            ->header("Request-Id"),
        "shop-0001.a"
    );
    const auto first = client.ask("GET / HTTP/1.1\r\nHost: shop\r\nRequest-Id: a b\"c<d>e\r\n\r\n")
                           ->header("Request-Id");
    const auto second = client.ask(plain_get)->header("Request-Id");
    EXPECT_TRUE(first.starts_with("req_"));
    EXPECT_NE(first, second);
}

TEST_F(HttpServer, LetsAHandlerNameTheRequestItself) {
    auto client = stand.connect();
    const auto answer = client.ask("GET /named HTTP/1.1\r\nHost: shop\r\n\r\n");
    EXPECT_EQ(answer->header("Request-Id"), "req_of_the_handler");
    EXPECT_EQ(answer->head.find("Request-Id"), answer->head.rfind("Request-Id"));
}

TEST_F(HttpServer, RefusesWhatIsNotHttp) {
    expect_refused("hello there\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/2.0\r\nHost: shop\r\n\r\n", 400, "malformed_request");
    expect_refused("GET /a b HTTP/1.1\r\nHost: shop\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/1.1\nHost: shop\n\n\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/1.1\r\nHost : shop\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/1.1\r\nHost: sh\x01op\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/1.1\r\nHost: sh\0op\r\n\r\n"sv, 400, "malformed_request");
    expect_refused("BREW / HTTP/1.1\r\nHost: shop\r\n\r\n", 501, "unknown_method");
    expect_refused(
        "GET / HTTP/1.1\r\nHost: shop\r\nExpect: a miracle\r\n\r\n", 417, "expectation_failed"
    );
}

TEST_F(HttpServer, RefusesARequestWithoutExactlyOneHost) {
    expect_refused("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request");
    expect_refused("GET / HTTP/1.1\r\nHost: shop\r\nHost: other\r\n\r\n", 400, "malformed_request");
}

// Two servers in a row that disagree about where a request ends let one client speak in another's name.
TEST_F(HttpServer, RefusesBodiesWhoseEndIsInDoubt) {
    constexpr std::string_view post = "POST / HTTP/1.1\r\nHost: shop\r\n";
    const auto with = [post](std::string_view rest) { return fmt::format("{}{}", post, rest); };
    expect_refused(
        with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        400,
        "malformed_request"
    );
    expect_refused(
        with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        400,
        "malformed_request"
    );
    expect_refused(
        with("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), 400, "malformed_request"
    );
    expect_refused(
        with("Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), 400, "malformed_request"
    );
    expect_refused(with("Content-Length: 3, 3\r\n\r\nabc"), 400, "malformed_request");
    expect_refused(with("Content-Length: -1\r\n\r\n"), 400, "malformed_request");
    expect_refused(with("Content-Length: +3\r\n\r\nabc"), 400, "malformed_request");
    expect_refused(with("Content-Length: 99999999999999999999\r\n\r\n"), 400, "malformed_request");
    expect_refused(
        with("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 400, "malformed_request"
    );
    expect_refused(
        with("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"), 400, "malformed_request"
    );
    expect_refused(with("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 400, "malformed_request");
    expect_refused(
        with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        400,
        "malformed_request"
    );
    expect_refused(
        with("Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"), 400, "malformed_request"
    );
    expect_refused(
        with("Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n"), 400, "malformed_request"
    );
    expect_refused(with("Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n"), 400, "malformed_request");
    expect_refused(
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "malformed_request"
    );
}

TEST_F(HttpServer, RefusesATenMegabyteBodyUnread) {
    std::string body;
    body.resize(10'000'000, 'x');
    expect_refused(
        fmt::format(
            "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: {}\r\n\r\n{}", body.size(), body
        ),
        413,
        "body_too_large"
    );
    std::string chunks;
    for (int count = 0; count < 100; ++count)
        chunks += fmt::format("{:x}\r\n{}\r\n", 1000, std::string(1000, 'x'));
    expect_refused(
        fmt::format(
            "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunks
        ),
        413,
        "body_too_large"
    );
}

TEST_F(HttpServer, RefusesFloodsOfHeaders) {
    std::string many;
    for (int count = 0; count < 200; ++count)
        many += fmt::format("X-{}: 1\r\n", count);
    expect_refused(
        fmt::format("GET / HTTP/1.1\r\nHost: shop\r\n{}\r\n", many), 431, "header_too_large"
    );
    const std::string large(20'000, 'x');
    expect_refused(
        fmt::format("GET / HTTP/1.1\r\nHost: shop\r\nX-Large: {}\r\n\r\n", large),
        431,
        "header_too_large"
    );
    expect_refused(
        fmt::format("GET /{} HTTP/1.1\r\nHost: shop\r\n\r\n", large), 431, "header_too_large"
    );
    expect_refused(std::string(20'000, 'x'), 431, "header_too_large");
}

TEST_F(HttpServer, RefusesAChunkHeadWithoutEnd) {
    const auto flood = fmt::format("1;{}", std::string(60'000, 'x'));
    expect_refused(
        fmt::format("POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n{}", flood),
        400,
        "malformed_request"
    );
}

TEST_F(HttpServer, CutsOffAClientThatTricklesItsRequest) {
    auto client = stand.connect();
    client.send("POST /drip HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n");
    for (int second = 0; second < 20; ++second) {
        client.send("x");
        stand.passes(1s);
    }
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 408);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(handler.asked, 0);
}

TEST_F(HttpServer, ClosesAClientThatSaysNothing) {
    auto client = stand.connect();
    stand.passes(limits::read_within + 1s);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(stand.server.connections(), 0U);
}

TEST_F(HttpServer, ClosesAnIdleConnection) {
    auto client = stand.connect();
    client.ask(plain_get);
    stand.passes(limits::idle_within - 2s);
    EXPECT_EQ(client.ask(plain_get)->status, 200);
    stand.passes(limits::idle_within + 1s);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServer, CutsOffAClientThatDoesNotTakeItsAnswer) {
    auto client = stand.connect();
    client.send("GET /large HTTP/1.1\r\nHost: shop\r\n\r\n");
    EXPECT_EQ(stand.server.connections(), 1U);
    stand.passes(limits::write_within + 1s);
    EXPECT_EQ(stand.server.connections(), 0U);
}

TEST_F(HttpServer, WaitsForASlowHandlerWithoutADeadlineOfItsOwn) {
    auto client = stand.connect();
    client.send("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n");
    stand.passes(5min);
    handler.released.set();
    EXPECT_EQ(client.answer()->status, 200);
}

TEST_F(HttpServer, TurnsAwayWhoComesWhenItIsFull) {
    auto one = stand.connect();
    auto two = stand.connect();
    auto three = stand.connect();
    auto four = stand.connect();
    const auto refused = four.answer();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(refused->header("Retry-After"), "1");
    EXPECT_TRUE(four.is_closed());
    one.hang_up();
    stand.loop.poll();
    auto five = stand.connect();
    EXPECT_EQ(five.ask(plain_get)->status, 200);
}

TEST_F(HttpServer, HidesWhatAHandlerThrew) {
    auto client = stand.connect();
    const auto answer = client.ask("GET /throw HTTP/1.1\r\nHost: shop\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500);
    EXPECT_NE(answer->body.find("\"code\":\"internal\""), std::string::npos);
    EXPECT_EQ(answer->body.find("secret"), std::string::npos);
    EXPECT_EQ(client.ask(plain_get)->status, 200);
}

TEST_F(HttpServer, SurvivesAClientThatLeavesInTheMiddle) {
    for (const std::string_view part :
         {"GET /sl",
          "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 9\r\n\r\nabc",
          "GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n"}) {
        auto client = stand.connect();
        client.send(part);
        client.hang_up();
        stand.loop.poll();
    }
    handler.released.set();
    stand.loop.poll();
    EXPECT_EQ(stand.server.connections(), 0U);
}

TEST_F(HttpServer, StopsAfterTheRunningRequestHasItsAnswer) {
    auto idle = stand.connect();
    idle.ask(plain_get);
    auto busy = stand.connect();
    busy.send("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n");
    EXPECT_EQ(stop_within(10s), std::nullopt);
    EXPECT_TRUE(idle.is_closed());
    handler.released.set();
    const auto answer = busy.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->header("Connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    EXPECT_EQ(stopped, true);
}

TEST_F(HttpServer, CutsWhatDoesNotFinishInTimeWhenStopping) {
    auto busy = stand.connect();
    busy.send("GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n");
    EXPECT_EQ(stop_within(10s), std::nullopt);
    stand.passes(11s);
    EXPECT_EQ(stopped, false);
    EXPECT_TRUE(busy.is_closed());
    handler.released.set();
    stand.loop.poll();
}

TEST_F(HttpServer, SaysWhichPortIsTaken) {
    ServerOptions options;
    options.listeners.push_back({"127.0.0.1", stand.server.port(0), std::nullopt});
    Server second(stand.loop, stand.clock, options, handler);
    const auto opened = second.open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "port_in_use");
}

TEST_F(HttpServer, RefusesTlsFilesThatCannotBeRead) {
    ServerOptions options;
    options.listeners.push_back({"127.0.0.1", 0, TlsFiles{"/nowhere/cert.pem", "/nowhere/key.pem"}}
    );
    Server second(stand.loop, stand.clock, options, handler);
    const auto opened = second.open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "tls_unreadable");
}

}  // namespace
}  // namespace gyeol::http
