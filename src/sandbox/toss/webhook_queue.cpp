#include "sandbox/toss/webhook_queue.hpp"

namespace gyeol::sandbox::toss {

void WebhookQueue::put(QueuedWebhook webhook) {
    const auto id = webhook.id;
    remove(id);
    waiting_.insert({webhook.due, id});
    queued_.emplace(id, std::move(webhook));
}

void WebhookQueue::remove(std::uint64_t id) {
    const auto known = queued_.find(id);
    if (known == queued_.end()) return;
    waiting_.erase({known->second.due, id});
    queued_.erase(known);
}

std::vector<Delivery> WebhookQueue::take_due(Instant now) {
    std::vector<Delivery> due;
    while (!waiting_.empty() && waiting_.begin()->first <= now) {
        const auto& webhook = queued_.at(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        Delivery delivery;
        delivery.id = webhook.id;
        delivery.url = url_;
        delivery.body = webhook.body;
        delivery.headers = {
            {"Content-Type", "application/json"},
            {"tosspayments-webhook-transmission-time", write_korean_time(now)},
            {"tosspayments-webhook-transmission-retried-count", std::to_string(webhook.retried)},
            {"tosspayments-webhook-transmission-id", webhook.transmission_id},
        };
        due.push_back(std::move(delivery));
    }
    return due;
}

std::optional<QueuedWebhook> WebhookQueue::answer(std::uint64_t id, int status, Instant now) {
    const auto known = queued_.find(id);
    if (known == queued_.end()) return std::nullopt;
    auto& webhook = known->second;
    const auto tries = static_cast<std::size_t>(webhook.retried);
    if (status == 200 || tries >= retry_minutes.size()) {
        if (status != 200) ++given_up_;
        remove(id);
        return std::nullopt;
    }
    waiting_.erase({webhook.due, id});
    webhook.due = now + retry_minutes.at(tries) * retry_unit_;
    ++webhook.retried;
    waiting_.insert({webhook.due, id});
    return webhook;
}

std::optional<Instant> WebhookQueue::next_due() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first;
}

void WebhookQueue::for_each(const std::function<void(const QueuedWebhook&)>& visit) const {
    for (const auto& [id, webhook] : queued_)
        visit(webhook);
}

}  // namespace gyeol::sandbox::toss
