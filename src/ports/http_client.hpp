// One HTTP exchange with a server outside, told exactly as far as it is known.
#pragma once

#include "base/time.hpp"
#include "ports/task.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::ports {

struct HttpHeader {
    std::string name;
    std::string value;
};

/// Returns the value of the first header called `name` (case does not matter), empty when there is none.
std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name);

enum class HttpMethod : std::uint8_t { get, post, put, patch, del, head, options };

/// Returns the method as on the wire, such as `POST`; `del` is `DELETE`.
std::string_view word(HttpMethod method);

struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    std::string url;  // Absolute.
    std::vector<HttpHeader> headers;
    std::string body;
    /// Money: after this instant nothing may be written to the socket, however long the process was
    /// stopped; the exchange fails with `nothing_sent`. Guarded by
    /// HttpClientContract.NothingIsSentAfterSendBy.
    std::optional<Instant> send_by;
};

struct HttpReply {
    int status = 0;
    std::vector<HttpHeader> headers;
    std::string body;
};

/// Why no complete reply came.
enum class TransportFailure : std::uint8_t {
    unreachable,     // No connection: name unknown, refused, TLS failed.
    send_by_passed,  // Held back by ourselves.
    timed_out,       // The deadline passed without a complete reply.
    broken,          // The connection ended, or what came was not HTTP.
    too_large,       // The reply is larger than `provider_body_bytes_max`.
};

std::string_view word(TransportFailure failure);

/// Money: `nothing_sent` is a proof, not a guess: no byte of the request can have reached the server.
/// Everything else may have been taken and executed. The two must never share a branch. Guarded by
/// HttpClientContract.ALostAnswerProvesNothingAndIsNotRepeated.
struct ExchangeFailure {
    TransportFailure kind = TransportFailure::broken;
    bool nothing_sent = false;
    std::string detail;  // For notes only; holds no header, body or key.
};

using Exchanged = tl::expected<HttpReply, ExchangeFailure>;

/// Promises: follows no redirect; verifies TLS certificates; gives up at `deadline` on the wall;
/// repeats nothing by itself; never throws.
class HttpClient {
public:
    HttpClient() = default;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    virtual ~HttpClient() = default;

    virtual Task<Exchanged> exchange(HttpRequest request, Instant deadline) = 0;
};

}  // namespace gyeol::ports
