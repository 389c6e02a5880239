#include "http/session.hpp"

#include "base/ensure.hpp"
#include "base/note.hpp"
#include "http/problem.hpp"
#include "http/request_reader.hpp"
#include "http/response_writer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace gyeol::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<Socket>;

constexpr std::size_t read_size = 8UL * 1024;

Problem problem_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::none:
            break;
        case Refusal::malformed:
            return {400, "malformed_request", "This is not well-formed HTTP.", "", "", 0};
        case Refusal::timed_out:
            return {408, "request_timeout", "The request took too long to arrive.", "", "", 0};
        case Refusal::body_too_large:
            return {413, "body_too_large", "The body is larger than is taken here.", "", "", 0};
        case Refusal::expectation:
            return {417, "expectation_failed", "Only 100-continue can be expected.", "", "", 0};
        case Refusal::header_too_large:
            return {
                431, "header_too_large", "The headers are larger than is taken here.", "", "", 0};
        case Refusal::unknown_method:
            return {501, "unknown_method", "This method is not known here.", "", "", 0};
        case Refusal::too_many_connections:
            return {503, "too_many_connections", "Too many connections are open.", "", "", 1};
    }
    return {500, "internal", "Something went wrong here.", "", "", 0};
}

/// Takes a client's own request id when it is short and plain, so that two logs can be joined.
bool is_sane_request_id(std::string_view id) {
    if (id.size() < 8 || id.size() > 64) return false;
    for (const char letter : id) {
        const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                           (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_' ||
                           letter == '.';
        if (!plain) return false;
    }
    return true;
}

std::string request_id_of(const Request& request, Edge& edge) {
    const auto sent = request.headers.find("Request-Id");
    ++edge.requests_heard;
    if (sent && is_sane_request_id(*sent)) return std::string(*sent);
    return fmt::format("{}{:08x}", edge.request_id_prefix, edge.requests_heard);
}

template <typename Stream>
class Session final : public Connection {
public:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    Session(Stream opened, std::shared_ptr<asio::ssl::context> tls, std::shared_ptr<Edge> shared)
        : edge(std::move(shared)), tls_(std::move(tls)), stream(std::move(opened)) {
        error_code ignored;
        socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        const auto endpoint = socket().remote_endpoint(ignored);
        peer = endpoint.address().to_string();
        entered_ = edge->connections->enter(*this);
    }

    ~Session() override {
        if (entered_) edge->connections->leave(*this);
    }

    Socket& socket() {
        if constexpr (is_tls) {
            return stream.next_layer();
        } else {
            return stream;
        }
    }

    void interrupt() override {
        if (phase() == Phase::writing || phase() == Phase::lingering) return cut();
        error_code ignored;
        socket().cancel(ignored);
    }

    void cut() override {
        error_code ignored;
        socket().close(ignored);
    }

    void enter_phase(Phase phase) { edge->connections->enter_phase(*this, phase); }

    [[nodiscard]] bool has_entered() const { return entered_; }

    /// Gives the reader what has arrived.
    void feed() {
        const auto bytes = buffer.data();
        const auto used = reader->take({static_cast<const char*>(bytes.data()), bytes.size()});
        buffer.consume(used);
        refusal = reader->refusal();
        // The parser asked for more although the buffer is full: a chunk head without an end.
        const bool stuck = !reader->is_done() && buffer.size() + read_size > buffer.max_size();
        if (refusal == Refusal::none && stuck) refusal = Refusal::malformed;
    }

    /// Returns whether the client has sent more than was asked of it; closing on that would reset the
    /// connection under the answer.
    bool has_unread_bytes() {
        error_code ignored;
        return buffer.size() > 0 || socket().available(ignored) > 0;
    }

    /// Makes the bytes of `response` ready in `head`, and beside it what is too large to be copied.
    void prepare(const Response& response, HeadFrame frame, bool without_content) {
        frame.date = edge->connections->date();
        write_head(head, response, frame);
        rest = {};
        if (without_content || !may_have_content(response.status)) return;
        if (response.content().size() <= limits::joined_answer_bytes_max) {
            head.append(response.content());
        } else {
            rest = response.content();
        }
    }

    std::shared_ptr<Edge> edge;

private:
    std::shared_ptr<asio::ssl::context> tls_;

public:
    Stream stream;
    std::string peer;
    boost::beast::flat_buffer buffer{limits::header_bytes_max + 2 * read_size};
    std::optional<RequestReader> reader;
    Refusal refusal = Refusal::none;
    std::string head;
    std::string_view rest;

private:
    bool entered_ = false;
};

template <typename Stream>
using SessionPtr = std::shared_ptr<Session<Stream>>;

/// Reads one request or finds a reason to refuse it; returns false when the client is gone.
template <typename Stream>
Task<bool> hear(SessionPtr<Stream> session) {
    auto& self = *session;
    bool continued = false;
    for (;;) {
        self.feed();
        if (self.reader->is_done() || self.refusal != Refusal::none) co_return true;
        error_code failure;
        if (self.reader->waits_for_continue() && !continued) {
            continued = true;
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(
                self.stream, asio::buffer(go_on), asio::redirect_error(asio::use_awaitable, failure)
            );
            if (failure) co_return false;
        }
        const auto space = self.buffer.prepare(read_size);
        const std::size_t size = co_await self.stream.async_read_some(
            space, asio::redirect_error(asio::use_awaitable, failure)
        );
        if (self.is_late()) {
            self.refusal = Refusal::timed_out;
            co_return self.phase() == Phase::reading;
        }
        if (failure) co_return false;
        self.buffer.commit(size);
        if (self.phase() == Phase::idle) self.enter_phase(Phase::reading);
    }
}

/// Writes what `prepare` made ready; returns false when the client did not take it.
template <typename Stream>
Task<bool> send(SessionPtr<Stream> session) {
    auto& self = *session;
    self.enter_phase(Phase::writing);
    error_code failure;
    const std::array<asio::const_buffer, 2> parts{asio::buffer(self.head), asio::buffer(self.rest)};
    co_await asio::async_write(
        self.stream, parts, asio::redirect_error(asio::use_awaitable, failure)
    );
    co_return !failure;
}

/// Listens on until the client has seen the answer: closing on unread bytes would reset it away.
template <typename Stream>
Task<> linger(SessionPtr<Stream> session) {
    auto& self = *session;
    self.enter_phase(Phase::lingering);
    error_code failure;
    self.socket().shutdown(asio::socket_base::shutdown_send, failure);
    std::size_t heard = 0;
    while (!failure && heard < self.edge->connections->limits().linger_bytes_max) {
        self.buffer.clear();
        const auto space = self.buffer.prepare(read_size);
        heard += co_await self.socket().async_read_some(
            space, asio::redirect_error(asio::use_awaitable, failure)
        );
    }
}

template <typename Stream>
Task<> refuse(SessionPtr<Stream> session) {
    auto& self = *session;
    const auto id = request_id_of(self.reader->request(), *self.edge);
    auto response = write_problem(problem_of(self.refusal), id);
    response.fixed_headers = self.edge->refusal_headers;
    self.prepare(response, {.request_id = id, .closes = true}, false);
    const bool sent = co_await send(session);
    if (sent) co_await linger(session);
}

/// Asks the handler. Whatever it throws becomes a plain 500: the text of an exception tells nobody
/// outside anything.
template <typename Stream>
Task<Response> ask_handler(SessionPtr<Stream> session, Request request) {
    const auto id = request.id;
    std::string_view thrown = "exception";
    try {
        auto response = co_await session->edge->handler.handle(std::move(request));
        co_return response;
    } catch (const BrokenLaw&) {
        thrown = "broken_law";
    } catch (const std::exception&) {
        thrown = "exception";
    }
    note(NoteLevel::error, "request.failed", {{"request", id}, {"cause", std::string(thrown)}});
    auto response = write_problem({500, "internal", "Something went wrong here.", "", "", 0}, id);
    response.fixed_headers = session->edge->refusal_headers;
    co_return response;
}

/// Serves one request; returns whether the connection stays open.
template <typename Stream>
Task<bool> serve_one(SessionPtr<Stream> session) {
    auto& self = *session;
    self.reader.emplace(self.edge->connections->limits().request());
    self.refusal = Refusal::none;
    if (self.buffer.size() > 0) self.enter_phase(Phase::reading);
    const bool heard = co_await hear(session);
    if (!heard) co_return false;
    if (self.refusal != Refusal::none) {
        co_await refuse(session);
        co_return false;
    }
    auto request = std::move(self.reader->request());
    request.id = request_id_of(request, *self.edge);
    request.peer = self.peer;
    const auto id = request.id;
    const bool head_only = request.method == Method::head;
    self.enter_phase(Phase::handling);
    const auto response = co_await ask_handler(session, std::move(request));
    if (response.hangs_up) co_return false;
    const bool keeps = self.reader->keeps_alive() && !self.edge->connections->is_stopping();
    self.prepare(
        response,
        {.request_id = id, .closes = !keeps, .http_1_0 = self.reader->is_http_1_0()},
        head_only
    );
    const bool sent = co_await send(session);
    if (!sent) co_return false;
    // The server may have begun to stop while the answer left.
    if (keeps && !self.edge->connections->is_stopping()) {
        self.enter_phase(Phase::idle);
        co_return true;
    }
    if (self.has_unread_bytes()) co_await linger(session);
    co_return false;
}

template <typename Stream>
Task<> serve(SessionPtr<Stream> session) {
    auto& self = *session;
    error_code failure;
    if constexpr (Session<Stream>::is_tls) {
        co_await self.stream.async_handshake(
            asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, failure)
        );
    }
    bool open = !failure;
    while (open) {
        open = co_await serve_one(session);
    }
    if constexpr (Session<Stream>::is_tls) {
        self.enter_phase(Phase::lingering);
        if (!failure)
            co_await self.stream.async_shutdown(asio::redirect_error(asio::use_awaitable, failure));
    }
    self.cut();
}

/// Tells a client that there is no room, without waiting for it.
void turn_away(Socket& socket, Edge& edge) {
    const auto id = request_id_of({}, edge);
    auto response = write_problem(problem_of(Refusal::too_many_connections), id);
    response.fixed_headers = edge.refusal_headers;
    std::string head;
    write_head(
        head, response, {.request_id = id, .date = edge.connections->date(), .closes = true}
    );
    head.append(response.body);
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(head), ignored);
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

template <typename Stream>
void spawn(SessionPtr<Stream> session) {
    if (!session->has_entered()) {
        if constexpr (!Session<Stream>::is_tls) turn_away(session->socket(), *session->edge);
        return;
    }
    const auto loop = session->socket().get_executor();
    asio::co_spawn(loop, serve(std::move(session)), asio::detached);
}

}  // namespace

void spawn_session(Socket socket, std::shared_ptr<Edge> edge) {
    spawn(std::make_shared<Session<Socket>>(std::move(socket), nullptr, std::move(edge)));
}

void spawn_tls_session(
    Socket socket, std::shared_ptr<asio::ssl::context> tls, std::shared_ptr<Edge> edge
) {
    TlsStream stream(std::move(socket), *tls);
    spawn(std::make_shared<Session<TlsStream>>(std::move(stream), std::move(tls), std::move(edge)));
}

}  // namespace gyeol::http
