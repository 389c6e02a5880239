// Which amounts the provider takes in which currency. All are whole minor units.
#pragma once

#include "sandbox/stripe/params.hpp"

#include <cstdint>
#include <string_view>

namespace gyeol::sandbox::stripe {

struct Amount {
    std::int64_t minor = 0;
    std::string currency;
};

/// Reads `amount` and `currency` of a new payment, and refuses what no payment may have: an unknown
/// currency, too much, too little, digits that the currency has not.
Amount read_amount(Params& params);

/// As `read_amount`, for an amount that comes without its currency.
void check_amount(Params& params, const Amount& amount);

/// Returns the least amount that any method of the currency takes.
std::int64_t least_amount(std::string_view currency);

/// Returns what the provider keeps of a card payment: 2.9 %, and 30 minor units where there are cents.
std::int64_t fee_of(const Amount& amount);

}  // namespace gyeol::sandbox::stripe
