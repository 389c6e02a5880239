// The decisions before something is sent: prepare, confirm, cancel, expire, ask.
#pragma once

#include "base/result.hpp"
#include "domain/payment.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gyeol::domain {

/// What the provider's return brought to us.
struct ConfirmPayment {
    std::string payment_key;  // Empty where only we know it (Kakao Pay's tid).
    std::string order_id;
    std::optional<std::int64_t>
        amount_minor;         // The browser's, when it said one; it is only compared.
    Secret proof = Secret();  // Kakao Pay's `pg_token`.
};

/// What a confirm must do next.
struct ConfirmStart {
    enum class Step : std::uint8_t {
        send,     // Store `payment` (its attempt is in it), then send the attempt once.
        join,     // Somebody sends it already or it is being asked about: wait for that answer.
        settled,  // A repeat of a finished confirm: answer `payment` as it is.
    };

    Step step = Step::settled;
    Payment payment;
};

/// Decides whether `payment` may be confirmed and, if so, what to store before anything is sent.
///
/// Requires the latest stored version: the change carries it, and the store refuses a stale one.
/// Guards, in this order: another order (`not_found`); no amount where nothing was prepared
/// (`missing_field`), another amount (`amount_mismatch`); a second payment key for one order
/// (`payment_key_conflict`); a repeat joins or is settled; a payment that has ended (`payment_cancelled`,
/// `payment_expired`); one with too many undelivered events (`busy`).
Result<ConfirmStart> begin_confirm(Payment payment, const ConfirmPayment& command, Instant now);

/// What a cancel by the buyer must do next.
struct CancelStart {
    enum class Step : std::uint8_t {
        store,  // Store `payment`: it is cancelled, nothing was ever sent.
        send,   // Store `payment`, then cancel the open virtual account at the provider and ask.
        close,  // Close the payment at the provider, then decide again; nothing is to be stored before.
        settled,  // It is cancelled already.
    };

    Step step = Step::settled;
    Payment payment;
};

/// Decides a cancel before money moved. Fails with `conflict` (`payment_in_progress` while the outcome is
/// open, `payment_completed` once money came, `payment_ended` for failed, expired and refunded ones).
Result<CancelStart> begin_cancel(Payment payment, Instant now);

/// Returns the payment with what the provider made ready for it. Requires `pending` and none yet.
Payment keep_preparation(Payment payment, Preparation preparation, Instant now);

/// Returns the payment that was superseded by a newer one of its purchase. Requires `pending`, and that
/// the provider can take nothing for it.
Payment supersede(Payment payment, Instant now);

/// Returns whether `payment` is `pending` past its life.
bool is_overdue(const Payment& payment, Instant now);

/// Returns the payment `expired`. Requires `pending`, and that the provider can take nothing for it.
Payment expire(Payment payment, Instant now);

/// Returns the payment whose end has to wait, because the provider could not be made to close it: looked
/// at again in five minutes.
Payment postpone_end(Payment payment, Instant now);

/// Returns the payment as it is counted when its provider is asked: one more ask of an open attempt
/// (which is `unknown` from now on, since its sender has died), of a refund in flight, or one review less.
Payment begin_ask(Payment payment, Instant now);

/// Returns a payment whose due review could not be answered: it is looked at again in an hour, and the
/// review still counts as due.
Payment postpone_review(Payment payment, Instant now);

}  // namespace gyeol::domain
