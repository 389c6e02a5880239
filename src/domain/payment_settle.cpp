#include "domain/payment_settle.hpp"

#include "base/ensure.hpp"
#include "domain/dispute.hpp"
#include "domain/payment_schedule.hpp"
#include "domain/refund.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::domain {
namespace {

using enum PaymentStatus;

/// When the provider was asked, when its answer is applied, and its window for "not found".
struct Look {
    Instant asked_at;
    Instant now;
    Millis not_found_after;
};

/// Keeps what the provider told about means and papers; a member once known is never forgotten.
void remember_view(Payment& payment, const ProviderView& view) {
    if (view.method != PaymentMethod::unselected) payment.method = view.method;
    if (view.virtual_account) payment.virtual_account = view.virtual_account;
    if (!view.receipt_url.empty()) payment.receipt_url = view.receipt_url;
    // A later answer carries no secret: the first one is the only chance to keep it.
    if (payment.deposit_secret.empty()) payment.deposit_secret = view.deposit_secret;
}

void mark_discrepant(Payment& payment, Instant now) {
    if (payment.discrepant) return;
    payment.discrepant = true;
    tell(payment, "payment.discrepant", now);
}

/// Keeps the key under which the money stands: what is given back later must name it. Usually the
/// attempt's; but the intent may have been lost with a restored backup, or another key was used.
void keep_payment_key(Payment& payment, const ProviderView& view, Instant now) {
    if (payment.attempt && payment.attempt->payment_key == view.payment_key) return;
    // The buyer's browser took it with what was made ready for it: nothing to wonder about.
    const bool is_expected = !payment.attempt && payment.preparation &&
                             payment.preparation->can_take_money &&
                             payment.preparation->payment_key == view.payment_key;
    if (payment.attempt) {
        payment.attempt->payment_key = view.payment_key;
    } else {
        payment.attempt = Attempt{
            .number = 1,
            .payment_key = view.payment_key,
            .idempotency_key = payment.order_id + "-adopted",
            .started_at = now,
            .send_by = now,
        };
    }
    if (!is_expected) tell(payment, "payment.attempt_adopted", now);
}

/// A payment that was never sent has an answer. The money is real, so the attempt is written down after
/// the fact.
void adopt_attempt(Payment& payment, const ProviderView& view, Instant now) {
    keep_payment_key(payment, view, now);
    move_to(payment, processing, now);
}

/// Returns whether `view` is about a second key for money that we hold under a first one.
bool is_second_capture(const Payment& payment, const ProviderView& view) {
    return (payment.completed_at || owes_or_owed(payment)) && payment.attempt &&
           payment.attempt->payment_key != view.payment_key;
}

void apply_balance(Payment& payment, const ProviderView& view, Instant now) {
    if (view.balance.minor < 0 || view.total < view.balance) {
        mark_discrepant(payment, now);
        return;
    }
    follow_disputes(payment, view, now);
    if (!follow_returns(payment, view, now)) return;
    if (view.balance.minor == 0) {
        if (payment.status != refunded) move_to(payment, refunded, now);
    } else if (payment.status == completed && payment.returned.minor > 0) {
        move_to(payment, partially_refunded, now);
    }
}

/// Money stands at the provider for a payment that had ended. It is recorded once and goes back once;
/// the status stays, for nothing may be granted for it.
void apply_late_capture(Payment& payment, const ProviderView& view, Instant now) {
    const bool is_known = owes_or_owed(payment);
    if (view.balance.minor == 0 && !is_known) return;
    payment.captured = view.total;
    follow_disputes(payment, view, now);
    follow_returns(payment, view, now);
    if (!is_known) owe(payment, RefundCause::late_capture, view.balance, now);
}

void settle_approved(Payment& payment, const ProviderView& view, Instant now) {
    if (view.total != payment.amount || view.balance.currency != payment.amount.currency ||
        is_second_capture(payment, view)) {
        // Money: an amount that is not the order's grants nothing and waits for a person; the payment
        // stays as it is. Guarded by Settle.AnotherAmountGrantsNothing.
        if (payment.status == pending) adopt_attempt(payment, view, now);
        if (payment.status == processing) move_to(payment, unknown, now);
        if (view.total.currency == payment.amount.currency && !payment.completed_at) {
            // What was taken stands in suspense until a person decides.
            payment.captured = view.total;
            payment.returned = view.total - view.balance;
        }
        mark_discrepant(payment, now);
        return;
    }
    remember_view(payment, view);
    switch (payment.status) {
        case pending:
            adopt_attempt(payment, view, now);
            [[fallthrough]];
        case processing:
        case unknown:
        case waiting_for_deposit:
        case expired:
            keep_payment_key(payment, view, now);
            // Providers tell whole seconds: nothing was paid before it was ordered.
            payment.completed_at = std::max(view.approved_at.value_or(now), payment.created_at);
            payment.captured = view.total;
            payment.failure.reset();
            payment.cancel_key.reset();
            payment.reviews = 0;
            move_to(payment, completed, now);
            apply_balance(payment, view, now);
            return;
        case completed:
        case partially_refunded:
            apply_balance(payment, view, now);
            return;
        case refunded:
            apply_balance(payment, view, now);
            // The provider's books show less returned than before: somebody must look.
            if (view.balance.minor != 0) mark_discrepant(payment, now);
            return;
        case failed:
        case cancelled:
            keep_payment_key(payment, view, now);
            apply_late_capture(payment, view, now);
            return;
    }
}

void settle_waiting(Payment& payment, const ProviderView& view, Instant now) {
    if (view.total != payment.amount) {
        if (payment.status == pending) adopt_attempt(payment, view, now);
        if (payment.status == processing) move_to(payment, unknown, now);
        mark_discrepant(payment, now);
        return;
    }
    remember_view(payment, view);
    switch (payment.status) {
        case pending:
            adopt_attempt(payment, view, now);
            [[fallthrough]];
        case processing:
        case unknown:
            keep_payment_key(payment, view, now);
            move_to(payment, waiting_for_deposit, now);
            break;
        case completed:
            // Toss takes a wrong deposit back: the goods are no longer paid for, and nothing stands there
            // that could be given back.
            forget_capture(payment, now);
            move_to(payment, waiting_for_deposit, now);
            break;
        case waiting_for_deposit:
            // The cancel that was asked for did not happen; the buyer may ask again.
            payment.cancel_key.reset();
            break;
        case expired:
            break;
        case partially_refunded:
        case refunded:
        case failed:
        case cancelled:
            mark_discrepant(payment, now);
            return;
    }
    // The due time has passed without a deposit: Toss keeps waiting, we give up, and a late deposit is
    // still found by webhook or review.
    if (payment.status == waiting_for_deposit && view.deposit_overdue)
        move_to(payment, expired, now);
}

void settle_declined(Payment& payment, const ProviderOutcome& outcome, Instant now) {
    const bool gave_up = outcome.view && outcome.view->state == ProviderView::State::expired;
    switch (payment.status) {
        case processing:
        case unknown:
            payment.failure =
                outcome.failure.value_or(Failure{"declined", "The payment was declined.", {}});
            // The table has no move from processing to expired: the answer to our own send is a failure.
            move_to(payment, payment.status == unknown && gave_up ? expired : failed, now);
            return;
        case waiting_for_deposit:
            payment.cancel_key.reset();
            move_to(payment, gave_up ? expired : cancelled, now);
            return;
        case completed:
        case partially_refunded:
            // We were told that money came and are now told that it never did. Nobody guesses.
            mark_discrepant(payment, now);
            return;
        case pending:
            // The buyer's own try ended; the payment may be tried again until it expires. What was prepared
            // and is closed can take nothing any more.
            if (payment.preparation && outcome.view &&
                outcome.view->state == ProviderView::State::cancelled) {
                payment.preparation->can_take_money = false;
            }
            return;
        case refunded:
        case failed:
        case cancelled:
        case expired:
            return;
    }
}

void settle_unknown(Payment& payment, const ProviderOutcome& outcome, const Look& look) {
    if (payment.status == processing) move_to(payment, unknown, look.now);
    if (payment.status != unknown || !outcome.absent) return;
    // Money: "not found" is an answer only when nothing of the attempt can be under way any more.
    // Guarded by Settle.AbsentDecidesOnlyAfterTheProvidersWindow.
    if (look.asked_at < payment.attempt->send_by + look.not_found_after) return;
    payment.failure =
        Failure{"not_found_at_provider", "The provider never received the payment.", {}};
    move_to(payment, failed, look.now);
}

/// Returns whether the answer would take back what we know.
bool takes_back(const Payment& payment, const ProviderOutcome& outcome) {
    switch (outcome.kind) {
        case ProviderOutcome::Kind::approved:
            return payment.status == refunded && outcome.view->balance.minor != 0;
        case ProviderOutcome::Kind::pending:
            return payment.status == completed || payment.status == partially_refunded ||
                   is_final(payment.status);
        case ProviderOutcome::Kind::declined:
            return payment.status == waiting_for_deposit || payment.status == completed ||
                   payment.status == partially_refunded;
        case ProviderOutcome::Kind::not_sent:
        case ProviderOutcome::Kind::unknown:
            return false;
    }
    return false;
}

/// Returns whether the books show that an open outcome is none: what was prepared took nothing, and nothing but
/// the buyer's browser can make it. Until the provider has closed it, it is an open attempt, as before.
bool waits_for_buyer(const Payment& payment, const ProviderOutcome& outcome) {
    return payment.status == unknown && payment.preparation &&
           payment.preparation->can_take_money && outcome.view &&
           outcome.view->state == ProviderView::State::in_progress;
}

void apply(Payment& payment, const ProviderOutcome& outcome, const Look& look) {
    switch (outcome.kind) {
        case ProviderOutcome::Kind::approved:
            settle_approved(payment, *outcome.view, look.now);
            return;
        case ProviderOutcome::Kind::pending:
            settle_waiting(payment, *outcome.view, look.now);
            return;
        case ProviderOutcome::Kind::declined:
            settle_declined(payment, outcome, look.now);
            return;
        case ProviderOutcome::Kind::not_sent:
            if (payment.status != processing && !waits_for_buyer(payment, outcome)) return;
            if (outcome.failure) payment.failure = outcome.failure;
            move_to(payment, pending, look.now);
            return;
        case ProviderOutcome::Kind::unknown:
            settle_unknown(payment, outcome, look);
            return;
    }
}

}  // namespace

Payment settle(
    Payment payment, const ProviderOutcome& outcome, Millis not_found_after, Instant now
) {
    const Payment before = payment;
    const auto& view = outcome.view;
    const bool needs_view = outcome.kind == ProviderOutcome::Kind::approved ||
                            outcome.kind == ProviderOutcome::Kind::pending;
    ensure(view || !needs_view, "an approval and a waiting deposit say what stands there");
    const bool is_ours = !view || view->order_id == payment.order_id;
    const bool is_stale =
        outcome.crossed || (outcome.asked_at && *outcome.asked_at < payment.updated_at);
    if (is_ours && is_stale && takes_back(payment, outcome)) {
        // Two questions crossed: this answer may be older than what we know. Only a new one can tell.
        const Instant soon = now + std::chrono::minutes(1);
        payment.meta.next_at = std::min(payment.meta.next_at.value_or(soon), soon);
        return payment;
    }
    if (!is_ours || (payment.discrepant && !payment.completed_at)) {
        // What waits for a person is decided by no later answer.
        if (!is_ours) mark_discrepant(payment, now);
        if (payment.status == processing) move_to(payment, unknown, now);
    } else {
        apply(payment, outcome, {outcome.asked_at.value_or(now), now, not_found_after});
    }
    if (payment == before) return payment;
    schedule(payment, now);
    return payment;
}

}  // namespace gyeol::domain
