// Request targets: which path and query a request line names. A path that is written to fool
// somebody behind us (dot segments, encoded separators, overlong UTF-8) is refused, never cleaned up.
#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::http {

struct Target {
    std::string path;   // Decoded; begins with `/`, or is `*`.
    std::string query;  // As sent, without `?`.
};

/// Reads origin form (`/a?b`), absolute form (`http://host/a?b`) and `*`. Fails with `invalid_path`
/// for empty, `.` and `..` segments, encoded slashes, backslashes, control characters, broken
/// percent-encoding and anything that is not UTF-8.
Result<Target> parse_target(std::string_view target);

/// Returns `text` with its percent-encoding undone, none when the encoding is broken.
std::optional<std::string> decode_percent(std::string_view text);

/// The members of a query such as `limit=2&cursor=a%20b`. Borrows the text.
class Query {
public:
    explicit Query(std::string_view text) : text_(text) {}

    /// Returns the decoded value of the first member `name`; none when it is absent. Fails with
    /// `invalid_query` when the encoding is broken or the text is not UTF-8.
    [[nodiscard]] Result<std::optional<std::string>> find(std::string_view name) const;

private:
    std::string_view text_;
};

}  // namespace gyeol::http
