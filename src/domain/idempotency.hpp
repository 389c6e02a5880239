// One `Idempotency-Key` of one caller: what was asked under it, and what was answered.
#pragma once

#include "base/result.hpp"
#include "domain/record.hpp"

#include <cstdint>
#include <string>

namespace gyeol::domain {

using IdempotencyId = TypedId<struct IdempotencyTag>;

/// The id is derived from (user, method, path, key).
struct IdempotencyRecord {
    IdempotencyId id;
    RecordMeta meta;
    std::string body_digest;  // Hex SHA-256; the body itself is not kept.
    bool finished = false;
    Instant lease_until;
    Instant expires_at;
    int status = 0;
    std::string answer;  // The stored body, encrypted at rest: it may hold a checkout address.

    friend bool operator==(const IdempotencyRecord&, const IdempotencyRecord&) = default;
};

/// What a request that finds `record` under its key must do.
enum class IdempotencyStep : std::uint8_t {
    run,     // Nobody works on it: the record expired, or its worker's lease did.
    replay,  // Answer what is stored.
};

/// Fails with `idempotency_mismatch` for another body, and with `conflict` (`idempotency_in_progress`)
/// while the first request runs.
Result<IdempotencyStep> meet(
    const IdempotencyRecord& record, std::string_view body_digest, Instant now
);

}  // namespace gyeol::domain
