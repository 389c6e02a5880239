// How fast deliveries go to each endpoint: a slow one takes a few at a time, a dead one is left in peace,
// and neither is in the way of the others.
#pragma once

#include "base/time.hpp"
#include "domain/endpoint.hpp"

#include <map>

namespace gyeol::app {

/// At most `limits::deliveries_to_one` at once to one endpoint. After `limits::endpoint_failures_max`
/// failures in a row it rests, twice as long after each further one; then one delivery tries. Remembers in
/// this process only. Loop thread only.
class EndpointPace {
public:
    /// Returns when a delivery to `id` may begin; not after `now` when it may at once.
    [[nodiscard]] Instant free_at(domain::EndpointId id, Instant now) const;

    void begin(domain::EndpointId id) { ++rows_[id].under_way; }

    /// Requires a `begin` before it.
    void end(domain::EndpointId id);

    void count_success(domain::EndpointId id) { rows_[id].failures = 0; }

    void count_failure(domain::EndpointId id, Instant now);

private:
    struct Row {
        std::size_t under_way = 0;
        int failures = 0;  // In a row.
        Instant rests_until;
    };

    std::map<domain::EndpointId, Row> rows_;
};

}  // namespace gyeol::app
