// The bodies of webhooks. Three envelopes exist, and only two of them say what kind of event they are.
#pragma once

#include "base/json.hpp"
#include "base/time.hpp"
#include "sandbox/toss/model.hpp"

#include <cstdint>
#include <string>

namespace gyeol::sandbox::toss {

/// Returns `instant` as webhooks write it: Korean wall clock without a zone, up to six fraction digits,
/// trailing zeros dropped. `micros` (0-999) makes the digits below the millisecond.
std::string write_webhook_time(Instant instant, std::uint64_t micros);

/// `{eventType: PAYMENT_STATUS_CHANGED, createdAt, data: Payment}`.
std::string write_payment_status_changed(
    boost::json::object payment, const std::string& created_at
);

/// Flat, without an event type and without a payment key: `{createdAt, secret, status, ...}`.
std::string write_deposit_callback(const Payment& payment, const std::string& created_at);

/// `{eventType: CANCEL_STATUS_CHANGED, createdAt, data: Cancel}`: overseas wallets only.
std::string write_cancel_status_changed(
    const Payment& payment, const Cancel& cancel, const std::string& created_at
);

}  // namespace gyeol::sandbox::toss
