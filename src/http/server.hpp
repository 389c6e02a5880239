// The inbound edge: listens, reads requests, asks a handler, writes answers, and stops politely. What
// the requests mean is not known here.
#pragma once

#include "base/result.hpp"
#include "http/connections.hpp"
#include "http/message.hpp"
#include "ports/clock.hpp"
#include "ports/task.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::http {

/// PEM files of a certificate chain and its key.
struct TlsFiles {
    std::string certificate_path;
    std::string key_path;
};

struct ListenerOptions {
    std::string address = "0.0.0.0";
    std::uint16_t port = 0;  // 0 takes a free one.
    std::optional<TlsFiles> tls;
};

struct ServerOptions {
    std::vector<ListenerOptions> listeners;
    /// Finished header lines for answers that the handler never saw (refused requests).
    std::string refusal_headers;
    /// Beginning of the request ids made here; the time of the start follows it.
    std::string request_id_prefix = "req_";
    ServerLimits limits;
};

struct Edge;
class Listener;

/// Loop thread only. `clock` and `handler` outlive the loop.
class Server {
public:
    Server(
        boost::asio::io_context& loop, ports::Clock& clock, ServerOptions options, Handler& handler
    );
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    /// Takes the ports. Fails with `unavailable` (reason `port_in_use`, `tls_unreadable`) and says what
    /// to do; nothing is listening then.
    Done open();

    /// Serves what comes in. Requires `open`.
    void start();

    /// Returns the port that the listener at this place took. Requires `open`.
    [[nodiscard]] std::uint16_t port(std::size_t listener) const;

    [[nodiscard]] std::size_t connections() const;

    /// Takes no more connections, closes idle ones, lets running requests finish until `deadline`, then
    /// cuts the rest. Returns whether everything finished by itself.
    Task<bool> stop(Instant deadline);

private:
    boost::asio::io_context& loop_;
    ports::Clock& clock_;
    ServerOptions options_;
    std::shared_ptr<Edge> edge_;
    std::vector<std::shared_ptr<Listener>> listeners_;
};

}  // namespace gyeol::http
