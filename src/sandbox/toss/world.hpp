// The whole state of one simulator, and the two things every change to it must do: reach the journal
// and be told to the shop.
#pragma once

#include "sandbox/id_maker.hpp"
#include "sandbox/simulator.hpp"
#include "sandbox/toss/answer_store.hpp"
#include "sandbox/toss/key_ring.hpp"
#include "sandbox/toss/options.hpp"
#include "sandbox/toss/payment_book.hpp"
#include "sandbox/toss/payment_json.hpp"
#include "sandbox/webhook_queue.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gyeol::sandbox::toss {

struct World {
    explicit World(Options chosen);

    /// Must follow every change to `payment`: brings indexes up to date and writes the journal.
    void changed(const Payment& payment);

    /// As `changed`, and queues the webhooks that the payment's new status causes.
    void changed_status(const Payment& payment, Instant now);

    void remember(StoredAnswer answer);
    void queue(QueuedWebhook webhook);

    /// Returns what is due, addressed; each is on its way until `answered`.
    std::vector<Delivery> take_due(Instant now);
    void answered(std::uint64_t webhook_id, int status, Instant now);

    /// Ends every window that closed at or before `now`, in order, each at its own moment.
    void expire(Instant now);

    [[nodiscard]] PaymentView view(const Payment& payment, Instant now) const;

    [[nodiscard]] std::string new_transaction_key() { return ids.letters("txrd_a", 24); }

    Options options;
    KeyRing keys;
    IdMaker ids;
    PaymentBook payments;
    AnswerStore answers;
    WebhookQueue webhooks;
    std::function<void(const std::string&)> on_change;

private:
    void announce(const std::string& body, Instant now);
};

}  // namespace gyeol::sandbox::toss
