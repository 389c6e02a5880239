// The simulator of Kakao Pay: its calls, and the switches of the tests (see simulator.hpp). It sends no
// webhooks, since Kakao Pay has none: whoever lost an answer must ask.
#pragma once

#include "sandbox/fault_plan.hpp"
#include "sandbox/kakaopay/answer.hpp"
#include "sandbox/kakaopay/options.hpp"
#include "sandbox/simulator.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::kakaopay {

struct World;

/// What a call does, for scripts and counts.
enum class Operation : std::uint8_t {
    ready,
    approve,
    cancel,
    order,
    charge,
    key_end,
    key_status,
    browser,
    other
};

std::string_view word(Operation operation);

/// The next calls of one operation meet these faults, one each; later calls are served honestly.
struct Script {
    Operation operation = Operation::approve;
    std::vector<Fault> faults;
};

/// What the simulator took from whom and gave back, by its own count.
struct BookLine {
    std::string tid;
    std::string partner_order_id;
    std::int64_t captured = 0;
    std::int64_t returned = 0;
};

class KakaoPaySandbox final : public Simulator {
public:
    explicit KakaoPaySandbox(Options options);
    ~KakaoPaySandbox() override;

    [[nodiscard]] std::string_view name() const override { return "kakaopay"; }

    /// Paths are such as `/online/v1/payment/ready` or `/browser/sessions/...`.
    HandledReply handle(const ports::HttpRequest& request, Instant now) override;

    [[nodiscard]] std::span<const std::string_view> carried_headers() const override;
    [[nodiscard]] std::optional<std::string> find_page(std::string_view path) const override;
    [[nodiscard]] std::string page_policy(std::string_view shop_origins) const override;

    std::vector<Delivery> due_webhooks(Instant now) override;
    void webhook_answered(std::uint64_t id, int status, Instant now) override;

    /// When the next call that was held back is executed.
    [[nodiscard]] std::optional<Instant> next_event_at() const override;

    void on_change(std::function<void(const std::string&)> journal) override;
    Done replay(std::string_view line) override;
    [[nodiscard]] std::vector<std::string> save() const override;

    void script(const Script& script);

    /// The next call of `operation` is executed only `delay` after it arrived, however often somebody asks
    /// in between, and its answer is lost. Calls held back end with the process.
    void hold_back(Operation operation, Millis delay);

    /// The next call of `operation` is refused with a code of the provider's tables. The three failures of
    /// the means of payment (-780, -781, -782) come after all other checks; any other code comes instead
    /// of them.
    void refuse_next(Operation operation, Refusal refusal);

    /// Returns every payment ever prepared or charged, oldest first, also those nobody paid.
    [[nodiscard]] std::vector<BookLine> books() const;

private:
    struct HeldCall;

    HandledReply handle_api(const ports::HttpRequest& request, Instant now);
    Answer answer_api(const ports::HttpRequest& request, Instant now, Millis takes);
    Answer execute(
        Operation operation, const ports::HttpRequest& request, Instant now, Millis takes
    );
    void execute_held_back(Instant now);

    std::unique_ptr<World> world_;
    FaultPlan faults_;
    FaultPlan held_back_plan_;
    std::map<Operation, std::deque<Refusal>> refusals_;
    std::vector<HeldCall> held_back_;
};

}  // namespace gyeol::sandbox::kakaopay
