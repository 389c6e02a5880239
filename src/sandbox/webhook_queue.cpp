#include "sandbox/webhook_queue.hpp"

namespace gyeol::sandbox {

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

std::vector<QueuedWebhook> WebhookQueue::take_due(Instant now) {
    std::vector<QueuedWebhook> due;
    while (!waiting_.empty() && waiting_.begin()->first <= now) {
        due.push_back(queued_.at(waiting_.begin()->second));
        waiting_.erase(waiting_.begin());
    }
    return due;
}

std::optional<QueuedWebhook> WebhookQueue::answer(std::uint64_t id, Receipt receipt, Instant now) {
    const auto known = queued_.find(id);
    if (known == queued_.end()) return std::nullopt;
    auto& webhook = known->second;
    const auto tries = static_cast<std::size_t>(webhook.retried);
    if (receipt == Receipt::taken || tries >= retry_after_.size()) {
        if (receipt != Receipt::taken) ++given_up_;
        remove(id);
        return std::nullopt;
    }
    waiting_.erase({webhook.due, id});
    webhook.due = now + retry_after_.at(tries);
    ++webhook.retried;
    waiting_.insert({webhook.due, id});
    return webhook;
}

const QueuedWebhook* WebhookQueue::find(std::uint64_t id) const {
    const auto known = queued_.find(id);
    return known == queued_.end() ? nullptr : &known->second;
}

std::optional<Instant> WebhookQueue::next_due() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->first;
}

void WebhookQueue::for_each(const std::function<void(const QueuedWebhook&)>& visit) const {
    for (const auto& [id, webhook] : queued_)
        visit(webhook);
}

}  // namespace gyeol::sandbox
