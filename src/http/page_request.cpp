#include "http/page_request.hpp"

#include "base/json.hpp"
#include "http/target.hpp"
#include "http/wire.hpp"

#include <charconv>

namespace gyeol::http {

Done expect_no_members(std::string_view text) {
    if (text.empty()) return {};
    const auto body = parse_json_object(text);
    if (!body) return body.error();
    return FieldReader(*body).finish();
}

Result<PageRequest> parse_page(std::string_view query) {
    PageRequest page;
    const auto limit = Query(query).find("limit");
    if (!limit) return limit.error();
    if (*limit) {
        const auto& digits = **limit;
        const auto [end, failure] =
            std::from_chars(digits.data(), digits.data() + digits.size(), page.count);
        const bool whole = failure == std::errc{} && end == digits.data() + digits.size();
        if (!whole || page.count < 1 || page.count > limits::page_max) {
            return invalid("invalid_limit", "`limit` is a number from 1 to 100.", "limit");
        }
    }
    const auto cursor = Query(query).find("cursor");
    if (!cursor) return cursor.error();
    if (!*cursor) return page;
    const auto after = parse_cursor(**cursor);
    if (!after) return after.error();
    page.after = *after;
    return page;
}

}  // namespace gyeol::http
