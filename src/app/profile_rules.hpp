// What a password, a name and a telephone number must look like to be taken.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <string_view>

namespace gyeol::app {

/// Length only (8 to 256 bytes): rules about letters and digits make passwords worse.
Done check_password(const Secret& password, std::string_view field = "password");
Done check_name(std::string_view name);

/// An empty number is none given; otherwise digits, spaces, `-`, `+`, `(`, `)`.
Done check_phone(std::string_view phone);

}  // namespace gyeol::app
