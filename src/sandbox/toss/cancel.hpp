// Giving money back, whole or in parts.
#pragma once

#include "base/json.hpp"
#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/world.hpp"

namespace gyeol::sandbox::toss {

/// Answers `POST /v1/payments/{paymentKey}/cancel` of `owner`. Guards in order: payment known, form of
/// the body, state, deadline, expected balance, amount, partial cancels allowed, refund account.
Answer cancel(
    World& world,
    const KeyOwner& owner,
    std::string_view payment_key,
    const boost::json::object& body,
    Instant now
);

/// What a cancel asks for, read and checked for form.
struct CancelCommand {
    std::string reason;
    std::optional<Amount> amount;
    Amount tax_free_amount = 0;
    std::optional<Amount> refundable_amount;
    std::optional<std::string> currency;
    std::optional<std::string> request_id;
    std::optional<RefundAccount> refund_account;
};

/// Returns the code of the first rule that forbids the cancel, empty when none does.
std::string_view find_cancel_refusal(
    const Payment& payment, const CancelCommand& command, Instant now
);

/// Carries out a cancel that no rule forbids, and tells the shop.
void apply_cancel(World& world, Payment& payment, const CancelCommand& command, Instant now);

}  // namespace gyeol::sandbox::toss
