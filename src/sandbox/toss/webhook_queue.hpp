// What the simulator still has to tell the shop's server. It sends nothing itself: a carrier takes
// what is due and reports how it was answered.
#pragma once

#include "base/time.hpp"
#include "sandbox/simulator.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::sandbox::toss {

/// One event on its way. Everything but exactly 200 in time is a failure. `retried` deliveries were made and failed.
struct QueuedWebhook {
    std::uint64_t id = 0;
    std::string transmission_id;
    std::string body;
    Instant due;
    int retried = 0;
};

class WebhookQueue {
public:
    /// Minutes to wait after the first failure, the second and so on; then the event is given up.
    static constexpr std::array<int, 7> retry_minutes{1, 4, 16, 64, 256, 1024, 4096};

    WebhookQueue(std::string url, Millis retry_unit)
        : url_(std::move(url)), retry_unit_(retry_unit) {}

    void put(QueuedWebhook webhook);

    /// Returns what is due and marks it as being sent: it is not returned again before it is answered.
    [[nodiscard]] std::vector<Delivery> take_due(Instant now);

    /// Ends the delivery (200) or plans its next try. Returns the webhook as it is now queued, none when
    /// it has left the queue or was never in it.
    std::optional<QueuedWebhook> answer(std::uint64_t id, int status, Instant now);

    void remove(std::uint64_t id);

    [[nodiscard]] std::optional<Instant> next_due() const;

    /// How many events were given up after the last retry.
    [[nodiscard]] std::size_t given_up() const { return given_up_; }

    void for_each(const std::function<void(const QueuedWebhook&)>& visit) const;

private:
    std::string url_;
    Millis retry_unit_;
    std::map<std::uint64_t, QueuedWebhook> queued_;
    std::set<std::pair<Instant, std::uint64_t>> waiting_;
    std::size_t given_up_ = 0;
};

}  // namespace gyeol::sandbox::toss
