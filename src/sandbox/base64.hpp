// Base64 in the usual alphabet, as the Authorization header carries it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox {

/// Returns the bytes of `text`, padded or not, none when a character is of another alphabet.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace gyeol::sandbox
