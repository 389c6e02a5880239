// When somebody must look at a payment again. Pure: the store's due index does the waking.
#pragma once

#include "domain/payment.hpp"

namespace gyeol::domain {

/// Undelivered events are looked at this long after the last one.
constexpr Millis events_look_after = std::chrono::minutes(1);

/// Looks of an open outcome that come within its first hour; later ones are daily.
constexpr int looks_within_an_hour = 3;

/// Sets `meta.next_at` from what the payment waits for: expiry while `pending`; an ask at 1 min, 5 min,
/// 1 h, then daily while the outcome is open; the deposit's due time and a daily look meanwhile; then
/// reviews on day 1, 7 and 30, because refunds and reversals can be made in a provider's console
/// without a word. Undelivered events are looked at after a minute. Absent when nothing is expected.
void schedule(Payment& payment, Instant now);

/// Returns when a pending payment ends by itself: after an hour, or when what was prepared for it is given
/// up by its provider.
Instant ends_at(const Payment& payment);

/// Returns when the attempt is asked about after `asks` asks: 1 min, 5 min, 1 h after its start, then
/// daily; never earlier than a second after `now`.
Instant next_ask(const Attempt& attempt, Instant now);

/// Returns when the next review (day 1, 7, 30 after completion, or after the last change when nothing
/// completed: a virtual account may have been open for 90 days) is due; none when no review is left or
/// none is of use.
std::optional<Instant> review_due_at(const Payment& payment);

}  // namespace gyeol::domain
