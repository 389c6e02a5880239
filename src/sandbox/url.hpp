// The few things a simulator needs to know about URLs.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gyeol::sandbox {

/// Returns `text` with `%xx` decoded; what is no escape stays as it is.
std::string decode_percent(std::string_view text);

/// Returns path and query of a URL that may be absolute, without scheme, host and fragment.
std::string_view target_of(std::string_view url);

/// Returns the decoded segments of `target`'s path: `/a/b%3D?x` gives `a` and `b=`.
std::vector<std::string> segments_of(std::string_view target);

using Query = std::vector<std::pair<std::string_view, std::string>>;

/// Returns `url` with `query` appended, percent-encoded, after `?` or `&`.
std::string with_query(std::string_view url, const Query& query);

/// Returns whether `url` is absolute http or https, origin included.
bool is_absolute_url(std::string_view url);

}  // namespace gyeol::sandbox
