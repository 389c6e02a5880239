// For the tests of this folder: a server on a loopback port, a clock that moves by hand, and clients
// that send whatever bytes they like. Everything runs on the test's own thread.
#pragma once

#include "http/message.hpp"
#include "http/server.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::http::test {

/// One answer as a client sees it.
struct Answer {
    int status = 0;
    std::string head;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const {
        for (std::size_t at = head.find("\r\n"); at + 2 < head.size();
             at = head.find("\r\n", at + 2)) {
            const auto line =
                std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
            const auto colon = line.find(": ");
            if (colon == std::string_view::npos) continue;
            if (equal_ignoring_case(line.substr(0, colon), name))
                return std::string(line.substr(colon + 2));
        }
        return "";
    }
};

/// Returns the number that `digits` writes, 0 when they write none.
inline std::size_t number_of(std::string_view digits) {
    std::size_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// A client that speaks bytes.
class Client {
public:
    Client(boost::asio::io_context& loop, std::uint16_t port) : loop_(loop), socket_(loop) {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
        socket_.non_blocking(true);
    }

    /// Sends everything, letting the server run whenever the line is full. Stops when it hung up.
    void send(std::string_view bytes) {
        boost::system::error_code failure;
        while (!bytes.empty()) {
            const auto sent = socket_.write_some(boost::asio::buffer(bytes), failure);
            bytes.remove_prefix(sent);
            loop_.poll();
            if (failure && failure != boost::asio::error::would_block) return;
        }
        loop_.poll();
    }

    /// Returns the next answer, none when the server closed without one. `bodiless` is for HEAD.
    std::optional<Answer> answer(bool bodiless = false) {
        const auto has_head = [this] { return heard_.find("\r\n\r\n") != std::string::npos; };
        if (!hear_until(has_head)) return std::nullopt;
        Answer answer;
        const auto head_end = heard_.find("\r\n\r\n") + 2;
        answer.head = heard_.substr(0, head_end);
        answer.status = static_cast<int>(number_of(std::string_view(answer.head).substr(9, 3)));
        heard_.erase(0, head_end + 2);
        const auto length = bodiless ? "0" : answer.header("Content-Length");
        const auto size = number_of(length);
        if (!hear_until([this, size] { return heard_.size() >= size; })) return std::nullopt;
        answer.body = heard_.substr(0, size);
        heard_.erase(0, size);
        return answer;
    }

    std::optional<Answer> ask(std::string_view bytes) {
        send(bytes);
        return answer();
    }

    /// Returns whether the server has closed, having sent nothing more.
    bool is_closed() {
        hear_until([] { return false; }, 200);
        return closed_ && heard_.empty();
    }

    void hang_up() { socket_.close(); }

private:
    /// Lets the server run and listens until `enough` or the line is closed or nothing comes.
    template <typename Enough>
    bool hear_until(Enough enough, int quiet_rounds = 20'000) {
        for (int quiet = 0; !enough() && !closed_ && quiet < quiet_rounds; ++quiet) {
            loop_.poll();
            std::array<char, 16 * 1024> bytes{};
            boost::system::error_code failure;
            const auto size = socket_.read_some(boost::asio::buffer(bytes), failure);
            heard_.append(bytes.data(), size);
            if (size > 0) quiet = 0;
            if (failure && failure != boost::asio::error::would_block) closed_ = true;
        }
        return enough();
    }

    boost::asio::io_context& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::string heard_;
    bool closed_ = false;
};

/// A server around `handler`.
class Stand {
public:
    explicit Stand(
        Handler& handler, ServerLimits limits = {}, std::optional<TlsFiles> tls = std::nullopt
    )
        : server(loop, clock, options_of(limits, std::move(tls)), handler) {
        if (!server.open()) std::abort();
        server.start();
        loop.poll();
    }

    Client connect() {
        Client client(loop, server.port(0));
        loop.poll();
        return client;
    }

    void passes(Millis time) { clock.advance(loop, time); }

    gyeol::test::VirtualClock clock;
    boost::asio::io_context loop;
    Server server;

private:
    static ServerOptions options_of(ServerLimits limits, std::optional<TlsFiles> tls) {
        ServerOptions options;
        options.listeners.push_back({"127.0.0.1", 0, std::move(tls)});
        options.refusal_headers = "X-Content-Type-Options: nosniff\r\n";
        options.limits = limits;
        return options;
    }
};

}  // namespace gyeol::http::test
