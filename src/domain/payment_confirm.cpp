#include "domain/payment_confirm.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "domain/payment_schedule.hpp"
#include "domain/refund.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::domain {
namespace {

Error refused(
    ErrorCode code, std::string_view reason, std::string_view detail, const Payment& payment
) {
    return Error{
        .code = code,
        .reason = std::string(reason),
        .detail = std::string(detail),
        .field = {},
        .object_id = payment.id.hex(),
    };
}

Error conflict(std::string_view reason, std::string_view detail, const Payment& payment) {
    return refused(ErrorCode::conflict, reason, detail, payment);
}

/// Returns which of the provider's payments `command` means.
std::string wanted_key(const Payment& payment, const ConfirmPayment& command) {
    const bool is_known_here = payment.preparation && command.payment_key.empty();
    return is_known_here ? payment.preparation->payment_key : command.payment_key;
}

/// Returns the payment with a new attempt, ready to be stored and then sent.
Payment with_attempt(Payment payment, const ConfirmPayment& command, Instant now) {
    auto payment_key = wanted_key(payment, command);
    const int number = payment.attempt ? payment.attempt->number + 1 : 1;
    payment.attempt = Attempt{
        .number = number,
        .payment_key = std::move(payment_key),
        .proof = command.proof,
        .idempotency_key = fmt::format("{}-confirm-{}", payment.order_id, number),
        .started_at = now,
        .send_by = now + limits::send_within,
        // Money: Toss replays a 4xx under its key for 15 days and may have acted before it; a later try
        // has a new key, so it must ask first. Guarded by
        // BeginConfirm.ATryAfterAnAnsweredOneAsksFirstUnderANewKey.
        .ask_first = number > 1,
    };
    payment.failure.reset();
    move_to(payment, PaymentStatus::processing, now);
    schedule(payment, now);
    return payment;
}

}  // namespace

Result<ConfirmStart> begin_confirm(Payment payment, const ConfirmPayment& command, Instant now) {
    using enum PaymentStatus;
    if (command.order_id != payment.order_id) {
        return refused(
            ErrorCode::not_found, "payment_not_found", "There is no such order.", payment
        );
    }
    if (!command.amount_minor && !payment.preparation) {
        return invalid("missing_field", "`amount` is missing.", "amount");
    }
    if (command.amount_minor && *command.amount_minor != payment.amount.minor) {
        auto error = invalid(
            "amount_mismatch", "The amount is not the order's. Nothing was charged.", "amount"
        );
        error.object_id = payment.id.hex();
        return error;
    }
    const bool tried = payment.attempt.has_value() && payment.status != pending;
    const auto key = wanted_key(payment, command);
    const bool is_another = (tried && payment.attempt->payment_key != key) ||
                            (payment.preparation && payment.preparation->payment_key != key);
    if (is_another) {
        return conflict(
            "payment_key_conflict", "This order is being paid with another payment key.", payment
        );
    }
    switch (payment.status) {
        case pending:
            break;
        case processing:
        case unknown:
            return ConfirmStart{ConfirmStart::Step::join, std::move(payment)};
        case waiting_for_deposit:
        case completed:
        case partially_refunded:
        case refunded:
        case failed:
            return ConfirmStart{ConfirmStart::Step::settled, std::move(payment)};
        case cancelled:
            return conflict(
                "payment_cancelled", "This payment was cancelled. Start a new one.", payment
            );
        case expired:
            if (tried) return ConfirmStart{ConfirmStart::Step::settled, std::move(payment)};
            return conflict(
                "payment_expired", "This payment has expired. Start a new one.", payment
            );
    }
    if (is_overdue(payment, now)) {
        return conflict("payment_expired", "This payment has expired. Start a new one.", payment);
    }

    if (payment.meta.events.size() >= limits::events_kept) {
        return conflict("busy", "This payment was tried too often. Start a new one.", payment);
    }

    // From here on nothing may fail.
    return ConfirmStart{ConfirmStart::Step::send, with_attempt(std::move(payment), command, now)};
}

Result<CancelStart> begin_cancel(Payment payment, Instant now) {
    using enum PaymentStatus;
    switch (payment.status) {
        case pending:
            if (is_open_at_provider(payment))
                return CancelStart{CancelStart::Step::close, std::move(payment)};
            move_to(payment, cancelled, now);
            schedule(payment, now);
            return CancelStart{CancelStart::Step::store, std::move(payment)};
        case waiting_for_deposit:
            // Each try has a key of its own: Toss replays a refusal under its key for 15 days, and no money
            // moves here, so that sending twice does no harm.
            payment.cancel_key = fmt::format("{}-cancel-{}", payment.order_id, to_millis(now));
            schedule(payment, now);
            return CancelStart{CancelStart::Step::send, std::move(payment)};
        case cancelled:
            return CancelStart{CancelStart::Step::settled, std::move(payment)};
        case processing:
        case unknown:
            return conflict(
                "payment_in_progress",
                "The payment is being decided by the provider. Look again shortly.",
                payment
            );
        case completed:
        case partially_refunded:
            return conflict(
                "payment_completed", "Money has moved: ask for a refund instead.", payment
            );
        case refunded:
        case failed:
        case expired:
            return conflict("payment_ended", "This payment has ended already.", payment);
    }
    return conflict("payment_ended", "This payment has ended already.", payment);
}

Payment keep_preparation(Payment payment, Preparation preparation, Instant now) {
    ensure(
        payment.status == PaymentStatus::pending && !payment.preparation,
        "a payment is prepared once, before it is sent"
    );
    payment.preparation = std::move(preparation);
    payment.updated_at = now;
    schedule(payment, now);
    return payment;
}

Payment supersede(Payment payment, Instant now) {
    ensure(
        payment.status == PaymentStatus::pending && !is_open_at_provider(payment),
        "only a payment that nobody can pay any more is superseded"
    );
    payment.failure =
        Failure{"superseded", "A newer payment for the same purchase was started.", {}};
    move_to(payment, PaymentStatus::cancelled, now);
    schedule(payment, now);
    return payment;
}

bool is_overdue(const Payment& payment, Instant now) {
    return payment.status == PaymentStatus::pending && now >= ends_at(payment);
}

Payment expire(Payment payment, Instant now) {
    ensure(
        payment.status == PaymentStatus::pending && !is_open_at_provider(payment),
        "only a payment that nobody can pay any more expires by the clock"
    );
    move_to(payment, PaymentStatus::expired, now);
    schedule(payment, now);
    return payment;
}

Payment postpone_end(Payment payment, Instant now) {
    schedule(payment, now);
    payment.meta.next_at = now + std::chrono::minutes(5);
    return payment;
}

Payment begin_ask(Payment payment, Instant now) {
    const auto review = review_due_at(payment);
    if (payment.status == PaymentStatus::processing) move_to(payment, PaymentStatus::unknown, now);
    if (payment.status == PaymentStatus::unknown) {
        ++payment.attempt->asks;
    } else if (refund_in_flight(payment) != nullptr) {
        for (auto& refund : payment.refunds) {
            if (refund.status == RefundStatus::sending) ++refund.asks;
        }
    } else if (payment.status != PaymentStatus::waiting_for_deposit && review && *review <= now) {
        ++payment.reviews;
    }
    schedule(payment, now);
    return payment;
}

Payment postpone_review(Payment payment, Instant now) {
    schedule(payment, now);
    payment.meta.next_at = now + std::chrono::hours(1);
    return payment;
}

}  // namespace gyeol::domain
