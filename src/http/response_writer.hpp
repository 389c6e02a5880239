// Response heads as bytes.
#pragma once

#include "base/time.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace gyeol::http {

/// What the connection, not the handler, decides about an answer.
struct HeadFrame {
    std::string_view request_id{};
    std::string_view date{};  // Value of `Date`.
    bool closes = false;      // This is the last answer on the connection.
    bool http_1_0 = false;
};

/// Returns whether a response with `status` may have content.
bool may_have_content(int status);

/// Replaces `head` with the status line and headers of `response`, up to and with the empty line.
/// Header values must not hold line ends; those that do are left out.
void write_head(std::string& head, const Response& response, const HeadFrame& frame);

/// Returns `now` as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string write_http_date(Instant now);

}  // namespace gyeol::http
