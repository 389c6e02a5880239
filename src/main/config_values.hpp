// What one value means, and whether it is a real value at all.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::program {

/// Returns whether `value` stands where a secret should: the tutorial's examples, words such as
/// `change-me`, one letter repeated, or an ellipsis.
bool is_placeholder(std::string_view value);

/// Returns the time of `7d`, `12h`, `30m`, `3s` or plain seconds; none for anything else, for zero and
/// for more than 400 days, which is what browsers keep a cookie for.
std::optional<Millis> parse_span(std::string_view text);

/// Returns the port of `text`, 0 to 65535; 0 lets the system choose.
std::optional<unsigned short> parse_port(std::string_view text);

/// Returns `text` as `scheme://host[:port]`, lower-case and without a slash at its end. Fails with
/// `invalid_request` and a sentence when it is not http(s), or has a path, query, fragment or password.
Result<std::string> parse_origin(std::string_view text);

/// As `parse_origin`, but a path may follow.
Result<std::string> parse_base_url(std::string_view text);

/// Returns the first letters of a key and `***`: of `test_gsk_...` what tells its family, else nothing.
std::string mask_key(std::string_view value);

}  // namespace gyeol::program
