// Turns the bytes of a connection into requests, one reader per request. Beast's parser knows the
// grammar; this adds what it leaves open: the shapes that two servers may read differently are refused.
#pragma once

#include "http/message.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace gyeol::http {

/// How much one request may bring.
struct RequestLimits {
    std::size_t header_bytes_max = 0;
    std::size_t header_count_max = 0;
    std::size_t body_bytes_max = 0;
};

/// Why the bytes are no request that we take. Each closes the connection, since nobody can know where
/// the next request begins.
enum class Refusal : std::uint8_t {
    none,
    malformed,             // 400
    timed_out,             // 408
    body_too_large,        // 413
    expectation,           // 417
    header_too_large,      // 431
    unknown_method,        // 501
    too_many_connections,  // 503
};

/// Reads one request. Feed bytes with `take` until `is_done()` or `refusal()` says so.
class RequestReader final : private boost::beast::http::basic_parser<true> {
public:
    explicit RequestReader(RequestLimits limits);

    /// Reads from `bytes` and returns how many it used up; the rest belongs to the next call, put
    /// together with what arrives later.
    std::size_t take(std::string_view bytes);

    [[nodiscard]] bool is_done() const { return basic_parser::is_done(); }

    [[nodiscard]] Refusal refusal() const { return refusal_; }

    /// Returns whether the client waits for `100 Continue` before it sends the body.
    [[nodiscard]] bool waits_for_continue() const;

    [[nodiscard]] bool has_begun() const { return got_some(); }

    [[nodiscard]] bool keeps_alive() const { return keep_alive(); }

    [[nodiscard]] bool is_http_1_0() const { return version_ == 10; }

    /// The request read so far; whole when `is_done()`.
    Request& request() { return request_; }

private:
    using Failure = boost::beast::error_code;
    using View = boost::beast::string_view;
    using Verb = boost::beast::http::verb;
    using Field = boost::beast::http::field;

    void on_request_impl(Verb verb, View method, View target, int version, Failure& failure)
        override;
    void on_response_impl(int code, View reason, int version, Failure& failure) override;
    void on_field_impl(Field field, View name, View value, Failure& failure) override;
    void on_header_impl(Failure& failure) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Failure& failure) override;
    std::size_t on_body_impl(View body, Failure& failure) override;
    void on_chunk_header_impl(std::uint64_t size, View extensions, Failure& failure) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, View body, Failure& failure) override;
    void on_finish_impl(Failure& failure) override;

    void refuse(Refusal refusal, Failure& failure);
    [[nodiscard]] Refusal refusal_of(Failure failure) const;

    RequestLimits limits_;
    Request request_;
    Refusal refusal_ = Refusal::none;
    int version_ = 11;
    int host_count_ = 0;
    bool expects_continue_ = false;
    bool has_headers_ = false;
};

}  // namespace gyeol::http
