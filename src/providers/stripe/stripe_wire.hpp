// Stripe's answers and events, and nothing else: no I/O, no clock, no keys kept. What a reply proves is decided
// here; when to send and what to ask belongs to whoever sends, what to write is in stripe_requests.hpp.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/inbox.hpp"
#include "domain/outcome.hpp"
#include "ports/http_client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::providers::stripe {

/// Returns whether `text` can be the id of a payment intent: `pi_`, then letters, digits and underscores.
bool is_intent_id(std::string_view text);

/// Returns what the reply to the creation or the cancel of an intent proves. An intent that waits for the buyer
/// is `not_sent` with a view in progress and the reason of its last try: nothing is taken, and a browser may
/// confirm it at any moment. One that a bank or a hold keeps is `unknown` with such a view. A `canceled` one and
/// a 402 are `declined`. Everything that is not understood is `unknown` with `ask_now`.
domain::ProviderOutcome read_intent(const ports::HttpReply& reply);

/// Returns what the reply to a question proves, as `read_intent`; `absent` when Stripe has no such intent.
/// Never sets `ask_now`.
domain::ProviderOutcome read_question(const ports::HttpReply& reply);

/// What the reply to a refund proves.
enum class RefundReading : std::uint8_t {
    taken,         // It stands in the books, also while it is `pending`: ask for them.
    refused,       // This refund can never be made; the payment is as it was.
    books,         // Refused for what stands in the books: it may be this very refund.
    not_taken_up,  // Nothing was executed; the same may be sent again.
    unknown,
};

struct ReadRefund {
    RefundReading reading = RefundReading::unknown;
    std::optional<domain::Failure> failure;
    std::string detail;
    bool alarm = false;
};

ReadRefund read_refund(const ports::HttpReply& reply);

/// Returns the order id that an intent carries, empty when it carries none of ours; none when the reply is not
/// understood. An intent that is not there is nobody's.
std::optional<std::string> read_order_id(const ports::HttpReply& reply);

/// Returns the secret that lets the browser pay this intent, empty when the reply has none.
Secret read_client_secret(const ports::HttpReply& reply);

/// Returns the error code of a reply, or its error type when it has no code; empty when it carries neither.
std::string error_code_of(const ports::HttpReply& reply);

/// Returns Stripe's name of the request, for notes; empty when the reply has none that is fit for one.
std::string request_id_of(const ports::HttpReply& reply);

/// Reads the envelope of an event. Fails with `invalid_request` (`webhook_unreadable`) for anything else; an
/// event that is not known is a notice with its type. The signature is not looked at.
Result<domain::ProviderNotice> read_notice(std::string_view body);

}  // namespace gyeol::providers::stripe
