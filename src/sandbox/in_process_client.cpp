#include "sandbox/in_process_client.hpp"

#include "ports/wait.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace gyeol::sandbox {
namespace {
using ports::ExchangeFailure;
using ports::TransportFailure;

std::optional<ExchangeFailure> failure_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::refuse_connection:
            return ExchangeFailure{TransportFailure::unreachable, true, "connection refused"};
        case FaultKind::lose_request:
        case FaultKind::drop_reply:
            // From outside the two look the same; only the books know whether money moved.
            return ExchangeFailure{TransportFailure::broken, false, "connection reset"};
        case FaultKind::none:
        case FaultKind::error_after_execute:
        case FaultKind::answer_html:
        case FaultKind::cut_json:
        case FaultKind::unknown_status:
        case FaultKind::empty_body:
        case FaultKind::delay:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

InProcessClient::InProcessClient(
    ports::Clock& clock, std::string prefix, Handler handler, Millis latency
)
    : clock_(clock), prefix_(std::move(prefix)), handler_(std::move(handler)), latency_(latency) {}

Task<ports::Exchanged> InProcessClient::exchange(ports::HttpRequest request, Instant deadline) {
    const auto now = clock_.now();
    if (request.send_by && now > *request.send_by) {
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::send_by_passed, true, "send_by passed"});
    }
    if (!request.url.starts_with(prefix_)) {
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::unreachable, true, "no such host"});
    }
    request.url.erase(0, prefix_.size());
    auto handled = handler_(request, now);
    ++calls_[std::string(handled.operation)];
    const auto answered_at = now + latency_ + handled.fault.delay;
    const auto ends_at = std::min(answered_at, deadline);
    if (ends_at > now) {
        co_await ports::sleep_until(clock_, ends_at);
    }
    if (answered_at > deadline) {
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::timed_out, false, "deadline passed"});
    }
    auto failure = failure_of(handled.fault.kind);
    if (failure) co_return tl::unexpected(std::move(*failure));
    co_return std::move(handled.reply);
}

std::size_t InProcessClient::calls(std::string_view operation) const {
    const auto counted = calls_.find(operation);
    return counted == calls_.end() ? 0 : counted->second;
}

}  // namespace gyeol::sandbox
