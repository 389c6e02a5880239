// The shape of a journal's lines and of the records in them, the same for every simulator: how many ids
// were given out, and one whole changed thing under the word for its kind.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "sandbox/id_maker.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox {

/// Writes `{"sequence": ..., "<kind>": record}`. `sequence` is how many ids were given out, so that none
/// is given out twice.
std::string write_journal_line(
    std::uint64_t sequence, std::string_view kind, boost::json::value record
);

/// Reads one line and lets `ids` go on behind its sequence. Fails with `invalid_request` when it has
/// none.
Result<boost::json::object> read_journal_line(std::string_view line, IdMaker& ids);

/// Writes an instant of a record: milliseconds, or null.
boost::json::value write_time(const std::optional<Instant>& instant);

/// Reads what `write_time` wrote, none when the member is absent or null.
std::optional<Instant> find_time(const boost::json::object& record, std::string_view name);

/// Returns the text member, empty when there is none.
std::string text_of(const boost::json::object& record, std::string_view name);

/// Returns the whole number, 0 when there is none.
std::int64_t whole_of(const boost::json::object& record, std::string_view name);

}  // namespace gyeol::sandbox
