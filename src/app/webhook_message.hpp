// What is sent to a merchant's endpoint: the event as JSON, and its headers as Standard Webhooks 1.0.0 has
// them.
#pragma once

#include "base/secret.hpp"
#include "domain/payment.hpp"
#include "ports/crypto.hpp"
#include "ports/http_client.hpp"

#include <string>
#include <vector>

namespace gyeol::app {

/// Returns the body: `type`, `timestamp` and `data`, the payment as it was right after the event. It holds
/// no personal data: whoever needs some asks the API.
std::string write_event(const domain::Payment& payment, const domain::Event& event);

/// Returns the name of the event, the same at every endpoint and at every try, so that a receiver can drop
/// what it has seen.
std::string event_name(domain::PaymentId payment, std::uint64_t number);

/// Returns a fresh secret: `whsec_` and base64 of 32 random bytes.
Secret make_webhook_secret(ports::IdSource& ids);

/// What is signed.
struct SignedMessage {
    std::string id;
    Instant at;
    std::string body;
};

/// Returns `webhook-id`, `webhook-timestamp` and `webhook-signature`, one signature for each secret.
std::vector<ports::HttpHeader> sign_message(
    const ports::IdSource& ids, const SignedMessage& message, const std::vector<Secret>& secrets
);

/// Returns how long a `Retry-After` of whole seconds asks to wait; zero for anything else.
Millis read_retry_after(std::string_view text);

}  // namespace gyeol::app
