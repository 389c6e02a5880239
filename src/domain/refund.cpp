#include "domain/refund.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "domain/dispute.hpp"
#include "domain/payment_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::domain {
namespace {

using enum RefundStatus;

bool holds_money(PaymentStatus status) {
    return status == PaymentStatus::completed || status == PaymentStatus::partially_refunded ||
           status == PaymentStatus::refunded;
}

/// Returns the oldest refund in `status`, null when none is.
auto find_refund(auto& payment, RefundStatus status) -> decltype(payment.refunds.data()) {
    const auto found = std::find_if(
        payment.refunds.begin(),
        payment.refunds.end(),
        [status](const Refund& refund) { return refund.status == status; }
    );
    return found == payment.refunds.end() ? nullptr : &*found;
}

/// How long after it was paid money can go back the way it came.
std::optional<Millis> refund_window(PaymentMethod method) {
    using std::chrono::days;
    switch (method) {
        case PaymentMethod::transfer:
            return days(180);
        case PaymentMethod::virtual_account:
            return days(365);
        case PaymentMethod::mobile_phone:  // Within its month; see `is_in_month`.
        case PaymentMethod::card:          // No formal end: the provider's answer decides.
        case PaymentMethod::easy_pay:
        case PaymentMethod::gift_certificate:
        case PaymentMethod::unselected:
            return std::nullopt;
    }
    return std::nullopt;
}

/// The calendar month in Korea, where phone bills are made: UTC+9, without summer time.
std::chrono::year_month month_of(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant + std::chrono::hours(9));
    const std::chrono::year_month_day date{std::chrono::sys_days(day.time_since_epoch())};
    return date.year() / date.month();
}

bool is_window_closed(const Payment& payment, Instant now) {
    const auto paid_at = payment.completed_at.value_or(payment.created_at);
    if (payment.method == PaymentMethod::mobile_phone) return month_of(now) != month_of(paid_at);
    const auto window = refund_window(payment.method);
    return window && now >= paid_at + *window;
}

Refund& append(Payment& payment, RefundCause cause, Money amount, Instant now) {
    Refund refund;
    refund.number = static_cast<int>(payment.refunds.size()) + 1;
    refund.cause = cause;
    refund.amount = amount;
    refund.balance_before = Money{0, amount.currency};
    refund.created_at = now;
    return payment.refunds.emplace_back(std::move(refund));
}

Error conflict(std::string_view reason, std::string_view detail, std::string_view field = {}) {
    return Error{
        .code = ErrorCode::conflict,
        .reason = std::string(reason),
        .detail = std::string(detail),
        .field = std::string(field),
        .object_id = {},
    };
}

/// Returns the first guard about the balance that `request` does not pass.
Done check_balance(const Payment& payment, const RequestRefund& request) {
    const auto left = refundable(payment);
    if (!holds_money(payment.status)) {
        return conflict(
            "payment_not_refundable",
            "No money of this payment can be given back: it is not completed."
        );
    }
    if (payment.discrepant) {
        return conflict(
            "payment_discrepant",
            "The provider reports another amount. An operator must decide this payment first."
        );
    }
    if (request.amount_minor <= 0) {
        return invalid("invalid_amount", "`amount` is a positive number of minor units.", "amount");
    }
    if (request.expected_balance_minor != left.minor) {
        return conflict(
            "balance_mismatch",
            "The refundable balance is not the one expected. Read the payment again.",
            "expectedBalance"
        );
    }
    if (request.amount_minor > left.minor) {
        return conflict(
            "exceeds_refundable",
            "More than can be given back: other refunds hold their part.",
            "amount"
        );
    }
    return {};
}

/// Returns the first guard about the way back that `request` does not pass.
Done check_way_back(const Payment& payment, const RequestRefund& request, Instant now) {
    const bool needs_account = payment.method == PaymentMethod::virtual_account;
    if (needs_account && !request.account) {
        return invalid(
            "refund_account_required",
            "A deposit goes back to an account: give bank, accountNumber and holder.",
            "refundAccount"
        );
    }
    if (!needs_account && request.account) {
        return invalid(
            "refund_account_unexpected",
            "This payment goes back the way it came; it takes no account.",
            "refundAccount"
        );
    }
    if (is_window_closed(payment, now)) {
        return conflict(
            "refund_window_closed",
            "The time in which this means of payment can be refunded is over."
        );
    }
    if (payment.refunds.size() >= limits::refunds_max ||
        payment.meta.events.size() >= limits::events_kept) {
        return conflict("busy", "This payment was refunded too often.");
    }
    return {};
}

/// Money that nobody asked back: it goes all the same.
bool is_owed(const Refund& refund) {
    return refund.cause == RefundCause::late_capture ||
           refund.cause == RefundCause::purchase_moved_on;
}

void complete(Payment& payment, Refund& refund, const std::string& returned_as, Instant now) {
    refund.status = completed;
    refund.returned_as = returned_as;
    refund.completed_at = now;
    refund.failure.reset();
    tell(payment, "refund.completed", now);
}

/// The money stands at the provider again, or never left it: what was asked for has failed, and what we
/// owe waits for a person.
void end_unreturned(Payment& payment, Refund& refund, std::string_view code, Instant now) {
    const bool owed = is_owed(refund);
    refund.status = owed ? needs_operator : failed;
    refund.completed_at.reset();
    if (!refund.failure) refund.failure = Failure{std::string(code), {}, {}};
    tell(payment, owed ? "refund.needs_operator" : "refund.failed", now);
}

/// Returns our own refund that `found` is; null when another hand made it.
Refund* find_ours(Payment& payment, const ProviderReturn& found) {
    for (auto& refund : payment.refunds) {
        const bool is_expected =
            refund.status == sending || refund.status == needs_operator || refund.status == failed;
        if (is_expected && refund.returned_as.empty() && refund.number == found.refund_number &&
            refund.amount == found.amount)
            return &refund;
    }
    return nullptr;
}

bool follow_listed(Payment& payment, const ProviderReturn& found, Instant now) {
    const auto known = std::find_if(
        payment.refunds.begin(),
        payment.refunds.end(),
        [&found](const Refund& refund) { return refund.returned_as == found.id; }
    );
    if (known != payment.refunds.end()) {
        if (!found.took_back || known->status != completed) return false;
        end_unreturned(payment, *known, "refund_taken_back", now);
        return true;
    }
    if (found.took_back) return false;
    if (auto* ours = find_ours(payment, found)) {
        complete(payment, *ours, found.id, now);
        return true;
    }
    auto& external = append(payment, RefundCause::external, found.amount, now);
    complete(payment, external, found.id, now);
    return true;
}

Money sum_of(const Payment& payment, bool (*counts)(const Refund&)) {
    Money sum{0, payment.amount.currency};
    for (const auto& refund : payment.refunds) {
        if (counts(refund)) sum = sum + refund.amount;
    }
    return sum;
}

bool is_completed(const Refund& refund) {
    return refund.status == completed;
}

/// Our own refund that a return without a name may be: in flight, or given back by the operator's hand.
Refund* find_expected(Payment& payment) {
    for (auto& refund : payment.refunds) {
        if (refund.status == sending || refund.status == needs_operator) return &refund;
    }
    for (auto& refund : payment.refunds) {
        if (refund.status == reserved && is_owed(refund)) return &refund;
    }
    return nullptr;
}

/// What the books show as returned beyond every refund that is known: ours in flight first, and the
/// rest was given back by another hand.
bool follow_unlisted(Payment& payment, Money returned, Instant now) {
    auto unexplained = returned - sum_of(payment, is_completed);
    if (unexplained.minor <= 0) return false;
    auto* ours = find_expected(payment);
    if (ours != nullptr && ours->amount.minor <= unexplained.minor) {
        unexplained = unexplained - ours->amount;
        complete(payment, *ours, {}, now);
    }
    if (unexplained.minor > 0) {
        auto& external = append(payment, RefundCause::external, unexplained, now);
        complete(payment, external, {}, now);
    }
    return true;
}

}  // namespace

bool is_open(const Refund& refund) {
    return refund.status == reserved || refund.status == sending || refund.status == needs_operator;
}

Money refundable(const Payment& payment) {
    const auto left = payment.captured - payment.returned - sum_of(payment, is_open);
    // A bank takes what was charged, also after a part of it was given back.
    const auto free = left - disputed(payment);
    return free.minor < 0 ? Money{0, free.currency} : free;
}

const Refund* refund_in_flight(const Payment& payment) {
    return find_refund(payment, sending);
}

const Refund* next_refund(const Payment& payment) {
    return refund_in_flight(payment) == nullptr ? find_refund(payment, reserved) : nullptr;
}

bool owes_or_owed(const Payment& payment) {
    return std::any_of(payment.refunds.begin(), payment.refunds.end(), [](const Refund& refund) {
        return is_owed(refund) && refund.status != failed;
    });
}

Result<Payment> begin_refund(Payment payment, RequestRefund request, Instant now) {
    if (const auto passed = check_balance(payment, request); !passed) return passed.error();
    if (const auto passed = check_way_back(payment, request, now); !passed) return passed.error();

    // From here on nothing may fail.
    const Money amount{request.amount_minor, payment.amount.currency};
    auto& refund = append(payment, RefundCause::requested, amount, now);
    refund.reason = std::move(request.reason);
    refund.requested_by = std::move(request.requested_by);
    refund.account = std::move(request.account);
    tell(payment, "refund.requested", now);
    schedule(payment, now);
    return payment;
}

Payment send_refund(Payment payment, Millis key_life, Instant now) {
    auto* refund = find_refund(payment, sending);
    if (refund == nullptr) refund = find_refund(payment, reserved);
    ensure(refund != nullptr, "only a reserved refund is sent");
    // Money: where a provider knows no key, nothing but the proof that it was not sent lets it go out again.
    // Guarded by SendRefund.IsNeverSentAgainWhereNoKeyGuardsIt.
    const bool key_is_dead = refund->first_sent_at && now - *refund->first_sent_at >= key_life;
    const bool cannot_go_back =
        payment.method == PaymentMethod::virtual_account && !refund->account;
    if (cannot_go_back || key_is_dead) {
        refund->status = needs_operator;
        tell(payment, "refund.needs_operator", now);
        schedule(payment, now);
        return payment;
    }
    refund->status = sending;
    // Money: while an earlier send may be under way its key is kept. A day later Toss would still replay
    // a refusal under it, so the key is new; the balance that the request expects keeps it from returning
    // twice. Guarded by SendRefund.KeepsItsKeyUntilNothingCanBeUnderWay.
    refund->idempotency_key = fmt::format("{}-refund-{}", payment.order_id, refund->number);
    if (refund->asks >= looks_within_an_hour)
        refund->idempotency_key += fmt::format("-{}", refund->asks);
    refund->balance_before = payment.captured - payment.returned;
    refund->first_sent_at = refund->first_sent_at.value_or(now);
    refund->send_by = now + limits::send_within;
    schedule(payment, now);
    return payment;
}

Payment unsend_refund(Payment payment, Instant now) {
    auto* refund = find_refund(payment, sending);
    ensure(refund != nullptr && refund->send_by, "only a refund in flight was proved not sent");
    // An earlier send may still be under way; its key and its age stay.
    const bool was_first = refund->first_sent_at == *refund->send_by - limits::send_within;
    if (was_first) refund->first_sent_at.reset();
    schedule(payment, now);
    return payment;
}

Payment refuse_refund(Payment payment, Failure failure, Instant now) {
    auto* refund = find_refund(payment, sending);
    ensure(refund != nullptr, "a refusal is about the refund in flight");
    refund->failure = std::move(failure);
    end_unreturned(payment, *refund, "refund_refused", now);
    schedule(payment, now);
    return payment;
}

void owe(Payment& payment, RefundCause cause, Money amount, Instant now) {
    ensure(amount.minor > 0 && !owes_or_owed(payment), "money is found too much once");
    append(payment, cause, amount, now);
    tell(payment, "payment.surplus_found", now);
}

Payment return_all(Payment payment, Instant now) {
    ensure(payment.status == PaymentStatus::completed, "only money that came goes back");
    owe(payment, RefundCause::purchase_moved_on, payment.captured - payment.returned, now);
    schedule(payment, now);
    return payment;
}

void forget_capture(Payment& payment, Instant now) {
    payment.completed_at.reset();
    payment.captured = Money{0, payment.amount.currency};
    for (auto& refund : payment.refunds) {
        if (!is_open(refund)) continue;
        refund.status = failed;
        refund.failure =
            Failure{"deposit_taken_back", "The deposit was taken back by the bank.", {}};
        tell(payment, "refund.failed", now);
    }
}

bool follow_returns(Payment& payment, const ProviderView& view, Instant now) {
    const auto returned = view.total - view.balance;
    bool changed = false;
    for (const auto& found : view.returns)
        changed = follow_listed(payment, found, now) || changed;
    const bool explains_itself = changed;
    changed = follow_unlisted(payment, returned, now) || changed;
    // Books that show less than before, and do not say why, are not followed.
    const bool grew = payment.returned < returned;
    if (grew || (explains_itself && payment.returned != returned)) {
        payment.returned = returned;
        changed = true;
    }
    // Part of what we owe went back by another hand: what is sent next is what is left.
    for (auto& refund : payment.refunds) {
        if (!is_owed(refund) || !is_open(refund) || refund.amount == view.balance) continue;
        refund.amount = view.balance;
        if (view.balance.minor == 0) complete(payment, refund, {}, now);
        changed = true;
    }
    return changed;
}

}  // namespace gyeol::domain
