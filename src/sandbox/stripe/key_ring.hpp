// Which API keys the simulator knows, and what each may do.
#pragma once

#include "sandbox/stripe/answer.hpp"
#include "sandbox/stripe/options.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

/// Returns the key of an `Authorization` header: `Bearer <key>`, or Basic with the key as the user. Empty
/// when there is none.
std::string read_key(std::string_view header);

/// Returns whether the key is one for browsers.
bool is_publishable(std::string_view key);

/// Returns the 401 for a key that is missing or not known; live keys are never known. None when it is good.
std::optional<Answer> find_key_refusal(const Options& options, std::string_view key);

}  // namespace gyeol::sandbox::stripe
