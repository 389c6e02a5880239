// What every stored record carries beside its own meaning.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/event.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gyeol::domain {

/// `version` belongs to the store: it is 0 until created, then 1, and one more with every replace.
struct RecordMeta {
    std::uint64_t version = 0;
    std::vector<OpId> ops;          // The last changes, newest last, at most `limits::ops_kept`.
    std::uint64_t events_made = 0;  // Events ever made by this record.
    std::vector<Event> events;      // Not yet delivered, oldest first.
    std::optional<Instant>
        next_at;  // Somebody must look at the record then; absent when nobody must.

    friend bool operator==(const RecordMeta&, const RecordMeta&) = default;
};

}  // namespace gyeol::domain
