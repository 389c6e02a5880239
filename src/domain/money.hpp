// Money: a whole number of minor units of one currency. Never a float, never mixed.
#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::domain {

/// The currencies taken; enumerators are the ISO 4217 code in lower case, the wire word in upper case.
enum class Currency : std::uint8_t { krw, jpy, usd, kwd };

/// Returns the ISO code, such as `KRW`.
std::string_view word(Currency currency);
Result<Currency> parse_currency(std::string_view iso_code);

/// Returns how many decimal digits the currency's minor unit has (KRW and JPY 0, USD 2, KWD 3).
int exponent(Currency currency);

/// An amount in minor units. Arithmetic between two currencies is refused by `ensure`.
struct Money {
    std::int64_t minor = 0;
    Currency currency = Currency::krw;

    friend bool operator==(const Money&, const Money&) = default;
};

/// Requires the same currency and a sum that fits 64 bits.
Money operator+(Money left, Money right);

/// Requires the same currency and a difference that fits 64 bits.
Money operator-(Money left, Money right);

/// Requires the same currency. Returns whether `left` is less than `right`.
bool operator<(Money left, Money right);

/// The VAT contained in a price that includes it: round-half-up(taxable / 11); the rest is supply.
struct VatSplit {
    Money supply;
    Money vat;
};

/// Requires `taxable` not to be negative. Returns parts that sum exactly to it.
VatSplit split_vat(Money taxable);

}  // namespace gyeol::domain
