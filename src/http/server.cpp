#include "http/server.hpp"

#include "base/note.hpp"
#include "http/session.hpp"
#include "ports/wait.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <utility>

namespace gyeol::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// One listening port, kept alive by the coroutine that accepts on it.
class Listener {
public:
    Listener(asio::io_context& loop, std::shared_ptr<asio::ssl::context> used_tls)
        : acceptor(loop.get_executor()), tls(std::move(used_tls)) {}

    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor;
    std::shared_ptr<asio::ssl::context> tls;
};

namespace {

Error cannot_listen(std::string reason, std::string detail) {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = std::move(reason);
    error.detail = std::move(detail);
    return error;
}

/// Fails with `tls_unreadable` when a file is missing, is not PEM or the key belongs to another
/// certificate.
Result<std::shared_ptr<asio::ssl::context>> load_tls(const TlsFiles& files) {
    using asio::ssl::context;
    auto tls = std::make_shared<context>(context::tls_server);
    error_code failure;
    tls->set_options(
        context::default_workarounds | context::no_sslv2 | context::no_sslv3 | context::no_tlsv1 |
            context::no_tlsv1_1 | context::no_compression,
        failure
    );
    if (!failure) tls->use_certificate_chain_file(files.certificate_path, failure);
    if (!failure) tls->use_private_key_file(files.key_path, context::pem, failure);
    if (failure) {
        return cannot_listen(
            "tls_unreadable",
            fmt::format("Cannot use {} with {} for TLS.", files.certificate_path, files.key_path)
        );
    }
    return tls;
}

Result<std::shared_ptr<Listener>> open_listener(
    asio::io_context& loop, const ListenerOptions& options
) {
    std::shared_ptr<asio::ssl::context> tls;
    if (options.tls) {
        auto loaded = load_tls(*options.tls);
        if (!loaded) return loaded.error();
        tls = *loaded;
    }
    auto listener = std::make_shared<Listener>(loop, std::move(tls));
    error_code failure;
    const auto address = asio::ip::make_address(options.address, failure);
    const tcp::endpoint endpoint(address, options.port);
    auto& acceptor = listener->acceptor;
    if (!failure) acceptor.open(endpoint.protocol(), failure);
    if (!failure) acceptor.set_option(asio::socket_base::reuse_address(true), failure);
    if (!failure && address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), failure);
    if (!failure) acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure) {
        return cannot_listen(
            "port_in_use",
            fmt::format(
                "Cannot listen on {}:{} ({}).", options.address, options.port, failure.message()
            )
        );
    }
    return listener;
}

/// Accepts until the listener is closed.
Task<> accept_all(
    std::shared_ptr<Listener> listener, std::shared_ptr<Edge> edge, ports::Clock* clock
) {
    for (;;) {
        error_code failure;
        auto socket = co_await listener->acceptor.async_accept(
            asio::redirect_error(asio::use_awaitable, failure)
        );
        if (!listener->acceptor.is_open()) co_return;
        if (failure) {
            note(NoteLevel::warning, "http.accept_failed", {{"cause", failure.message()}});
            const auto until = clock->now() + limits::accept_pause;
            co_await ports::sleep_until(*clock, until);
            continue;
        }
        if (listener->tls) {
            spawn_tls_session(std::move(socket), listener->tls, edge);
        } else {
            spawn_session(std::move(socket), edge);
        }
    }
}

}  // namespace

Server::Server(asio::io_context& loop, ports::Clock& clock, ServerOptions options, Handler& handler)
    : loop_(loop),
      clock_(clock),
      options_(std::move(options)),
      edge_(std::make_shared<Edge>(Edge{
          handler,
          std::make_shared<Connections>(clock, options_.limits),
          options_.refusal_headers,
          // The time of the start keeps the ids of two runs apart in one log.
          fmt::format("{}{:x}-", options_.request_id_prefix, to_millis(clock.now())),
      })) {}

Server::~Server() {
    error_code ignored;
    for (const auto& listener : listeners_)
        listener->acceptor.close(ignored);
    edge_->connections->cut_all();
}

Done Server::open() {
    std::vector<std::shared_ptr<Listener>> opened;
    for (const auto& options : options_.listeners) {
        auto listener = open_listener(loop_, options);
        if (!listener) return listener.error();
        opened.push_back(*listener);
    }
    listeners_ = std::move(opened);
    return {};
}

void Server::start() {
    for (const auto& listener : listeners_) {
        asio::co_spawn(loop_, accept_all(listener, edge_, &clock_), asio::detached);
    }
}

std::uint16_t Server::port(std::size_t listener) const {
    return listeners_.at(listener)->acceptor.local_endpoint().port();
}

std::size_t Server::connections() const {
    return edge_->connections->count();
}

Task<bool> Server::stop(Instant deadline) {
    error_code ignored;
    for (const auto& listener : listeners_)
        listener->acceptor.close(ignored);
    edge_->connections->stop();
    const bool emptied = co_await ports::wait_for(clock_, edge_->connections->emptied(), deadline);
    if (!emptied) edge_->connections->cut_all();
    co_return emptied;
}

}  // namespace gyeol::http
