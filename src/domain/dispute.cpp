#include "domain/dispute.hpp"

#include <algorithm>

namespace gyeol::domain {
namespace {

bool holds_money(DisputeStatus status) {
    return status == DisputeStatus::open || status == DisputeStatus::lost;
}

std::string_view event_of(DisputeStatus status) {
    switch (status) {
        case DisputeStatus::inquiry:
            return "payment.dispute_inquiry";
        case DisputeStatus::open:
            return "payment.dispute_opened";
        case DisputeStatus::won:
            return "payment.dispute_won";
        case DisputeStatus::lost:
            return "payment.dispute_lost";
        case DisputeStatus::withdrawn:
            return "payment.dispute_withdrawn";
    }
    return "payment.dispute_opened";
}

}  // namespace

Money disputed(const Payment& payment) {
    Money sum{0, payment.amount.currency};
    for (const auto& dispute : payment.disputes) {
        if (holds_money(dispute.status)) sum = sum + dispute.amount;
    }
    return sum;
}

bool follow_disputes(Payment& payment, const ProviderView& view, Instant now) {
    bool changed = false;
    for (const auto& listed : view.disputes) {
        const auto known = std::find_if(
            payment.disputes.begin(),
            payment.disputes.end(),
            [&listed](const Dispute& dispute) { return dispute.id == listed.id; }
        );
        const bool is_new = known == payment.disputes.end();
        if (!is_new && *known == listed) continue;
        const bool moved = is_new || known->status != listed.status;
        if (is_new) {
            payment.disputes.push_back(listed);
        } else {
            *known = listed;
        }
        if (moved) tell(payment, std::string(event_of(listed.status)), now);
        changed = true;
    }
    return changed;
}

}  // namespace gyeol::domain
