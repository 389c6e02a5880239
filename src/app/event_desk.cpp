#include "app/event_desk.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::app {
namespace {

NoteLevel level_of(const domain::Event& event) {
    if (event.type == "payment.failed" || event.type == "refund.failed") return NoteLevel::warning;
    const bool needs_a_person =
        event.type == "payment.discrepant" || event.type == "refund.needs_operator";
    return needs_a_person ? NoteLevel::error : NoteLevel::info;
}

}  // namespace

void EventDesk::deliver(const domain::Payment& payment) {
    const auto known = delivered_.find(payment.id);
    const auto last = known == delivered_.end() ? 0 : known->second;
    auto newest = last;
    for (const auto& event : payment.meta.events) {
        if (event.number <= last) continue;
        log_.write({
            .level = level_of(event),
            .at = event.at,
            .action = event.type,
            .order_id = payment.order_id,
            .amount_minor = payment.amount.minor,
            .payment_method = std::string(word(payment.method)),
            .status = std::string(word(event.status)),
        });
        newest = std::max(newest, event.number);
    }
    if (newest > last) remember(payment.id, newest);
}

domain::Payment EventDesk::without_delivered(domain::Payment payment) const {
    const auto known = delivered_.find(payment.id);
    if (known == delivered_.end()) return payment;
    std::erase_if(payment.meta.events, [last = known->second](const domain::Event& event) {
        return event.number <= last;
    });
    return payment;
}

void EventDesk::remember(domain::PaymentId id, std::uint64_t number) {
    const auto [place, is_new] = delivered_.insert_or_assign(id, number);
    if (!is_new) return;
    order_.push_back(id);
    if (order_.size() <= limits::delivered_events_remembered) return;
    // Forgetting costs a repeated line at worst.
    delivered_.erase(order_.front());
    order_.pop_front();
}

}  // namespace gyeol::app
