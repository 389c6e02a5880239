// Payments in every status and answers of every kind, for the tests of this folder. Every payment came
// to its status by the decisions themselves.
#pragma once

#include "base/limits.hpp"
#include "domain/payment_confirm.hpp"
#include "domain/payment_settle.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace gyeol::domain::samples {

using namespace std::chrono_literals;

inline const Instant morning = from_millis(1'772'334'000'000);
inline const Instant confirmed_at = morning + 1min;
inline const Instant noticed_at = morning + 3min;
constexpr Millis window = 15min;
constexpr Money price{9900, Currency::krw};

inline Payment new_payment() {
    NewPayment made_of;
    made_of.order_id = "ord_one";
    made_of.order_name = "성격 검사";
    made_of.plan_id = "basic";
    made_of.amount = price;
    made_of.account = "widget_test";
    return begin_payment(std::move(made_of), morning);
}

inline ConfirmPayment confirm_command() {
    return {.payment_key = "key_one", .order_id = "ord_one", .amount_minor = price.minor};
}

inline Payment sent_payment() {
    return begin_confirm(new_payment(), confirm_command(), confirmed_at)->payment;
}

inline ProviderView view_of(ProviderView::State state, Money total, Money balance) {
    ProviderView view;
    view.state = state;
    view.payment_key = "key_one";
    view.order_id = "ord_one";
    view.total = total;
    view.balance = balance;
    view.method = PaymentMethod::virtual_account;
    view.virtual_account = VirtualAccount{"신한은행", "X6505012345", "김결", morning + 24h};
    return view;
}

inline ProviderOutcome outcome_of(ProviderOutcome::Kind kind, ProviderView view) {
    ProviderOutcome outcome;
    outcome.kind = kind;
    if (kind == ProviderOutcome::Kind::declined) outcome.failure = Failure{"declined", "거절", {}};
    outcome.view = std::move(view);
    return outcome;
}

inline ProviderOutcome captured(Money balance = price, Money total = price) {
    return outcome_of(
        ProviderOutcome::Kind::approved, view_of(ProviderView::State::captured, total, balance)
    );
}

inline ProviderOutcome waiting(Money total = price) {
    return outcome_of(
        ProviderOutcome::Kind::pending,
        view_of(ProviderView::State::waiting_for_deposit, total, total)
    );
}

inline ProviderOutcome overdue() {
    auto outcome = waiting();
    outcome.view->deposit_overdue = true;
    return outcome;
}

inline ProviderOutcome ended(ProviderView::State state) {
    return outcome_of(ProviderOutcome::Kind::declined, view_of(state, price, price));
}

inline ProviderOutcome declined() {
    ProviderOutcome outcome;
    outcome.kind = ProviderOutcome::Kind::declined;
    outcome.failure = Failure{"card_declined", "거절", "REJECT_CARD_COMPANY"};
    return outcome;
}

inline ProviderOutcome in_progress() {
    return outcome_of(
        ProviderOutcome::Kind::unknown, view_of(ProviderView::State::in_progress, price, price)
    );
}

inline ProviderOutcome absent() {
    auto outcome = ProviderOutcome::unknown("NOT_FOUND_PAYMENT");
    outcome.absent = true;
    return outcome;
}

inline ProviderOutcome of_another_order() {
    auto outcome = captured();
    outcome.view->order_id = "ord_two";
    return outcome;
}

inline Payment settle_soon(Payment payment, const ProviderOutcome& outcome) {
    return settle(std::move(payment), outcome, window, confirmed_at + 30s);
}

inline Payment payment_in(PaymentStatus status) {
    switch (status) {
        case PaymentStatus::pending:
            return new_payment();
        case PaymentStatus::processing:
            return sent_payment();
        case PaymentStatus::unknown:
            return settle_soon(sent_payment(), ProviderOutcome::unknown("timed_out"));
        case PaymentStatus::waiting_for_deposit:
            return settle_soon(sent_payment(), waiting());
        case PaymentStatus::completed:
            return settle_soon(sent_payment(), captured());
        case PaymentStatus::partially_refunded:
            return settle_soon(sent_payment(), captured({4900, Currency::krw}));
        case PaymentStatus::refunded:
            return settle_soon(sent_payment(), captured({0, Currency::krw}));
        case PaymentStatus::failed:
            return settle_soon(sent_payment(), declined());
        case PaymentStatus::cancelled:
            return settle_soon(
                settle_soon(sent_payment(), waiting()), ended(ProviderView::State::cancelled)
            );
        case PaymentStatus::expired:
            return settle_soon(sent_payment(), overdue());
    }
    return new_payment();
}

/// One kind of answer, by the name that the tables use, and when it comes.
struct Answer {
    std::string_view name;
    ProviderOutcome outcome;
    Instant at;
};

inline std::array<Answer, 17> all_answers() {
    const Money half{4900, Currency::krw};
    const Money none{0, Currency::krw};
    const Money other{9800, Currency::krw};
    using State = ProviderView::State;
    return {{
        {"captured", captured(), noticed_at},
        {"captured, half returned", captured(half), noticed_at},
        {"captured, all returned", captured(none), noticed_at},
        {"captured, another amount", captured(other, other), noticed_at},
        {"waiting", waiting(), noticed_at},
        {"waiting, overdue", overdue(), noticed_at},
        {"waiting, another amount", waiting(other), noticed_at},
        {"declined", declined(), noticed_at},
        {"aborted", ended(State::aborted), noticed_at},
        {"expired there", ended(State::expired), noticed_at},
        {"cancelled there", ended(State::cancelled), noticed_at},
        {"not sent", ProviderOutcome::not_sent("unreachable"), noticed_at},
        {"silence", ProviderOutcome::unknown("timed_out"), noticed_at},
        {"in progress", in_progress(), noticed_at},
        {"absent, in the window", absent(), noticed_at},
        {"absent, after the window", absent(), confirmed_at + limits::send_within + window},
        {"of another order", of_another_order(), noticed_at},
    }};
}

}  // namespace gyeol::domain::samples
