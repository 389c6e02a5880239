#include "providers/kakaopay/kakaopay_settle.hpp"

#include <utility>

namespace gyeol::providers::kakaopay {
namespace {

using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;
using State = domain::ProviderView::State;

bool is_open(const ProviderOutcome& order) {
    return order.kind == Kind::unknown && order.view && order.view->state == State::in_progress;
}

}  // namespace

ProviderOutcome settle_approve(const Reading& approve, ProviderOutcome order) {
    const auto& refusal = approve.if_nothing_happened;
    if (!is_open(order)) {
        // The books know that it failed; why, only the reply to the approve told.
        const bool knows_why = refusal && refusal->kind == Kind::declined;
        if (order.kind == Kind::declined && knows_why) order.failure = refusal->failure;
        return order;
    }
    if (!refusal) return order;
    auto settled = *refusal;
    settled.view = std::move(order.view);
    return settled;
}

ProviderOutcome settle_cancel(const Reading& cancel, ProviderOutcome order, domain::Money before) {
    const bool is_told = order.kind == Kind::approved && order.view;
    // Money: a balance that did not shrink is no proof that the cancel will not be executed yet, unless
    // its reply was a refusal. Guarded by KakaoPaySettle.ACancelWhoseReplyWasLostIsDecidedByTheBalance.
    const bool is_unchanged = is_told && order.view->balance == before;
    if (is_told && !is_unchanged) return order;
    if (is_unchanged && cancel.if_nothing_happened) return *cancel.if_nothing_happened;
    auto outcome = ProviderOutcome::unknown(cancel.outcome.detail);
    outcome.alarm = order.alarm;
    outcome.view = std::move(order.view);
    return outcome;
}

}  // namespace gyeol::providers::kakaopay
