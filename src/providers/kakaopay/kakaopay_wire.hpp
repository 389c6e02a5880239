// What Kakao Pay's replies prove. Pure: no I/O, no clock, no keys kept. What we send is in
// kakaopay_requests.hpp; what a call came to once the books were asked is in kakaopay_settle.hpp.
//
// Nothing at Kakao Pay may be repeated blindly: there is no idempotency key, and a second cancel of the
// same amount is a second refund. So most refusals are believed only after the books (`order`) were asked.
#pragma once

#include "domain/outcome.hpp"
#include "ports/http_client.hpp"
#include "providers/kakaopay/kakaopay_requests.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::providers::kakaopay {

/// Where the buyer goes, by device. Each is opaque, and of one use within a quarter of an hour.
struct Prepared {
    std::string tid;  // Must be stored before the browser leaves, and never be shown to it.
    std::string pc_url;
    std::string mobile_url;
    std::string app_url;
};

enum class Device : std::uint8_t { pc, mobile_web, app };

const std::string& page_for(const Prepared& prepared, Device device);

/// What the reply to a ready says. Without `prepared` nothing was taken and nothing can be, since nobody
/// knows the tid: `failure` is `declined` when asking again unchanged cannot help, otherwise `not_sent`.
struct ReadyReading {
    std::optional<Prepared> prepared;
    domain::ProviderOutcome failure;
};

/// `api_url` is where the request went: pages lie there or below `kakaopay.com`, and no others are taken.
ReadyReading read_ready(const ports::HttpReply& reply, std::string_view api_url);

/// What one reply proves by itself, and what it comes to once the books show that nothing happened.
struct Reading {
    domain::ProviderOutcome outcome;
    std::optional<domain::ProviderOutcome> if_nothing_happened;
};

/// Returns what the reply to an approve proves. Everything that is not understood, or that is about
/// another payment than `ours`, is `unknown` with `ask_now`.
Reading read_approve(const ports::HttpReply& reply, const PaymentNames& ours);

/// Returns what the reply to an order question proves: what stands in the books, or `unknown`. Never
/// `absent`: Kakao Pay gave us the tid, so one that it does not know means a wrong merchant code, and is
/// an alarm.
domain::ProviderOutcome read_order(const ports::HttpReply& reply, const PaymentNames& ours);

/// Returns what the reply to a cancel proves: `approved` with the new balance, `declined` with `alarm` when
/// the cancel (not the payment) was refused for good, otherwise as for an approve.
Reading read_cancel(const ports::HttpReply& reply, const PaymentNames& ours);

/// Returns the recurring key of an approved reply, empty when it carries none.
std::string sid_of(const ports::HttpReply& reply);

/// Returns the codes of a refusal for notes, such as `-780 LACK_BALANCE`; empty when it carries none.
std::string error_code_of(const ports::HttpReply& reply);

}  // namespace gyeol::providers::kakaopay
