// A dispute is a buyer's complaint to their bank, which takes the money from the merchant first and decides
// later. Nobody here opens or closes one: this file only follows what the provider shows.
#pragma once

#include "domain/payment.hpp"

namespace gyeol::domain {

/// Returns what disputes hold now or have taken for good: it can be given back by nobody. What was won is
/// ours again.
Money disputed(const Payment& payment);

/// Takes over what `view` lists, and tells of every new dispute (`payment.dispute_opened`, or
/// `payment.dispute_inquiry` while no money moved) and every decision (`payment.dispute_won`, `_lost`,
/// `_withdrawn`). What is not listed stays as it is. Returns whether anything changed.
bool follow_disputes(Payment& payment, const ProviderView& view, Instant now);

}  // namespace gyeol::domain
