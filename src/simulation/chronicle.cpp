#include "simulation/chronicle.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::simulation {
namespace {

using domain::PaymentStatus;

/// Whether money may be on its way for the payment.
bool is_open(PaymentStatus status) {
    return status == PaymentStatus::processing || status == PaymentStatus::unknown ||
           status == PaymentStatus::waiting_for_deposit;
}

bool is_line_of(const ports::PaymentLine& line, const domain::Event& event) {
    return line.action == event.type && line.at == event.at && line.status == word(event.status);
}

}  // namespace

void Chronicle::stored(const domain::Aggregate& record) {
    ++writes_;
    const auto* payment = std::get_if<domain::Payment>(&record);
    if (payment == nullptr) return;
    const auto [place, is_new] = payments_.try_emplace(payment->order_id);
    // A repeat of a write that had landed shows nothing new.
    if (!is_new && payment->meta.version <= place->second.version) return;
    follow(place->second, *payment, is_new);
    watch_purchase(place->second);
}

void Chronicle::follow(PaymentHistory& history, const domain::Payment& payment, bool is_new) {
    if (is_new) {
        history.order_id = payment.order_id;
        history.purchase = {payment.user_id.hex(), payment.plan_id};
        history.created_at = writes_;
    }
    const auto known = history.events.size();
    for (const auto& event : payment.meta.events) {
        if (event.number == history.events.size() + 1) history.events.push_back(event);
    }
    if (history.events.size() != payment.meta.events_made)
        found(fmt::format("{} made an event that was never stored", payment.order_id));
    const bool moved = is_new || history.status != payment.status;
    const auto wanted =
        is_new ? std::string("payment.created") : fmt::format("payment.{}", word(payment.status));
    const bool has_its_event = std::any_of(
        history.events.begin() + static_cast<std::ptrdiff_t>(known),
        history.events.end(),
        [&wanted](const domain::Event& event) { return event.type == wanted; }
    );
    if (moved && !has_its_event)
        found(fmt::format("{} became {} without an event", payment.order_id, word(payment.status)));
    if (payment.completed_at && !history.completed_at) history.completed_at = writes_;
    if (!payment.completed_at) history.completed_at.reset();
    history.version = payment.meta.version;
    history.status = payment.status;
}

void Chronicle::watch_purchase(const PaymentHistory& history) {
    if (!is_open(history.status)) return;
    for (const auto& [order_id, other] : payments_) {
        if (&other == &history || other.purchase != history.purchase || !is_open(other.status))
            continue;
        found(fmt::format(
            "{} ({}) and {} ({}) of one purchase are open at once",
            history.order_id,
            word(history.status),
            order_id,
            word(other.status)
        ));
    }
}

void Chronicle::told(const ports::PaymentLine& line) {
    const auto known = payments_.find(line.order_id);
    if (known == payments_.end()) {
        found(fmt::format("{} of {} was told, and is not stored", line.action, line.order_id));
        return;
    }
    auto& history = known->second;
    const auto end = history.events.begin() + static_cast<std::ptrdiff_t>(history.told);
    const bool is_next = end != history.events.end() && is_line_of(line, *end);
    if (is_next) {
        ++history.told;
        return;
    }
    const bool is_repeat = std::any_of(history.events.begin(), end, [&line](const auto& event) {
        return is_line_of(line, event);
    });
    if (!is_repeat)
        found(fmt::format("{} of {} was told out of order", line.action, line.order_id));
}

void Chronicle::answered(const std::string& key, const std::string& answer) {
    const auto [place, is_new] = answers_.emplace(key, answer);
    if (is_new || place->second == answer) return;
    found(fmt::format(R"({} was answered "{}" and then "{}")", key, place->second, answer));
}

void Chronicle::found(std::string finding) {
    if (std::find(findings_.begin(), findings_.end(), finding) == findings_.end())
        findings_.push_back(std::move(finding));
}

}  // namespace gyeol::simulation
