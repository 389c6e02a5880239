#include "domain/payment_schedule.hpp"

#include "base/limits.hpp"
#include "domain/refund.hpp"

#include <algorithm>
#include <array>

namespace gyeol::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array review_days{days(1), days(7), days(30)};

void sooner(std::optional<Instant>& next, Instant candidate) {
    next = next ? std::min(*next, candidate) : candidate;
}

/// The k-th look of a growing row of waits, then daily.
Instant look_after(Instant start, int looks, Instant now) {
    constexpr std::array<Millis, looks_within_an_hour> first{minutes(1), minutes(5), hours(1)};
    const auto step = static_cast<std::size_t>(looks);
    const Millis wait =
        step < first.size() ? first[step] : Millis(days(looks - looks_within_an_hour + 1));
    return std::max(start + wait, now + seconds(1));
}

Instant next_deposit_look(const Payment& payment, Instant now) {
    const Instant daily = now + days(1);
    if (payment.cancel_key) return now + minutes(1);
    if (!payment.virtual_account || !payment.virtual_account->due_at) return daily;
    // Toss keeps WAITING_FOR_DEPOSIT after the due time and sends nothing: our own timer must look.
    const Instant due = *payment.virtual_account->due_at + minutes(1);
    return due > now ? std::min(due, daily) : std::min<Instant>(now + hours(1), daily);
}

std::optional<Instant> next_status_look(const Payment& payment, Instant now) {
    switch (payment.status) {
        case PaymentStatus::pending:
            return ends_at(payment);
        case PaymentStatus::processing:
        case PaymentStatus::unknown:
            return next_ask(*payment.attempt, now);
        case PaymentStatus::waiting_for_deposit:
            return next_deposit_look(payment, now);
        case PaymentStatus::completed:
        case PaymentStatus::partially_refunded:
        case PaymentStatus::refunded:
        case PaymentStatus::failed:
        case PaymentStatus::cancelled:
        case PaymentStatus::expired:
            break;
    }
    const auto review = review_due_at(payment);
    if (!review) return std::nullopt;
    return std::max<Instant>(*review, now + seconds(1));
}

}  // namespace

Instant ends_at(const Payment& payment) {
    const Instant latest = payment.created_at + limits::payment_life;
    if (!payment.preparation) return latest;
    return std::min(latest, payment.preparation->ends_at.value_or(latest));
}

Instant next_ask(const Attempt& attempt, Instant now) {
    return look_after(attempt.started_at, attempt.asks, now);
}

std::optional<Instant> review_due_at(const Payment& payment) {
    // What was never sent cannot come to money; what was fully returned has nothing left to change.
    if (!payment.attempt || payment.status == PaymentStatus::refunded) return std::nullopt;
    const auto step = static_cast<std::size_t>(payment.reviews);
    if (step >= review_days.size()) return std::nullopt;
    return payment.completed_at.value_or(payment.updated_at) + review_days[step];
}

void schedule(Payment& payment, Instant now) {
    auto next = next_status_look(payment, now);
    if (next_refund(payment) != nullptr) sooner(next, now);
    if (const auto* refund = refund_in_flight(payment))
        sooner(next, look_after(refund->first_sent_at.value_or(now), refund->asks, now));
    if (!payment.meta.events.empty())
        sooner(next, payment.meta.events.back().at + events_look_after);
    payment.meta.next_at = next;
}

}  // namespace gyeol::domain
