// The few things a simulator needs to know about texts.
#pragma once

#include <cstddef>
#include <string_view>

namespace gyeol::sandbox {

/// Counts characters, not bytes: a Korean text of 200 characters has 600 bytes.
std::size_t character_count(std::string_view text);

}  // namespace gyeol::sandbox
