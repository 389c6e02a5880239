// One client connection: requests in, one after the other, answers out.
#pragma once

#include "http/connections.hpp"
#include "http/message.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace gyeol::http {

using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// What all connections of a server share. The handler outlives the loop.
struct Edge {
    Handler& handler;
    std::shared_ptr<Connections> connections;
    std::string refusal_headers;  // Finished lines for answers that the handler never saw.
    std::string request_id_prefix;
    std::uint64_t requests_heard = 0;
};

/// Serves `socket` until either side closes it; answers 503 at once when there is no room.
void spawn_session(Socket socket, std::shared_ptr<Edge> edge);

/// The same behind TLS. `tls` lives as long as the loop.
void spawn_tls_session(
    Socket socket, std::shared_ptr<boost::asio::ssl::context> tls, std::shared_ptr<Edge> edge
);

}  // namespace gyeol::http
