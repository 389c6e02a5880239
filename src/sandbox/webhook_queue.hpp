// What a simulator still has to tell the shop's server. It sends nothing itself: the simulator makes
// deliveries of what is due, a carrier takes them and reports how each was answered.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::sandbox {

/// One event on its way to one endpoint. `retried` deliveries were made and failed.
struct QueuedWebhook {
    std::uint64_t id = 0;
    std::string transmission_id;
    std::string endpoint;  // Empty where a provider knows one address only.
    std::string body;
    Instant due;
    int retried = 0;
};

/// How a delivery ended, by the provider's own idea of success.
enum class Receipt : std::uint8_t { taken, failed };

class WebhookQueue {
public:
    /// `retry_after` is what to wait after the first failure, the second and so on; then the event is
    /// given up.
    explicit WebhookQueue(std::vector<Millis> retry_after) : retry_after_(std::move(retry_after)) {}

    void put(QueuedWebhook webhook);

    /// Returns what is due and marks it as being sent: it is not returned again before it is answered.
    [[nodiscard]] std::vector<QueuedWebhook> take_due(Instant now);

    /// Ends the delivery or plans its next try. Returns the webhook as it is now queued, none when
    /// it has left the queue or was never in it.
    std::optional<QueuedWebhook> answer(std::uint64_t id, Receipt receipt, Instant now);

    /// Returns the webhook, null when it has left the queue or was never in it.
    [[nodiscard]] const QueuedWebhook* find(std::uint64_t id) const;

    void remove(std::uint64_t id);

    [[nodiscard]] std::optional<Instant> next_due() const;

    /// How many events were given up after the last retry.
    [[nodiscard]] std::size_t given_up() const { return given_up_; }

    void for_each(const std::function<void(const QueuedWebhook&)>& visit) const;

private:
    std::vector<Millis> retry_after_;
    std::map<std::uint64_t, QueuedWebhook> queued_;
    std::set<std::pair<Instant, std::uint64_t>> waiting_;
    std::size_t given_up_ = 0;
};

}  // namespace gyeol::sandbox
