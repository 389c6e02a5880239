#include "simulation/desk.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::simulation {
namespace {

/// Only what a repeat could not change is kept, as at the real edge.
bool is_for_good(const Result<domain::Payment>& answer) {
    if (answer) return true;
    const auto code = answer.error().code;
    return code == ErrorCode::invalid_request || code == ErrorCode::forbidden ||
           code == ErrorCode::not_found;
}

std::string write_answer(const Result<domain::Payment>& answer) {
    if (!answer) return answer.error().reason;
    return fmt::format("refund {} is asked for", answer->refunds.size());
}

}  // namespace

Task<Result<DeskAnswer>> Desk::refund_once(
    domain::User caller, domain::PaymentId id, domain::RequestRefund request, std::string key
) {
    const app::IdempotencyScope scope{
        .caller = caller.id.hex(),
        .method = "POST",
        .path = fmt::format("/api/payments/{}/refunds", id.hex()),
        .key = std::move(key),
    };
    const auto body = fmt::format("{} of {}", request.amount_minor, request.expected_balance_minor);
    auto started = co_await app_.begin_request(scope, body);
    if (!started) co_return started.error();
    if (started->step == domain::IdempotencyStep::replay)
        co_return DeskAnswer{started->record.answer, true};

    const auto refunded = co_await app_.refund_payment(std::move(caller), id, std::move(request));
    auto text = write_answer(refunded);
    if (is_for_good(refunded)) {
        // The answer stands whether or not it could be kept: a repeat finds the refund it made.
        static_cast<void>(co_await app_.finish_request(std::move(started->record), 200, text));
    } else {
        static_cast<void>(co_await app_.abandon_request(std::move(started->record)));
    }
    co_return DeskAnswer{std::move(text), false};
}

Task<Result<bool>> Desk::receive_webhook(
    domain::ProviderName provider, std::vector<ports::HttpHeader> headers, std::string body
) {
    const auto stored =
        co_await app_.receive_webhook(provider, std::move(headers), std::move(body));
    if (!stored) co_return stored.error();
    co_return true;
}

}  // namespace gyeol::simulation
