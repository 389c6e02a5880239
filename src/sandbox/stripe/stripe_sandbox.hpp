// The simulator of Stripe: its calls, and the switches of the tests (see simulator.hpp).
#pragma once

#include "sandbox/simulator.hpp"
#include "sandbox/stripe/options.hpp"
#include "sandbox/stripe/routes.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

struct World;
struct StoredAnswer;

/// How the provider may turn a call away before it is executed.
enum class TurnedAway : std::uint8_t {
    no,
    rate_limit,    // 429, with the reason in a header.
    lock_timeout,  // 429, another call holds the object; the client is told to repeat.
    server_error,  // 500 with nothing executed; kept under the idempotency key all the same.
};

/// One planned mishap: a fault of the network or of the answer, or being turned away.
struct Mishap {
    Fault fault;
    TurnedAway turned_away = TurnedAway::no;
};

/// The next calls of one operation meet these mishaps, one each; later calls are served honestly.
struct Script {
    Operation operation = Operation::other;
    std::vector<Mishap> mishaps;
};

/// What the simulator took for whom and gave back, by its own count.
struct BookLine {
    std::string payment_intent;
    std::string order_id;  // `metadata[orderId]`.
    std::string currency;
    std::int64_t captured = 0;
    std::int64_t returned = 0;
};

class StripeSandbox final : public Simulator {
public:
    explicit StripeSandbox(Options options);
    ~StripeSandbox() override;

    [[nodiscard]] std::string_view name() const override { return "stripe"; }

    /// Paths are such as `/v1/payment_intents` or `/browser/attempts/...`.
    HandledReply handle(const ports::HttpRequest& request, Instant now) override;

    [[nodiscard]] std::span<const std::string_view> carried_headers() const override;
    [[nodiscard]] std::optional<std::string> find_page(std::string_view path) const override;
    [[nodiscard]] std::string page_policy(std::string_view shop_origins) const override;

    std::vector<Delivery> due_webhooks(Instant now) override;
    void webhook_answered(std::uint64_t id, int status, Instant now) override;
    [[nodiscard]] std::optional<Instant> next_event_at() const override;

    void on_change(std::function<void(const std::string&)> journal) override;
    Done replay(std::string_view line) override;
    [[nodiscard]] std::vector<std::string> save() const override;

    void script(const Script& script);

    /// How many webhooks were given up after the last try.
    [[nodiscard]] std::size_t webhooks_given_up() const;

    /// Returns every payment intent, oldest first, also those nobody paid.
    [[nodiscard]] std::vector<BookLine> books() const;

    /// Changes how webhooks are sent from now on; the endpoints and the waits stay.
    void set_webhook_switches(const WebhookOptions& switches);

    /// Gives an endpoint another secret and returns it; the earlier one signs too for a day.
    std::string roll_webhook_secret(const std::string& endpoint_id, Instant now);

private:
    struct Called;

    HandledReply handle_api(const ports::HttpRequest& request, Instant now);
    Called answer_api(const ports::HttpRequest& request, const Mishap& mishap, Instant now);
    Called answer_under_key(const ports::HttpRequest& request, const Mishap& mishap, Instant now);
    Answer execute(const ports::HttpRequest& request, const Mishap& mishap, Instant now);
    Mishap next_mishap(Operation operation);

    std::unique_ptr<World> world_;
    std::map<Operation, std::deque<Mishap>> scripts_;
};

}  // namespace gyeol::sandbox::stripe
