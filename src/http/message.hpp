// What goes in and out at the HTTP edge, free of the library that carries it: a request as it was
// read, a response as it will be written. Meaning (JSON, problems, routes) is elsewhere.
#pragma once

#include "ports/http_client.hpp"
#include "ports/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::http {

using Method = ports::HttpMethod;

/// The header fields of one request. Texts are kept in one block and handed out as views, which live
/// as long as the object is neither moved nor changed.
class HeaderFields {
public:
    void add(std::string_view name, std::string_view value);

    /// Returns the first value of `name` (case does not matter), none when it was not sent.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    /// Returns how often `name` was sent.
    [[nodiscard]] std::size_t count(std::string_view name) const;

    [[nodiscard]] std::size_t size() const { return slices_.size(); }

    /// Returns a copy in the form that ports take.
    [[nodiscard]] std::vector<ports::HttpHeader> copy() const;

private:
    struct Slice {
        std::uint32_t name_at = 0;
        std::uint32_t name_size = 0;
        std::uint32_t value_size = 0;
    };

    [[nodiscard]] std::string_view name_of(Slice slice) const;
    [[nodiscard]] std::string_view value_of(Slice slice) const;

    std::string block_;
    std::vector<Slice> slices_;
};

/// One whole request. `path` is decoded and proved harmless (target.hpp); `query` is as sent.
struct Request {
    Method method = Method::get;
    std::string target;  // As sent.
    std::string path;
    std::string query;
    HeaderFields headers;
    std::string body;
    std::string id;    // `Request-Id` of the answer.
    std::string peer;  // Address without port.
};

/// One header of a response. Names and fixed values are string literals.
struct ResponseHeader {
    std::string_view name;
    std::string value;
};

/// One whole response. Sends `asset` when it is not empty, else `body`; `asset` must live as long as
/// the program.
struct Response {
    int status = 200;
    std::string_view content_type;  // Empty when there is no content.
    std::vector<ResponseHeader> headers;
    /// Finished header lines (`Name: value\r\n` ...) that live as long as the program.
    std::string_view fixed_headers;
    std::string body;
    std::string_view asset;
    bool hangs_up =
        false;  // The connection is closed with nothing written: a sandbox's lost reply.

    [[nodiscard]] std::string_view content() const {
        return asset.empty() ? std::string_view(body) : asset;
    }
};

/// Whoever answers requests. Promises: `handle` is called on the loop thread, once per request; it
/// may throw `BrokenLaw` and nothing else, which the edge answers with `internal`.
class Handler {
public:
    Handler() = default;
    Handler(const Handler&) = delete;
    Handler& operator=(const Handler&) = delete;
    virtual ~Handler() = default;

    virtual Task<Response> handle(Request request) = 0;
};

/// Returns whether two ASCII texts are equal when case does not matter.
bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace gyeol::http
