// What several handlers read: which page of a list, and that a body says nothing.
#pragma once

#include "base/limits.hpp"
#include "base/result.hpp"
#include "ports/store.hpp"

#include <optional>
#include <string_view>

namespace gyeol::http {

struct PageRequest {
    std::optional<ports::PageCursor> after;
    std::size_t count = limits::page_default;
};

/// Reads `limit` and `cursor` of a query. Fails with `invalid_request`: `invalid_limit`, `invalid_cursor`.
Result<PageRequest> parse_page(std::string_view query);

/// Accepts nothing, or an object without members.
Done expect_no_members(std::string_view text);

}  // namespace gyeol::http
