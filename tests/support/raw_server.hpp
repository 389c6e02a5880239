// A server made of bytes: it does with each connection exactly what a test says, however wrong.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gyeol::test {

using RawSocket = boost::asio::ip::tcp::socket;

/// Reads one HTTP/1.1 request (head, and as much body as it announces); empty at the end of the stream.
std::string read_raw_request(RawSocket& socket);

void write_raw(RawSocket& socket, std::string_view bytes);

/// Listens on a free port of 127.0.0.1 and serves one connection after another on its own thread.
class RawServer {
public:
    using Serve = std::function<void(RawSocket&)>;

    /// Serves the first connection with the first of `serves`, and so on, then accepts no more.
    explicit RawServer(std::vector<Serve> serves);
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer();

    [[nodiscard]] std::string url(std::string_view path = "/", std::string_view scheme = "http")
        const;

    [[nodiscard]] unsigned short port() const { return port_; }

    /// Returns how many connections have been accepted.
    [[nodiscard]] int accepted() const { return accepted_.load(); }

private:
    void run();

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    unsigned short port_;
    std::vector<Serve> serves_;
    std::atomic<int> accepted_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace gyeol::test
