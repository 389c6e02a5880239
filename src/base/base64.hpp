// Base64 in the usual alphabet with padding (RFC 4648 section 4): keys of webhooks, parts of e-mails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gyeol {

std::string write_base64(std::string_view bytes);

/// Returns the bytes, or none when `text` is not exactly that.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace gyeol
