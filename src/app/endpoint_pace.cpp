#include "app/endpoint_pace.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::app {

Instant EndpointPace::free_at(domain::EndpointId id, Instant now) const {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return now;
    const auto& row = found->second;
    const bool has_failed = row.failures >= limits::endpoint_failures_max;
    const std::size_t at_once = has_failed ? 1 : limits::deliveries_to_one;
    if (row.under_way >= at_once)
        return std::max<Instant>(row.rests_until, now + limits::delivery_gap);
    return std::max(row.rests_until, now);
}

void EndpointPace::end(domain::EndpointId id) {
    const auto found = rows_.find(id);
    ensure(found != rows_.end() && found->second.under_way > 0, "a delivery ends once");
    --found->second.under_way;
}

void EndpointPace::count_failure(domain::EndpointId id, Instant now) {
    auto& row = rows_[id];
    ++row.failures;
    const int beyond = row.failures - limits::endpoint_failures_max;
    if (beyond < 0) return;
    constexpr int doublings_max = 6;
    const auto rest = limits::endpoint_rest_min * (1 << std::min(beyond, doublings_max));
    row.rests_until = now + std::min<Millis>(rest, limits::endpoint_rest_max);
}

}  // namespace gyeol::app
