// Everything that is due: expiry, asks about open outcomes, deposits, returns, reviews, webhooks that
// were acknowledged and not yet acted on.
#include "app/app.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"
#include "domain/payment_schedule.hpp"
#include "domain/refund.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using domain::PaymentStatus;

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
        const auto forgotten = co_await ports_.store.purge_deliveries(now);
        if (!forgotten)
            note(NoteLevel::warning, "reconcile.purge_failed", {{"why", forgotten.error().reason}});
    }
    co_return payments + webhooks;
}

Task<> App::run_reconciler(ports::Signal stop) {
    while (!stop.is_set()) {
        const auto looked_at = co_await reconcile_due();
        // A full page may have more behind it. Where nothing can be written the same records stay due, and
        // each look at them asks a provider: then the pause is all that protects it.
        bool goes_on = looked_at >= limits::due_page;
        if (goes_on) {
            const auto healthy = co_await health();
            goes_on = healthy.has_value();
        }
        if (goes_on) continue;
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
    hand_on(payment);
    if (domain::is_overdue(payment, now)) {
        co_await end_overdue_payment(std::move(payment));
        co_return;
    }
    if (domain::next_refund(payment) != nullptr) {
        co_await send_refund(std::move(payment));
        co_return;
    }
    if (is_due_for_events(payment)) {
        co_await wait_until_posted(payment.id);
        auto silent = event_desk_.without_delivered(std::move(payment));
        // What could not be posted stays due as it is.
        if (!silent.meta.events.empty()) co_return;
        schedule(silent, now);
        co_await store_quietly(std::move(silent));
        co_return;
    }
    if (payment.status == PaymentStatus::waiting_for_deposit && payment.cancel_key) {
        auto& provider = provider_of(payment);
        // The same key again: Toss answers it from its store when the first one arrived.
        auto outcome = co_await provider.close(payment);
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
    // Asked and seen not returned: the intent may go out again; `send_refund` knows under which key.
    if (answer.answered && domain::refund_in_flight(*answer.payment) != nullptr) {
        co_await send_refund(std::move(*answer.payment));
    }
}

Task<> App::end_overdue_payment(domain::Payment payment) {
    if (domain::is_open_at_provider(payment)) {
        auto closed = co_await close_at_provider(std::move(payment));
        if (!closed) {
            note(NoteLevel::warning, "reconcile.not_stored", {{"why", closed.error().reason}});
            co_return;
        }
        payment = std::move(*closed);
        if (payment.status != PaymentStatus::pending) co_return;
    }
    const auto now = ports_.clock.now();
    if (domain::is_open_at_provider(payment)) {
        payment = domain::postpone_end(std::move(payment), now);
    } else {
        payment = domain::expire(std::move(payment), now);
    }
    co_await store_quietly(std::move(payment));
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
