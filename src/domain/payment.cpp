#include "domain/payment.hpp"

#include "base/ensure.hpp"
#include "domain/payment_schedule.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::domain {

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): from and to read like the sentence they are.
bool may_move(PaymentStatus from, PaymentStatus to) {
    using enum PaymentStatus;
    switch (from) {
        case pending:
            return to == processing || to == cancelled || to == expired;
        case processing:
            return to == completed || to == waiting_for_deposit || to == failed || to == unknown ||
                   to == pending;
        case unknown:
            return to == completed || to == waiting_for_deposit || to == failed || to == expired ||
                   to == pending;
        case waiting_for_deposit:
            return to == completed || to == cancelled || to == expired;
        case expired:
            return to == completed;
        case completed:
            return to == partially_refunded || to == refunded || to == waiting_for_deposit;
        case partially_refunded:
            return to == refunded;
        case refunded:
        case failed:
        case cancelled:
            return false;
    }
    return false;
}

bool is_open_at_provider(const Payment& payment) {
    return payment.status == PaymentStatus::pending && payment.preparation &&
           payment.preparation->can_take_money;
}

bool is_final(PaymentStatus status) {
    using enum PaymentStatus;
    return status == failed || status == cancelled || status == refunded;
}

std::string_view word(RefundCause cause) {
    switch (cause) {
        case RefundCause::requested:
            return "requested";
        case RefundCause::late_capture:
            return "late_capture";
        case RefundCause::purchase_moved_on:
            return "purchase_moved_on";
        case RefundCause::external:
            return "external";
    }
    return "requested";
}

std::string_view word(RefundStatus status) {
    switch (status) {
        case RefundStatus::reserved:
            return "reserved";
        case RefundStatus::sending:
            return "sending";
        case RefundStatus::completed:
            return "completed";
        case RefundStatus::failed:
            return "failed";
        case RefundStatus::needs_operator:
            return "needs_operator";
    }
    return "reserved";
}

std::optional<RefundCause> find_refund_cause(std::string_view text) {
    using enum RefundCause;
    for (const auto cause : {requested, late_capture, purchase_moved_on, external}) {
        if (word(cause) == text) return cause;
    }
    return std::nullopt;
}

std::optional<RefundStatus> find_refund_status(std::string_view text) {
    using enum RefundStatus;
    for (const auto status : {reserved, sending, completed, failed, needs_operator}) {
        if (word(status) == text) return status;
    }
    return std::nullopt;
}

Payment begin_payment(NewPayment made_of, Instant now) {
    ensure(made_of.amount.minor > 0, "a payment takes a positive amount");
    Payment payment;
    payment.id = made_of.id;
    payment.order_id = std::move(made_of.order_id);
    payment.order_name = std::move(made_of.order_name);
    payment.user_id = made_of.user_id;
    payment.plan_id = std::move(made_of.plan_id);
    payment.amount = made_of.amount;
    payment.provider = made_of.provider;
    payment.account = std::move(made_of.account);
    payment.flow = made_of.flow;
    payment.sdk = std::move(made_of.sdk);
    payment.customer_key = std::move(made_of.customer_key);
    payment.captured = Money{0, made_of.amount.currency};
    payment.returned = payment.captured;
    payment.created_at = now;
    payment.updated_at = now;
    tell(payment, "payment.created", now);
    schedule(payment, now);
    return payment;
}

void move_to(Payment& payment, PaymentStatus to, Instant now) {
    ensure(may_move(payment.status, to), "a payment moves only as the table allows");
    payment.status = to;
    tell(payment, fmt::format("payment.{}", word(to)), now);
}

void tell(Payment& payment, std::string type, Instant now) {
    payment.updated_at = now;
    Event event;
    event.number = ++payment.meta.events_made;
    event.type = std::move(type);
    event.at = now;
    event.status = payment.status;
    payment.meta.events.push_back(std::move(event));
}

}  // namespace gyeol::domain
