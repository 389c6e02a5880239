// One exchange on its way through libcurl: the options it is made with, what has come back, and how
// its end is told. Belongs to the thread of curl_client.cpp.
#pragma once

#include "platform/curl_client.hpp"
#include "ports/handoff.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace gyeol::platform {

/// What one exchange needs until its end.
class CurlTransfer {
public:
    using Answer = std::shared_ptr<ports::Handoff<ports::Exchanged>>;

    CurlTransfer(ports::HttpRequest request, Instant deadline, Answer answer);
    CurlTransfer(const CurlTransfer&) = delete;
    CurlTransfer& operator=(const CurlTransfer&) = delete;
    ~CurlTransfer();

    /// Prepares the exchange and returns libcurl's handle of it (a `CURL*`), or null when the request
    /// cannot be written as HTTP or there is no memory. `clock` and `settings` must outlive this.
    void* begin(const ports::Clock& clock, const CurlSettings& settings);

    /// Returns why the exchange must end now, if it must.
    [[nodiscard]] std::optional<ports::TransportFailure> overdue(Instant now) const;

    /// Gives the result to the one who waits. Exactly one of the three is called, once.
    void finish(int curl_code);
    void fail(ports::TransportFailure kind, std::string detail);

    [[nodiscard]] void* handle() const { return handle_; }

private:
    struct Callbacks;

    void set_options(const CurlSettings& settings, Millis left);
    void set_guard();
    void set_method();
    void set_headers();

    ports::HttpRequest request_;
    Instant deadline_;
    Answer answer_;
    const ports::Clock* clock_ = nullptr;
    const CurlSettings* settings_ = nullptr;
    void* handle_ = nullptr;
    void* header_list_ = nullptr;
    std::size_t body_bytes_max_ = 0;
    std::size_t header_bytes_ = 0;
    ports::HttpReply reply_;
    // Money: set at the last moment before the request may be written, and never cleared. As long as it
    // is not set, no byte of the request has left. Guarded by CurlClient.ADeadConnectionIsNotRetried.
    bool released_ = false;
    bool send_by_passed_ = false;
    bool too_large_ = false;
    bool address_refused_ = false;
};

}  // namespace gyeol::platform
