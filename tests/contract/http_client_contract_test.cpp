// What every `HttpClient` promises, held against the one that speaks to the network and the one that
// reaches the sandbox in process.

#include "platform/curl_client.hpp"
#include "platform/loop.hpp"
#include "sandbox/in_process_client.hpp"
#include "support/raw_server.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace gyeol {
namespace {

using namespace std::chrono_literals;
using ports::Exchanged;
using ports::HttpRequest;
using ports::TransportFailure;

/// What the server at the other end does with a request that arrives.
enum class Behaviour { answers, hangs_up, refuses };

Task<> exchange_into(
    ports::HttpClient& client, HttpRequest request, Instant deadline, std::optional<Exchanged>& out
) {
    auto exchanged = co_await client.exchange(std::move(request), deadline);
    out = std::move(exchanged);
}

/// One client and the server it reaches.
class Wire {
public:
    virtual ~Wire() = default;

    /// Sends one request with `send_by` that long from now, and returns what came of it.
    virtual Exchanged post(std::optional<Millis> send_by) = 0;

    /// Returns how many requests reached the server.
    [[nodiscard]] virtual int arrived() const = 0;

protected:
    static HttpRequest request_to(std::string url, std::optional<Instant> send_by) {
        return {ports::HttpMethod::post, std::move(url), {}, R"({"amount":9900})", send_by};
    }
};

class CurlWire final : public Wire {
public:
    explicit CurlWire(Behaviour behaviour)
        : server_({[this, behaviour](test::RawSocket& socket) { serve(socket, behaviour); }}) {
        // Nobody listens on port 1 of this machine.
        url_ = behaviour == Behaviour::refuses ? "http://127.0.0.1:1/pay" : server_.url("/pay");
    }

    Exchanged post(std::optional<Millis> send_by) override {
        const auto now = clock_.now();
        auto request = request_to(url_, send_by ? std::optional(now + *send_by) : std::nullopt);
        std::optional<Exchanged> out;
        auto work = exchange_into(client_, std::move(request), now + 20s, out);
        boost::asio::co_spawn(io_, std::move(work), boost::asio::detached);
        io_.run();
        return std::move(*out);
    }

    [[nodiscard]] int arrived() const override { return arrived_; }

private:
    void serve(test::RawSocket& socket, Behaviour behaviour) {
        if (!test::read_raw_request(socket).empty()) ++arrived_;
        if (behaviour == Behaviour::hangs_up) return;
        test::write_raw(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    }

    std::atomic<int> arrived_{0};
    test::RawServer server_;
    std::string url_;
    boost::asio::io_context io_;
    platform::SystemClock clock_{io_.get_executor()};
    platform::CurlClient client_{io_.get_executor(), clock_};
};

class InProcessWire final : public Wire {
public:
    explicit InProcessWire(Behaviour behaviour)
        : client_(clock_, "http://sandbox.test", [this, behaviour](const HttpRequest&, Instant) {
              return serve(behaviour);
          }) {}

    Exchanged post(std::optional<Millis> send_by) override {
        const auto now = clock_.now();
        const auto last = send_by ? std::optional(now + *send_by) : std::nullopt;
        std::optional<Exchanged> out;
        auto request = request_to("http://sandbox.test/pay", last);
        auto work = exchange_into(client_, std::move(request), now + 20s, out);
        boost::asio::co_spawn(io_, std::move(work), boost::asio::detached);
        clock_.advance(io_, 20s);
        return std::move(*out);
    }

    [[nodiscard]] int arrived() const override { return arrived_; }

private:
    sandbox::HandledReply serve(Behaviour behaviour) {
        using sandbox::FaultKind;
        if (behaviour == Behaviour::refuses)
            return {{}, {FaultKind::refuse_connection, 0ms}, "pay"};
        ++arrived_;
        const auto kind = behaviour == Behaviour::answers ? FaultKind::none : FaultKind::drop_reply;
        return {{200, {}, "{}"}, {kind, 0ms}, "pay"};
    }

    int arrived_ = 0;
    boost::asio::io_context io_;
    test::VirtualClock clock_;
    sandbox::InProcessClient client_;
};

template <typename Kind>
class HttpClientContract : public ::testing::Test {
protected:
    static std::unique_ptr<Wire> wire(Behaviour behaviour) {
        return std::make_unique<Kind>(behaviour);
    }
};

using Kinds = ::testing::Types<CurlWire, InProcessWire>;
TYPED_TEST_SUITE(HttpClientContract, Kinds);

TYPED_TEST(HttpClientContract, AnAnswerComesBackWhole) {
    const auto wire = this->wire(Behaviour::answers);
    const auto reply = wire->post(10s);
    ASSERT_TRUE(reply.has_value()) << reply.error().detail;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "{}");
    EXPECT_EQ(wire->arrived(), 1);
}

TYPED_TEST(HttpClientContract, NothingIsSentAfterSendBy) {
    const auto wire = this->wire(Behaviour::answers);
    const auto reply = wire->post(-1ms);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::send_by_passed);
    EXPECT_TRUE(reply.error().nothing_sent);
    EXPECT_EQ(wire->arrived(), 0);
}

TYPED_TEST(HttpClientContract, ALostAnswerProvesNothingAndIsNotRepeated) {
    const auto wire = this->wire(Behaviour::hangs_up);
    const auto reply = wire->post(std::nullopt);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::broken);
    EXPECT_FALSE(reply.error().nothing_sent);
    EXPECT_EQ(wire->arrived(), 1);
}

TYPED_TEST(HttpClientContract, ARefusedConnectionProvesThatNothingWasSent) {
    const auto wire = this->wire(Behaviour::refuses);
    const auto reply = wire->post(std::nullopt);
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().kind, TransportFailure::unreachable);
    EXPECT_TRUE(reply.error().nothing_sent);
    EXPECT_EQ(wire->arrived(), 0);
}

}  // namespace
}  // namespace gyeol
