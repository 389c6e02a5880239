#include "domain/idempotency.hpp"

namespace gyeol::domain {

Result<IdempotencyStep> meet(
    const IdempotencyRecord& record, std::string_view body_digest, Instant now
) {
    // Expiry is checked here and not left to the purge, which may be late.
    if (record.expires_at <= now) return IdempotencyStep::run;
    if (record.body_digest != body_digest) {
        return Error{
            .code = ErrorCode::idempotency_mismatch,
            .reason = "idempotency_mismatch",
            .detail = "This Idempotency-Key was used for another request. Use a new key.",
            .field = "Idempotency-Key",
            .object_id = {},
        };
    }
    if (record.finished) return IdempotencyStep::replay;
    if (record.lease_until <= now) return IdempotencyStep::run;
    return Error{
        .code = ErrorCode::conflict,
        .reason = "idempotency_in_progress",
        .detail =
            "The first request with this Idempotency-Key is still running. Repeat it shortly.",
        .field = "Idempotency-Key",
        .object_id = {},
        .retry_after_s = 1,
    };
}

}  // namespace gyeol::domain
