#include "sandbox/journal_line.hpp"

#include <algorithm>

namespace gyeol::sandbox {
namespace json = boost::json;

std::string write_journal_line(std::uint64_t sequence, std::string_view kind, json::value record) {
    json::object line;
    line["sequence"] = sequence;
    line[kind] = std::move(record);
    return json::serialize(line);
}

Result<json::object> read_journal_line(std::string_view line, IdMaker& ids) {
    auto read = parse_json_object(line);
    if (!read) return read.error();
    const auto sequence = find_whole(*read, "sequence");
    if (!sequence) return invalid("invalid_journal", "A line of the journal has no sequence.");
    ids.resume_at(std::max(ids.sequence(), static_cast<std::uint64_t>(*sequence)));
    return std::move(*read);
}

json::value write_time(const std::optional<Instant>& instant) {
    return instant ? json::value(to_millis(*instant)) : json::value(nullptr);
}

std::optional<Instant> find_time(const json::object& record, std::string_view name) {
    const auto millis = find_whole(record, name);
    if (!millis) return std::nullopt;
    return from_millis(*millis);
}

std::string text_of(const json::object& record, std::string_view name) {
    return find_text(record, name).value_or("");
}

std::int64_t whole_of(const json::object& record, std::string_view name) {
    return find_whole(record, name).value_or(0);
}

}  // namespace gyeol::sandbox
