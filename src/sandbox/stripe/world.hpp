// The whole state of one simulator, and the two things every change to it must do: reach the journal
// and become an event.
#pragma once

#include "sandbox/id_maker.hpp"
#include "sandbox/simulator.hpp"
#include "sandbox/stripe/agenda.hpp"
#include "sandbox/stripe/answer_store.hpp"
#include "sandbox/stripe/books.hpp"
#include "sandbox/stripe/options.hpp"
#include "sandbox/webhook_queue.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

/// Which call causes the events of the moment; empty for what happens by itself.
struct Cause {
    std::string request_id;
    std::string idempotency_key;
};

struct World {
    explicit World(Options chosen);

    /// Stores a new thing. Requires `id` and `object` in `shown`.
    Thing& add(boost::json::object shown, boost::json::object kept = {});

    /// Must follow every change to `thing`: writes the journal.
    void changed(const Thing& thing);

    void erase(const std::string& id);

    /// Makes the event `type` with a snapshot of `thing`, and queues it for every endpoint that asked for
    /// it. `previous` holds what an update changed, as it was.
    void announce(
        std::string_view type, const Thing& thing, Instant now, boost::json::object previous = {}
    );

    /// As `changed`, then `announce`.
    void tell(std::string_view type, const Thing& thing, Instant now);

    void plan(Deed deed, const Thing& subject, Instant due);
    void finish(const Job& job);

    void remember(StoredAnswer answer);

    /// Returns what is due, addressed and signed; each is on its way until `answered`.
    std::vector<Delivery> take_due(Instant now);
    void answered(std::uint64_t webhook_id, int status, Instant now);

    /// Gives the endpoint another secret; the earlier ones sign beside it for a day.
    std::string roll_secret(Thing& endpoint, Instant now);

    /// Forgets events that are older than the provider keeps them.
    void forget_old_events(Instant now);

    Options options;
    IdMaker ids;
    Books books;
    AnswerStore answers;
    Agenda agenda;
    WebhookQueue webhooks;
    Cause cause;
    std::function<void(const std::string&)> on_change;

private:
    void queue(const Thing& endpoint, const Thing& event, Instant now);
    void put(QueuedWebhook webhook);
    [[nodiscard]] std::string sign(const Thing& endpoint, const std::string& body, Instant now);
};

/// Returns whole Unix seconds, as every time of the API is written.
std::int64_t seconds(Instant instant);

}  // namespace gyeol::sandbox::stripe
