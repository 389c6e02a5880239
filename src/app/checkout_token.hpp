// The checkout token is the root of a payment: the order id is derived from it, and the payment's id
// from the order id. So a token finds its one payment by key, and no payment record holds a token.
#pragma once

#include "domain/words.hpp"
#include "ports/crypto.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::app {

/// Returns a new token: 128 random bits as 32 hex digits.
std::string make_checkout_token(ports::IdSource& ids);

/// Returns the token of (user, idempotency key): the same for a repeat, so that even a crash between
/// two writes leads to the same payment.
std::string derive_checkout_token(
    const ports::IdSource& ids, domain::UserId user, std::string_view idempotency_key
);

/// Returns whether `text` has the shape of a token.
bool is_checkout_token(std::string_view text);

/// Returns the order id of `token`: `ord_` and 26 letters and digits (130 bits), inside the alphabet and
/// length that Toss Payments allows. It does not tell the token.
std::string order_id_of(const ports::IdSource& ids, std::string_view token);

/// Returns the payment's id: the first 96 bits of SHA-256 over its order id.
domain::PaymentId payment_id_of(const ports::IdSource& ids, std::string_view order_id);

/// Returns the id of the open purchase of (user, plan).
domain::PurchaseId purchase_id_of(
    const ports::IdSource& ids, domain::UserId user, std::string_view plan_id
);

}  // namespace gyeol::app
