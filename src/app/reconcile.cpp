// Everything that is due: expiry, asks about open outcomes, deposits, returns, reviews, webhooks that
// were acknowledged and not yet acted on.
#include "app/app.hpp"
#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"
#include "domain/payment_schedule.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using domain::PaymentStatus;

bool has_surplus(const domain::Payment& payment, domain::Surplus::State state) {
    return payment.surplus && payment.surplus->state == state;
}

/// Returns whether it is its undelivered events that made the payment due; what else it may wait for is
/// scheduled again when they are gone.
bool is_due_for_events(const domain::Payment& payment) {
    const auto& events = payment.meta.events;
    return !events.empty() && payment.meta.next_at == events.back().at + domain::events_look_after;
}

}  // namespace

Task<std::size_t> App::reconcile_due() {
    const auto now = ports_.clock.now();
    const auto payments = co_await look_at_due_payments(now);
    const auto webhooks = co_await look_at_due_webhooks(now);
    if (now >= next_purge_) {
        next_purge_ = now + limits::purge_interval;
        const auto purged = co_await ports_.store.purge_idempotency(now);
        if (!purged)
            note(NoteLevel::warning, "reconcile.purge_failed", {{"why", purged.error().reason}});
    }
    co_return payments + webhooks;
}

Task<> App::run_reconciler(ports::Signal stop) {
    while (!stop.is_set()) {
        const auto looked_at = co_await reconcile_due();
        if (looked_at > 0) continue;
        co_await ports::wait_for(ports_.clock, stop, ports_.clock.now() + limits::due_interval);
    }
}

Task<std::size_t> App::look_at_due_payments(Instant now) {
    auto due = co_await ports_.store.due(domain::RecordKind::payments, now, limits::due_page);
    if (!due) {
        note(NoteLevel::warning, "reconcile.due_failed", {{"why", due.error().reason}});
        co_return 0;
    }
    std::vector<ports::Signal> running;
    std::size_t looked_at = 0;
    for (auto& record : *due) {
        auto payment = std::get<domain::Payment>(std::move(record));
        if (open_work_.contains(payment.id)) continue;  // Its own worker will store the outcome.
        const auto id = payment.id;
        const auto ended = open_work(id, false)->second.ended;
        if (!ports_.gate.spawn(
                "look_at_payment",
                act_on_due_payment(std::move(payment)),
                [this, id] { end_work(id); }
            )) {
            end_work(id);
            break;
        }
        ++looked_at;
        running.push_back(ended);
        if (running.size() < limits::asks_at_once) continue;
        const auto oldest = running.front();
        running.erase(running.begin());
        co_await ports::wait_for(ports_.clock, oldest, ports_.clock.now() + limits::drain_within);
    }
    for (const auto& ended : running) {
        co_await ports::wait_for(ports_.clock, ended, ports_.clock.now() + limits::drain_within);
    }
    co_return looked_at;
}

Task<> App::store_quietly(domain::Payment payment) {
    const auto stored = co_await replace_payment(std::move(payment));
    if (!stored) note(NoteLevel::warning, "reconcile.not_stored", {{"why", stored.error().reason}});
}

Task<> App::act_on_due_payment(domain::Payment payment) {
    const auto now = ports_.clock.now();
    GYEOL_POINT("reconcile.before");
    event_desk_.deliver(payment);
    if (domain::is_overdue(payment, now)) {
        co_await store_quietly(domain::expire(std::move(payment), now));
        co_return;
    }
    if (has_surplus(payment, domain::Surplus::State::to_return)) {
        co_await give_back_surplus(std::move(payment));
        co_return;
    }
    if (is_due_for_events(payment)) {
        auto silent = event_desk_.without_delivered(std::move(payment));
        schedule(silent, now);
        co_await store_quietly(std::move(silent));
        co_return;
    }
    if (payment.status == PaymentStatus::waiting_for_deposit && payment.cancel_key) {
        auto* provider = provider_of(payment.provider);
        ensure(provider != nullptr, "a payment's provider was there when it was begun");
        // The same key again: Toss answers it from its store when the first one arrived.
        auto outcome = co_await provider->cancel_deposit(payment);
        const auto settled =
            co_await settle_and_store(std::move(payment), std::move(outcome), AskCause::due);
        if (!settled) {
            note(NoteLevel::warning, "reconcile.not_stored", {{"why", settled.error().reason}});
        }
        co_return;
    }
    auto answer = co_await ask_payment(payment.id, AskCause::due);
    if (!answer.payment) {
        note(NoteLevel::warning, "reconcile.not_stored", {{"why", answer.payment.error().reason}});
        co_return;
    }
    // Asked and seen not returned: the intent may go out again; `begin_return` knows under which key.
    const bool not_returned =
        answer.answered && has_surplus(*answer.payment, domain::Surplus::State::returning);
    if (not_returned) {
        co_await give_back_surplus(std::move(*answer.payment));
    }
}

Task<> App::give_back_surplus(domain::Payment payment) {
    auto* provider = provider_of(payment.provider);
    ensure(provider != nullptr, "a payment's provider was there when it was begun");
    // Money: the intent is stored before it is sent, under the key that `begin_return` chose; what became
    // of it, only an ask decides. Guarded by LateCapture.GoesBackOnceWhateverCrashes.
    const auto key_life = provider->facts().key_life;
    const auto committed = co_await replace_payment(
        domain::begin_return(std::move(payment), key_life, ports_.clock.now())
    );
    if (!committed || committed->state != ports::Committed::State::done) co_return;
    auto stored = std::get<domain::Payment>(*committed->stored);
    if (!has_surplus(stored, domain::Surplus::State::returning)) co_return;
    GYEOL_POINT("return.before_send");
    auto outcome = co_await provider->give_back(stored);
    GYEOL_POINT("return.after_send");
    if (outcome.kind == domain::ProviderOutcome::Kind::declined) {
        co_await store_quietly(domain::refuse_return(std::move(stored), ports_.clock.now()));
        co_return;
    }
    const auto settled =
        co_await settle_and_store(std::move(stored), std::move(outcome), AskCause::hint);
    if (!settled)
        note(NoteLevel::warning, "reconcile.not_stored", {{"why", settled.error().reason}});
}

Task<std::size_t> App::look_at_due_webhooks(Instant now) {
    auto due = co_await ports_.store.due(domain::RecordKind::inbox, now, limits::due_page);
    if (!due) {
        note(NoteLevel::warning, "reconcile.due_failed", {{"why", due.error().reason}});
        co_return 0;
    }
    std::size_t looked_at = 0;
    for (auto& record : *due) {
        auto item = std::get<domain::InboxItem>(std::move(record));
        // In the gate, so that a broken law about one webhook does not end the reconciler.
        const ports::Signal ended;
        const bool spawned = ports_.gate.spawn(
            "act_on_webhook", act_on_webhook(std::move(item)), [ended] { ended.set(); }
        );
        if (!spawned) break;
        co_await ports::wait_for(ports_.clock, ended, ports_.clock.now() + limits::drain_within);
        ++looked_at;
    }
    co_return looked_at;
}

}  // namespace gyeol::app
