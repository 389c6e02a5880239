// The simulator of Toss Payments: a plain function of request and time over its own books. It opens
// no socket and reads no clock; whoever carries requests to it also carries its webhooks away.
#pragma once

#include "base/result.hpp"
#include "ports/http_client.hpp"
#include "sandbox/fault.hpp"
#include "sandbox/toss/options.hpp"
#include "sandbox/toss/webhook_queue.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::toss {

struct World;
struct KeyOwner;
struct Answer;

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

/// One thread. Time must not run backwards from call to call.
class TossSandbox {
public:
    explicit TossSandbox(Options options);
    ~TossSandbox();
    TossSandbox(const TossSandbox&) = delete;
    TossSandbox& operator=(const TossSandbox&) = delete;

    /// Answers one call. The URL may be absolute; its path is what follows the sandbox's prefix, such as
    /// `/v1/payments/confirm` or `/browser/sessions`. The carrier must honour `fault` (see fault.hpp).
    HandledReply handle(const ports::HttpRequest& request, Instant now);

    void script(Script script);

    /// Returns the webhooks to send now. Each must be reported to `webhook_answered` before it comes again.
    std::vector<Delivery> due_webhooks(Instant now);

    /// Reports how a delivery ended; `status` is 0 when no answer came within 10 s.
    void webhook_answered(std::uint64_t id, int status, Instant now);

    /// How many webhooks were given up after the seventh retry.
    [[nodiscard]] std::size_t webhooks_given_up() const;

    /// Returns when something happens by itself next: a window closes or a webhook is due.
    [[nodiscard]] std::optional<Instant> next_event_at() const;

    /// Returns every payment ever opened, oldest first, also those nobody paid.
    [[nodiscard]] std::vector<BookLine> books() const;

    /// Changes what is sent and how from now on; `url` and the retry unit stay.
    void set_webhook_switches(const WebhookOptions& switches);

    /// Calls `journal` with one line for every change, before the call that caused it is answered.
    void on_change(std::function<void(const std::string&)> journal);

    /// Applies one line of the journal; all lines in order restore every payment, stored answer and
    /// waiting webhook. Fails with `invalid_request` when it is not a line of the journal.
    Done replay(std::string_view line);

    /// Returns the shortest journal that restores the present state.
    [[nodiscard]] std::vector<std::string> save() const;

private:
    struct Traced;

    HandledReply handle_api(const ports::HttpRequest& request, Instant now);
    Traced answer_api(const ports::HttpRequest& request, Instant now, Millis delay);
    Answer execute(const ports::HttpRequest& request, const KeyOwner& owner, Instant now);
    Fault next_fault(Operation operation);

    std::unique_ptr<World> world_;
    std::map<Operation, std::deque<Fault>> scripts_;
    std::uint64_t trace_count_ = 0;
};

}  // namespace gyeol::sandbox::toss
