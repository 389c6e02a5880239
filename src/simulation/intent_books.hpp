// A made-up provider of the kind whose payments a browser can pay without us, and whose only guard against a
// second capture is the idempotency key: harsher than any real one. Its API is a few lines of JSON.
#pragma once

#include "base/time.hpp"
#include "ports/http_client.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::simulation {

enum class IntentState : std::uint8_t {
    open,        // Nobody has paid it.
    authorised,  // The buyer has paid; the shop must still take it.
    captured,
    cancelled,
};

std::string_view word(IntentState state);

struct IntentReturn {
    std::int64_t amount = 0;
    int refund_number = 0;
};

struct Intent {
    std::string id;
    std::string order_id;
    std::int64_t amount = 0;
    IntentState state = IntentState::open;
    bool captures_itself = false;  // Paying it in the browser takes the money at once.
    Instant lapses_at{};           // Cancelled by itself then, unless it was captured.
    std::int64_t captured = 0;     // More than `amount` when somebody asked twice under two keys.
    std::vector<IntentReturn> returns;

    [[nodiscard]] std::int64_t returned() const;
};

/// `POST /intents` `{order, amount}`, `GET /intents/<id>`, `POST /intents/<id>/capture|cancel|refund`.
class IntentBooks {
public:
    ports::HttpReply handle(const ports::HttpRequest& request, Instant now);

    /// The buyer pays in the browser. Returns whether it could still be paid.
    bool pay(const std::string& id, Instant now);

    /// Somebody gives everything back in the console. Returns whether there was anything.
    bool give_back(const std::string& id, Instant now);

    /// Returns every intent, ordered by id.
    [[nodiscard]] std::vector<Intent> intents() const;

private:
    Intent* find(const std::string& id, Instant now);
    ports::HttpReply create(const boost::json::object& body, Instant now);
    ports::HttpReply act(Intent& intent, std::string_view what, const ports::HttpRequest& request);

    std::map<std::string, Intent> intents_;            // By id, which is made of the order id.
    std::map<std::string, ports::HttpReply> answers_;  // By idempotency key.
};

}  // namespace gyeol::simulation
