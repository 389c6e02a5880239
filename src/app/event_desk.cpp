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
    if (payment.meta.events.empty()) return;
    auto& row = row_of(payment.id);
    for (const auto& event : payment.meta.events) {
        if (event.number <= row.logged) continue;
        log_.write({
            .level = level_of(event),
            .at = event.at,
            .action = event.type,
            .order_id = payment.order_id,
            .amount_minor = payment.amount.minor,
            .payment_method = std::string(word(payment.method)),
            .status = std::string(word(event.status)),
        });
        row.logged = event.number;
    }
}

void EventDesk::mark_posted(domain::PaymentId id, std::uint64_t number) {
    auto& row = row_of(id);
    row.posted = std::max(row.posted, number);
}

std::uint64_t EventDesk::posted(domain::PaymentId id) const {
    const auto known = delivered_.find(id);
    return known == delivered_.end() ? 0 : known->second.posted;
}

domain::Payment EventDesk::without_delivered(domain::Payment payment) const {
    const auto known = delivered_.find(payment.id);
    if (known == delivered_.end()) return payment;
    const auto last = std::min(known->second.logged, known->second.posted);
    std::erase_if(payment.meta.events, [last](const domain::Event& event) {
        return event.number <= last;
    });
    return payment;
}

EventDesk::Row& EventDesk::row_of(domain::PaymentId id) {
    const auto [place, is_new] = delivered_.try_emplace(id);
    if (!is_new) return place->second;
    order_.push_back(id);
    if (order_.size() > limits::delivered_events_remembered) {
        // Forgetting costs a repeated line at worst, and a delivery that is found to exist.
        delivered_.erase(order_.front());
        order_.pop_front();
    }
    return place->second;
}

}  // namespace gyeol::app
