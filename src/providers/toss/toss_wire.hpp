// Toss Payments' JSON, in both directions, and nothing else: no I/O, no clock, no keys kept. What a
// reply proves is decided here; when to send and what to ask is in toss_provider.hpp.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/inbox.hpp"
#include "domain/outcome.hpp"
#include "domain/payment.hpp"
#include "ports/http_client.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::toss {

/// Returns what the reply to a confirm proves. Everything that is not understood (HTML, cut JSON, a
/// status or a code that is not known, a member of another type) is `unknown` with `ask_now`.
domain::ProviderOutcome read_confirm(const ports::HttpReply& reply);

/// Returns what the reply to a question proves: what stands in the books, or `unknown`. `absent` when
/// Toss has no such payment. Never sets `ask_now`, since it is the answer to an ask.
domain::ProviderOutcome read_query(const ports::HttpReply& reply);

/// Returns what the reply to a cancel of taken money proves: `approved` with the new balance, `declined`
/// with `alarm` when the cancel (not the payment) was refused for good, otherwise as for a confirm.
domain::ProviderOutcome read_cancel(const ports::HttpReply& reply);

/// Returns the error code of a reply, empty when it carries none. For notes.
std::string error_code_of(const ports::HttpReply& reply);

std::string write_confirm(const domain::Payment& payment);

/// Writes the cancel of an open virtual account: all of it, no account for a refund.
std::string write_deposit_cancel();

/// Reads one of the three envelopes of Toss's webhooks. Fails with `invalid_request`
/// (`webhook_unreadable`) for anything else; an event that is not known is a notice with its type.
Result<domain::ProviderNotice> read_notice(
    const std::vector<ports::HttpHeader>& headers, std::string_view body
);

/// Returns the value of the `Authorization` header: the key is the user, the password is empty.
std::string write_authorization(const Secret& secret_key);

/// Returns `text` as one segment of a path; nothing in it can leave the segment.
std::string write_path_segment(std::string_view text);

/// Returns whether `text` can be a payment key: 1 to 200 printable characters, not a dot segment.
bool is_payment_key(std::string_view text);

/// Returns whether Toss takes `text` for a customer: 2 to 50 of `A-Za-z0-9-_=.@`.
bool is_customer_key(std::string_view text);

}  // namespace gyeol::providers::toss
