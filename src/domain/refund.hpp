// A refund gives back a part of what one payment took, or all of it. It lives inside its payment, so that
// what was reserved, sent and returned can never disagree with what was captured. This file decides; the
// provider's answers come in through payment_settle.hpp.
#pragma once

#include "base/result.hpp"
#include "domain/payment.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gyeol::domain {

/// What an operator or the owner asks for.
struct RequestRefund {
    std::int64_t amount_minor = 0;
    std::int64_t expected_balance_minor = 0;  // What the caller believes can still be refunded.
    std::string reason;
    std::string requested_by;  // The id of the user who asks.
    std::optional<RefundAccount> account;
};

/// Returns what can still be asked back: captured - returned - reserved - disputed, never less than nothing.
Money refundable(const Payment& payment);

/// Returns the refund that was sent and is not decided; null when none is. At most one is.
const Refund* refund_in_flight(const Payment& payment);

/// Returns the refund that may be sent now: the oldest reserved one, unless another is in flight.
const Refund* next_refund(const Payment& payment);

/// Returns whether `refund` still holds a part of what can be refunded.
bool is_open(const Refund& refund);

/// Reserves a refund and returns the payment to be stored; the new refund is the last one.
///
/// Guards, in this order: money that is not there or not decided (`payment_not_refundable`); another
/// amount at the provider (`payment_discrepant`); an amount that is not positive (`invalid_amount`); a
/// balance that is not the one expected (`balance_mismatch`: look again); more than is left
/// (`exceeds_refundable`); a paid virtual account without the buyer's account
/// (`refund_account_required`), or an account where none belongs (`refund_account_unexpected`); a means
/// whose time for refunds is over (`refund_window_closed`); too many refunds (`busy`).
Result<Payment> begin_refund(Payment payment, RequestRefund request, Instant now);

/// Returns the payment with the intent to send its next refund, or the one in flight again: `sending`,
/// under its key. Requires one of them, and that an ask has seen the one in flight not returned. What was
/// found too much on a virtual account cannot go back without the buyer's account, and a key past
/// `key_life` guards nothing any more, which is at once where it is zero: then it `needs_operator`.
Payment send_refund(Payment payment, Millis key_life, Instant now);

/// Returns the payment whose refund in flight was proved not sent this time: it may go out again, at the
/// next look.
Payment unsend_refund(Payment payment, Instant now);

/// Returns the payment whose refund in flight the provider refused for good: a requested one has `failed`
/// and frees its part; one that we owe `needs_operator`.
Payment refuse_refund(Payment payment, Failure failure, Instant now);

/// Returns the payment whose money cannot serve its purchase any more: all of it goes back. Requires
/// `completed` and nothing owed yet.
Payment return_all(Payment payment, Instant now);

/// Appends the refund of what was found where none was expected, once. Requires a positive amount.
void owe(Payment& payment, RefundCause cause, Money amount, Instant now);

/// Returns whether money that was found too much is, or was, on its way back.
bool owes_or_owed(const Payment& payment);

/// The money was taken back by the buyer's bank: nothing stands there that could be given back, and every
/// open refund has failed.
void forget_capture(Payment& payment, Instant now);

/// What the provider's books show as returned: completes refunds, records those made by another hand as
/// `external`, and notices those that the provider took back. Returns whether anything changed.
bool follow_returns(Payment& payment, const ProviderView& view, Instant now);

}  // namespace gyeol::domain
