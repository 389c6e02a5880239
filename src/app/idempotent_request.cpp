// One Idempotency-Key: the first request runs, its repeats get the same answer.
#include "app/app.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

std::string hex_of(const std::array<std::uint8_t, 32>& digest) {
    return write_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

Task<Result<RequestStart>> App::begin_request(IdempotencyScope scope, std::string body) {
    const auto now = ports_.clock.now();
    domain::IdempotencyRecord record;
    record.id = domain::IdempotencyId(ports::derive_id(
        ports_.ids,
        fmt::format(
            "idempotency\n{}\n{}\n{}\n{}", scope.caller, scope.method, scope.path, scope.key
        )
    ));
    record.body_digest = hex_of(ports_.ids.sha256(body));
    std::optional<std::uint64_t> replaces;
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        record.lease_until = now + limits::idempotency_lease;
        record.expires_at = now + limits::idempotency_life;
        const auto committed = co_await commit(record, replaces);
        if (!committed) co_return committed.error();
        if (committed->state == State::gone) {  // Purged between two looks.
            replaces.reset();
            continue;
        }
        auto stored = std::get<domain::IdempotencyRecord>(*committed->stored);
        if (committed->state == State::done)
            co_return RequestStart{domain::IdempotencyStep::run, std::move(stored)};
        const auto step = domain::meet(stored, record.body_digest, now);
        if (!step) co_return step.error();
        if (*step == domain::IdempotencyStep::replay) {
            co_return RequestStart{domain::IdempotencyStep::replay, std::move(stored)};
        }
        record.meta = stored.meta;
        replaces = stored.meta.version;
    }
    co_return Error{
        ErrorCode::conflict,
        "idempotency_in_progress",
        "This key is in use. Try again.",
        {},
        {},
        1};
}

Task<Done> App::finish_request(domain::IdempotencyRecord record, int status, std::string answer) {
    const auto version = record.meta.version;
    record.finished = true;
    record.status = status;
    record.answer = std::move(answer);
    const auto committed = co_await commit(std::move(record), version);
    if (!committed) co_return committed.error();
    // Stale: the lease ran out and a repeat took over. Its answer counts; both ran the same payment.
    if (committed->state != State::done) note(NoteLevel::warning, "idempotency.lease_lost");
    co_return Done{};
}

Task<Done> App::abandon_request(domain::IdempotencyRecord record) {
    const auto version = record.meta.version;
    record.lease_until = ports_.clock.now();
    const auto committed = co_await commit(std::move(record), version);
    if (!committed) co_return committed.error();
    co_return Done{};
}

}  // namespace gyeol::app
