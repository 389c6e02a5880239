// What every simulated provider is to whoever carries requests to it and webhooks away from it: a plain
// function of request and time over books of its own. It opens no socket and reads no clock.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/http_client.hpp"
#include "sandbox/fault.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox {

/// One POST to make now to the shop's server.
struct Delivery {
    std::uint64_t id = 0;
    std::string url;
    std::vector<ports::HttpHeader> headers;
    std::string body;
    Millis answer_within = std::chrono::seconds(10);
};

/// One thread. Time must not run backwards from call to call.
class Simulator {
public:
    Simulator() = default;
    virtual ~Simulator() = default;
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;

    /// The provider's word: its addresses are below `/<name>`, its journal is `sandbox-<name>.jsonl`.
    [[nodiscard]] virtual std::string_view name() const = 0;

    /// Answers one call of the API or of a page's script. The URL may be absolute; its path is what follows
    /// the sandbox's prefix. The carrier must honour `fault` (see fault.hpp).
    virtual HandledReply handle(const ports::HttpRequest& request, Instant now) = 0;

    /// Which headers of an answer the carrier must hand on; the edge writes the rest.
    [[nodiscard]] virtual std::span<const std::string_view> carried_headers() const = 0;

    /// Returns the file below `web/dist` behind `path`, none when `handle` answers there.
    [[nodiscard]] virtual std::optional<std::string> find_page(std::string_view path) const = 0;

    /// Returns the Content-Security-Policy of the pages, framed by `shop_origins` (space-separated) only.
    [[nodiscard]] virtual std::string page_policy(std::string_view shop_origins) const = 0;

    /// Returns the webhooks to send now. Each must be reported to `webhook_answered` before it comes again.
    virtual std::vector<Delivery> due_webhooks(Instant now) = 0;

    /// Reports how a delivery ended; `status` is 0 when no answer came within `Delivery::answer_within`.
    virtual void webhook_answered(std::uint64_t id, int status, Instant now) = 0;

    /// Returns when something happens by itself next: a window closes or a webhook is due.
    [[nodiscard]] virtual std::optional<Instant> next_event_at() const = 0;

    /// Calls `journal` with one line for every change, before the call that caused it is answered.
    virtual void on_change(std::function<void(const std::string&)> journal) = 0;

    /// Applies one line of the journal; all lines in order restore everything. Fails with
    /// `invalid_request` when it is not a line of the journal.
    virtual Done replay(std::string_view line) = 0;

    /// Returns the shortest journal that restores the present state.
    [[nodiscard]] virtual std::vector<std::string> save() const = 0;
};

}  // namespace gyeol::sandbox
