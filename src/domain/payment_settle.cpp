#include "domain/payment_settle.hpp"

#include "base/ensure.hpp"
#include "domain/payment_schedule.hpp"

#include <utility>

namespace gyeol::domain {
namespace {

using enum PaymentStatus;

/// Keeps what the provider told about means and papers; a member once known is never forgotten.
void remember_view(Payment& payment, const ProviderView& view) {
    if (view.method != PaymentMethod::unselected) payment.method = view.method;
    if (view.virtual_account) payment.virtual_account = view.virtual_account;
    if (!view.receipt_url.empty()) payment.receipt_url = view.receipt_url;
    // A later answer carries no secret: the first one is the only chance to keep it.
    if (payment.deposit_secret.empty()) payment.deposit_secret = view.deposit_secret;
}

/// A payment that was never sent has an answer: the intent was lost with a restored backup, or the key
/// was used by somebody else. The money is real either way, so the attempt is written down after the fact.
void adopt_attempt(Payment& payment, const ProviderView& view, Instant now) {
    payment.attempt = Attempt{
        .number = 1,
        .payment_key = view.payment_key,
        .idempotency_key = payment.order_id + "-adopted",
        .started_at = now,
        .send_by = now,
    };
    tell(payment, "payment.attempt_adopted", now);
    move_to(payment, processing, now);
}

void mark_discrepant(Payment& payment, Instant now) {
    if (payment.discrepant) return;
    payment.discrepant = true;
    tell(payment, "payment.discrepant", now);
}

void apply_balance(Payment& payment, const ProviderView& view, Instant now) {
    const auto returned = view.total - view.balance;
    if (returned.minor < 0 || returned.minor > view.total.minor) {
        mark_discrepant(payment, now);
        return;
    }
    if (!(payment.returned < returned)) return;
    payment.returned = returned;
    if (payment.surplus && view.balance.minor == 0)
        payment.surplus->state = Surplus::State::returned;
    if (view.balance.minor == 0) {
        move_to(payment, refunded, now);
    } else if (payment.status == completed) {
        move_to(payment, partially_refunded, now);
    } else {
        tell(payment, "payment.partially_refunded", now);
    }
}

/// Money stands at the provider for a payment that had ended. It is recorded once and goes back once;
/// the status stays, for nothing may be granted for it.
void apply_late_capture(Payment& payment, const ProviderView& view, Instant now) {
    if (view.balance.minor == 0) {
        if (payment.surplus && payment.surplus->state != Surplus::State::returned) {
            payment.surplus->state = Surplus::State::returned;
            payment.returned = view.total;
            tell(payment, "payment.surplus_returned", now);
        }
        return;
    }
    if (payment.surplus) return;
    payment.surplus = Surplus{
        .state = Surplus::State::to_return,
        .amount = view.balance,
        .found_at = now,
        .idempotency_key = {},
        .send_by = std::nullopt,
    };
    tell(payment, "payment.surplus_found", now);
}

void settle_approved(Payment& payment, const ProviderView& view, Instant now) {
    if (view.total != payment.amount || view.balance.currency != payment.amount.currency) {
        // Money: an amount that is not the order's grants nothing and waits for a person; the payment
        // stays as it is. Guarded by Settle.AnotherAmountGrantsNothing.
        if (payment.status == pending) adopt_attempt(payment, view, now);
        if (payment.status == processing) move_to(payment, unknown, now);
        mark_discrepant(payment, now);
        return;
    }
    // What waits for a person is not decided by a later answer.
    if (payment.discrepant && !payment.completed_at) return;
    remember_view(payment, view);
    switch (payment.status) {
        case pending:
            adopt_attempt(payment, view, now);
            [[fallthrough]];
        case processing:
        case unknown:
        case waiting_for_deposit:
        case expired:
            payment.completed_at = view.approved_at.value_or(now);
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
            // The provider's books show less returned than before: somebody must look.
            if (view.balance.minor != 0) mark_discrepant(payment, now);
            return;
        case failed:
        case cancelled:
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
            move_to(payment, waiting_for_deposit, now);
            break;
        case completed:
            // Toss takes a wrong deposit back: the goods are no longer paid for.
            payment.completed_at.reset();
            move_to(payment, waiting_for_deposit, now);
            break;
        case waiting_for_deposit:
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
        case pending:  // The buyer's own try ended; the payment may be tried again until it expires.
        case refunded:
        case failed:
        case cancelled:
        case expired:
            return;
    }
}

void settle_unknown(
    Payment& payment, const ProviderOutcome& outcome, Millis not_found_after, Instant now
) {
    if (payment.status == processing) move_to(payment, unknown, now);
    if (payment.status != unknown || !outcome.absent || payment.discrepant) return;
    // Money: "not found" is an answer only when nothing of the attempt can be under way any more.
    // Guarded by Settle.AbsentDecidesOnlyAfterTheProvidersWindow.
    if (now < payment.attempt->send_by + not_found_after) return;
    payment.failure =
        Failure{"not_found_at_provider", "The provider never received the payment.", {}};
    move_to(payment, failed, now);
}

}  // namespace

Payment settle(
    Payment payment, const ProviderOutcome& outcome, Millis not_found_after, Instant now
) {
    const Payment before = payment;
    const auto& view = outcome.view;
    if (view && view->order_id != payment.order_id) {
        mark_discrepant(payment, now);
        if (payment.status == processing) move_to(payment, unknown, now);
        schedule(payment, now);
        return payment;
    }
    switch (outcome.kind) {
        case ProviderOutcome::Kind::approved:
            ensure(view.has_value(), "an approval says what was approved");
            settle_approved(payment, *view, now);
            break;
        case ProviderOutcome::Kind::pending:
            ensure(view.has_value(), "a waiting deposit says where");
            settle_waiting(payment, *view, now);
            break;
        case ProviderOutcome::Kind::declined:
            settle_declined(payment, outcome, now);
            break;
        case ProviderOutcome::Kind::not_sent:
            if (payment.status == processing) {
                if (outcome.failure) payment.failure = outcome.failure;
                move_to(payment, pending, now);
            }
            break;
        case ProviderOutcome::Kind::unknown:
            settle_unknown(payment, outcome, not_found_after, now);
            break;
    }
    if (payment == before) return payment;
    schedule(payment, now);
    return payment;
}

}  // namespace gyeol::domain
