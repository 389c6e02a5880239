// An e-mail as it travels: headers and two forms of one text (RFC 5322, 2045, 2047).
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "platform/letter_text.hpp"

#include <string>
#include <string_view>

namespace gyeol::platform {

/// Returns whether `text` is an address that can stand in a header and in an SMTP command: ASCII, one `@`,
/// none of the letters that end or open something there.
bool is_mail_address(std::string_view text);

struct MailEnvelope {
    std::string from;       // Both must be addresses.
    std::string from_name;  // Any text; written encoded.
    std::string to;
    std::string message_id;  // The part before the `@`.
    Instant at;
};

/// Returns the whole message with CRLF line ends: every text is encoded, so that none can be a header.
/// Fails with `invalid_request` (`invalid_address`).
Result<std::string> write_mail(const MailEnvelope& envelope, const LetterText& letter);

}  // namespace gyeol::platform
