#include "domain/money.hpp"

#include "base/ensure.hpp"

namespace gyeol::domain {

std::string_view word(Currency currency) {
    switch (currency) {
        case Currency::krw:
            return "KRW";
        case Currency::jpy:
            return "JPY";
        case Currency::usd:
            return "USD";
        case Currency::kwd:
            return "KWD";
    }
    return "KRW";
}

Result<Currency> parse_currency(std::string_view iso_code) {
    for (const auto currency : {Currency::krw, Currency::jpy, Currency::usd, Currency::kwd}) {
        if (word(currency) == iso_code) return currency;
    }
    return invalid(
        "invalid_currency", "The currency must be one of KRW, JPY, USD, KWD.", "currency"
    );
}

int exponent(Currency currency) {
    switch (currency) {
        case Currency::krw:
        case Currency::jpy:
            return 0;
        case Currency::usd:
            return 2;
        case Currency::kwd:
            return 3;
    }
    return 0;
}

Money operator+(Money left, Money right) {
    ensure(left.currency == right.currency, "money of two currencies is never added");
    Money sum{0, left.currency};
    ensure(
        !__builtin_add_overflow(left.minor, right.minor, &sum.minor), "a sum of money fits 64 bits"
    );
    return sum;
}

Money operator-(Money left, Money right) {
    ensure(left.currency == right.currency, "money of two currencies is never subtracted");
    Money difference{0, left.currency};
    ensure(
        !__builtin_sub_overflow(left.minor, right.minor, &difference.minor),
        "a difference of money fits 64 bits"
    );
    return difference;
}

bool operator<(Money left, Money right) {
    ensure(left.currency == right.currency, "money of two currencies is never compared");
    return left.minor < right.minor;
}

VatSplit split_vat(Money taxable) {
    ensure(taxable.minor >= 0, "tax is taken of no negative amount");
    // Half up without overflow: the quotient plus one when the rest is at least 5.5 of 11.
    const auto vat_minor = taxable.minor / 11 + (taxable.minor % 11 >= 6 ? 1 : 0);
    const Money vat{vat_minor, taxable.currency};
    return {taxable - vat, vat};
}

}  // namespace gyeol::domain
