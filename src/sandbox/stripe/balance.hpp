// Balance transactions: every movement of money in the account, with its fee.
//
//     GET /v1/balance_transactions    GET /v1/balance_transactions/{id}
#pragma once

#include "sandbox/stripe/call.hpp"
#include "sandbox/stripe/currency.hpp"

#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

struct Movement {
    Amount gross;  // Signed: what comes in is positive.
    std::int64_t fee = 0;
    std::string_view type;
    std::string_view category;
    std::string source;
    bool is_available = false;  // At once, and not when the account's delay has passed.
};

/// Books the movement; returns the id of its transaction.
std::string book(World& world, const Movement& movement, Instant now);

/// Makes available what was pending until `now`.
void ripen_transactions(World& world, Instant now);

Answer get_balance_transaction(Call& call);
Answer list_balance_transactions(Call& call);

}  // namespace gyeol::sandbox::stripe
