// Laws that hold whatever answers come in whatever order: random walks over every decision.
#include "domain/ledger.hpp"
#include "domain/payment_samples.hpp"
#include "domain/refund.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace gyeol::domain {
namespace {

using namespace samples;
using enum PaymentStatus;

/// One step of a walk: which decision or answer, and how much time passes before it.
struct Step {
    int what = 0;
    int minutes_before = 0;
};

bool waits_for_something(const Payment& payment) {
    const bool returns = next_refund(payment) != nullptr || refund_in_flight(payment) != nullptr;
    return payment.status == pending || payment.status == processing || payment.status == unknown ||
           payment.status == waiting_for_deposit || returns;
}

/// Applies a decision of ours, if it may be made now.
Payment decide(Payment payment, int what, Instant now) {
    const bool to_return = next_refund(payment) != nullptr;
    switch (what) {
        case 0: {
            auto start = begin_confirm(payment, confirm_command(), now);
            return start ? start->payment : payment;
        }
        case 1: {
            auto start = begin_cancel(payment, now);
            return start ? start->payment : payment;
        }
        case 2:
            return payment.status == pending ? payment : begin_ask(std::move(payment), now);
        case 3:
            return is_overdue(payment, now) ? expire(std::move(payment), now) : payment;
        case 4:
            return to_return ? send_refund(std::move(payment), 24h * 15, now) : payment;
        default:
            return payment;
    }
}

constexpr int decision_count = 5;

/// No digest at all: what the laws look at is the lines.
std::string plain_digest(std::string_view text) {
    return std::string(text.substr(0, 8));
}

/// Requires the laws that hold of every payment at every moment.
void require_laws(const Payment& payment) {
    const auto& events = payment.meta.events;
    int completions = 0;
    int taken_back = 0;
    auto last = pending;
    for (const auto& event : events) {
        if (event.status != last) RC_ASSERT(may_move(last, event.status));
        if (event.status != last && event.status == completed) ++completions;
        if (last == completed && event.status == waiting_for_deposit) ++taken_back;
        last = event.status;
    }
    RC_ASSERT(last == payment.status);
    RC_ASSERT(completions <= 1 + taken_back);
    const bool has_money = payment.status == completed || payment.status == partially_refunded ||
                           payment.status == refunded;
    RC_ASSERT(payment.completed_at.has_value() == has_money);
    if (!payment.discrepant) RC_ASSERT(!(payment.amount < payment.returned));
    RC_ASSERT(!waits_for_something(payment) || payment.meta.next_at.has_value());
    RC_ASSERT(
        payment.status == pending || payment.status == cancelled || payment.status == expired ||
        payment.attempt.has_value()
    );
}

/// Requires that money the provider reports is never lost sight of.
void require_tracked(const Payment& payment, const ProviderOutcome& outcome) {
    if (outcome.kind != ProviderOutcome::Kind::approved || outcome.view->balance.minor == 0) return;
    RC_ASSERT(payment.discrepant || payment.completed_at || owes_or_owed(payment));
}

/// Requires that the lines of all events ever made are what the payment says, and balance.
void require_booked(const Payment& payment) {
    std::vector<LedgerPosition> sum;
    std::uint64_t entries = 0;
    for (const auto& event : payment.meta.events) {
        std::vector<LedgerPosition> of_event;
        add_lines(of_event, event.lines);
        RC_ASSERT(is_balanced(of_event));
        RC_ASSERT(event.lines.empty() == (event.ledger_entry == 0));
        if (event.ledger_entry != 0) RC_ASSERT(event.ledger_entry == ++entries);
        add_lines(sum, event.lines);
    }
    RC_ASSERT(sum == positions_of(payment));
    RC_ASSERT(entries == payment.ledger.entries);
    const Money kept = payment.captured - payment.returned;
    const auto is_receivable = [](const LedgerPosition& one) {
        return one.account == LedgerAccount::provider_receivable &&
               one.phase == LedgerPhase::posted;
    };
    const auto found = std::find_if(sum.begin(), sum.end(), is_receivable);
    RC_ASSERT((found == sum.end() ? 0 : found->amount.minor) == kept.minor);
}

std::vector<Step> some_walk() {
    const auto steps = static_cast<int>(all_answers().size()) + decision_count;
    const auto one = rc::gen::map(
        rc::gen::pair(rc::gen::inRange(0, steps), rc::gen::element(0, 0, 1, 20, 61, 1500)),
        [](const std::pair<int, int>& pair) {
            return Step{pair.first, pair.second};
        }
    );
    std::vector<Step> walk;
    for (const auto& step : *rc::gen::container<std::vector<Step>>(one))
        walk.push_back(step);
    return walk;
}

RC_GTEST_PROP(PaymentLaws, HoldAfterAnySequenceOfDecisionsAndAnswers, ()) {
    const auto answers = all_answers();
    auto payment = new_payment();
    auto now = morning;
    // A walk begins with a confirm half of the time, since most of what can go wrong comes after one.
    if (*rc::gen::arbitrary<bool>()) payment = decide(payment, 0, now);
    for (const auto& step : some_walk()) {
        now += std::chrono::minutes(step.minutes_before);
        if (step.what < decision_count) {
            payment = decide(std::move(payment), step.what, now);
        } else {
            auto outcome = answers[static_cast<std::size_t>(step.what - decision_count)].outcome;
            if (*rc::gen::arbitrary<bool>()) outcome.asked_at = now - 1min;
            const auto settled = settle(payment, outcome, window, now);
            RC_ASSERT(settle(settled, outcome, window, now) == settled);
            const bool is_ours = !outcome.view || outcome.view->order_id == payment.order_id;
            if (is_ours && !outcome.asked_at) require_tracked(settled, outcome);
            const auto& attempt = payment.attempt;
            const bool may_decide = attempt && now >= attempt->send_by + window;
            if (outcome.absent && !may_decide)
                RC_ASSERT(settled.status != failed || payment.status == failed);
            payment = settled;
        }
        require_laws(payment);
        book(payment, plain_digest, now);
        require_booked(payment);
    }
}

}  // namespace
}  // namespace gyeol::domain
