// The simulator of Toss Payments: its calls, and the switches of the tests (see simulator.hpp).
#pragma once

#include "sandbox/answer.hpp"
#include "sandbox/fault_plan.hpp"
#include "sandbox/simulator.hpp"
#include "sandbox/toss/options.hpp"
#include "sandbox/webhook_queue.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::toss {

struct World;
struct KeyOwner;

/// What a call does, for scripts and counts.
enum class Operation : std::uint8_t { confirm, cancel, get_payment, get_order, browser, other };

std::string_view word(Operation operation);

/// The next calls of one operation meet these faults, one each; later calls are served honestly.
struct Script {
    Operation operation = Operation::confirm;
    std::vector<Fault> faults;
};

/// What the simulator took from whom and gave back, by its own count.
struct BookLine {
    std::string payment_key;
    std::string order_id;
    std::int64_t captured = 0;
    std::int64_t returned = 0;
};

class TossSandbox final : public Simulator {
public:
    explicit TossSandbox(Options options);
    ~TossSandbox() override;

    [[nodiscard]] std::string_view name() const override { return "toss"; }

    /// Paths are such as `/v1/payments/confirm` or `/browser/sessions`.
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

    /// How many webhooks were given up after the seventh retry.
    [[nodiscard]] std::size_t webhooks_given_up() const;

    /// Returns every payment ever opened, oldest first, also those nobody paid.
    [[nodiscard]] std::vector<BookLine> books() const;

    /// Changes what is sent and how from now on; `url` and the retry unit stay.
    void set_webhook_switches(const WebhookOptions& switches);

private:
    struct Traced;

    HandledReply handle_api(const ports::HttpRequest& request, Instant now);
    Traced answer_api(const ports::HttpRequest& request, Instant now, Millis delay);
    Answer execute(const ports::HttpRequest& request, const KeyOwner& owner, Instant now);

    std::unique_ptr<World> world_;
    FaultPlan faults_;
    std::uint64_t trace_count_ = 0;
};

}  // namespace gyeol::sandbox::toss
