// How every use case writes: one change, repeated under its op until its fate is known.
#include "app/app.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"

#include <utility>

namespace gyeol::app {

OpId App::next_op() {
    return OpId(ports::make_id(ports_.ids, ports_.clock.now()));
}

void App::book(domain::Aggregate& record) {
    auto* payment = std::get_if<domain::Payment>(&record);
    if (payment == nullptr) return;
    const auto digest = [this](std::string_view text) {
        return ports::hex_digest(ports_.ids, text);
    };
    domain::book(*payment, digest, ports_.clock.now());
}

Task<Result<ports::Committed>> App::commit(
    domain::Aggregate record, std::optional<std::uint64_t> replaces
) {
    book(record);
    const domain::Change change{std::move(record), replaces, next_op()};
    GYEOL_POINT("store.before_commit");
    for (int tries = 1;; ++tries) {
        auto committed = co_await ports_.store.commit(change);
        if (committed || committed.error().code != ErrorCode::store_unknown) {
            GYEOL_POINT("store.after_commit");
            co_return committed;
        }
        // Money: a write whose answer was lost is repeated as it was, under its op; a new one could be
        // applied beside it. Guarded by StoreFaults.ALostAnswerIsResolvedByRepeatingTheSameWrite.
        note(
            NoteLevel::warning,
            "store.unknown",
            {{"kind", std::string(word(kind_of(change.record)))}}
        );
        if (tries == limits::store_tries) co_return committed;
        co_await ports::sleep_until(ports_.clock, ports_.clock.now() + limits::store_retry_wait);
    }
}

Task<Result<std::vector<ports::Committed>>> App::commit_in_order(std::vector<domain::Change> changes
) {
    for (auto& change : changes)
        book(change.record);
    GYEOL_POINT("store.before_commit");
    for (int tries = 1;; ++tries) {
        auto committed = co_await ports_.store.commit_in_order(changes);
        if (committed || committed.error().code != ErrorCode::store_unknown ||
            tries == limits::store_tries) {
            GYEOL_POINT("store.after_commit");
            co_return committed;
        }
        note(NoteLevel::warning, "store.unknown", {{"kind", "several"}});
        co_await ports::sleep_until(ports_.clock, ports_.clock.now() + limits::store_retry_wait);
    }
}

Task<Result<ports::Committed>> App::replace_payment(domain::Payment payment) {
    const auto version = payment.meta.version;
    auto committed = co_await commit(event_desk_.without_delivered(std::move(payment)), version);
    if (committed && committed->state == ports::Committed::State::done) {
        hand_on(std::get<domain::Payment>(*committed->stored));
    }
    co_return committed;
}

}  // namespace gyeol::app
