// Instants and durations as the whole program uses them: milliseconds, UTC. Nothing here reads a
// clock; that is ports/clock.hpp. Calendar days of the merchant are in domain/.
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol {

/// Milliseconds since the Unix epoch, UTC.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Millis = std::chrono::milliseconds;

/// Returns `instant` as RFC 3339 UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
std::string write_rfc3339(Instant instant);

/// Returns the instant of an RFC 3339 text: 0-9 fraction digits (cut to milliseconds), `Z` or an
/// offset. Fails with `invalid_request` for anything else.
Result<Instant> parse_rfc3339(std::string_view text);

/// As `parse_rfc3339`, but a text without a zone is Korean time (UTC+9), which is how Toss Payments
/// writes it in webhooks.
Result<Instant> parse_korean_time(std::string_view text);

/// Returns `instant` as Korean wall-clock time with its offset: `2026-01-02T12:04:05+09:00`.
std::string write_korean_time(Instant instant);

/// Returns milliseconds since the epoch, for storage.
std::int64_t to_millis(Instant instant);

/// Returns the instant `millis` after the epoch.
Instant from_millis(std::int64_t millis);

}  // namespace gyeol
