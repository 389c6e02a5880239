#include "sandbox/stripe/currency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace gyeol::sandbox::stripe {
namespace {

constexpr std::int64_t amount_most = 99'999'999;
constexpr std::int64_t amount_most_idr = 999'999'999'999;

// clang-format off
constexpr std::array zero_decimal{
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"};
constexpr std::array three_decimal{"bhd", "jod", "kwd", "omr", "tnd"};
/// Sent with two decimals that must be 00.
constexpr std::array whole_units{"isk", "ugx"};
constexpr std::array two_decimal{
    "aed", "aud", "bgn", "brl", "cad", "chf", "cny", "cop", "czk", "dkk", "eur", "gbp", "hkd", "huf", "idr",
    "ils", "inr", "kzt", "lkr", "mxn", "myr", "nok", "nzd", "php", "pln", "ron", "sar", "sek", "sgd", "thb",
    "try", "twd", "uah", "usd", "zar"};
/// Of the settlement currency; the simulator settles in the currency of the payment.
constexpr std::array<std::pair<std::string_view, std::int64_t>, 14> minimums{{
    {"usd", 50}, {"eur", 50}, {"gbp", 30}, {"jpy", 50}, {"sgd", 50}, {"hkd", 400}, {"aud", 50},
    {"cad", 50}, {"chf", 50}, {"nzd", 50}, {"dkk", 250}, {"nok", 300}, {"sek", 300}, {"krw", 100}}};

// clang-format on

template <typename List>
bool holds(const List& list, std::string_view currency) {
    return std::find(list.begin(), list.end(), currency) != list.end();
}

bool is_known(std::string_view currency) {
    return holds(zero_decimal, currency) || holds(three_decimal, currency) ||
           holds(whole_units, currency) || holds(two_decimal, currency);
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    return text;
}

}  // namespace

std::int64_t least_amount(std::string_view currency) {
    for (const auto& [each, minimum] : minimums) {
        if (each == currency) return minimum;
    }
    return holds(three_decimal, currency) ? 200 : 50;
}

void check_amount(Params& params, const Amount& amount) {
    const auto most = amount.currency == "idr" ? amount_most_idr : amount_most;
    if (amount.minor > most) {
        params.refuse(
            {"amount_too_large",
             fmt::format("Amount must be no more than {} {}", most, amount.currency),
             "amount",
             {}}
        );
    }
    if (amount.minor < least_amount(amount.currency)) {
        params.refuse(
            {"amount_too_small",
             fmt::format(
                 "Amount must be at least {} {}", least_amount(amount.currency), amount.currency
             ),
             "amount",
             {}}
        );
    }
    const bool is_uneven = (holds(three_decimal, amount.currency) && amount.minor % 10 != 0) ||
                           (holds(whole_units, amount.currency) && amount.minor % 100 != 0);
    if (is_uneven) {
        params.refuse(
            {"invalid_charge_amount",
             fmt::format("The last digits of an amount in {} must be 0.", amount.currency),
             "amount",
             {}}
        );
    }
}

Amount read_amount(Params& params) {
    Amount amount;
    params.needed_text("amount");
    amount.currency = lower(params.needed_text("currency"));
    amount.minor = params.whole("amount", {1, amount_most_idr}).value_or(0);
    if (params.refusal()) return amount;
    if (!is_known(amount.currency)) {
        params.refuse(
            {{},
             fmt::format(
                 "Invalid currency: {}. The account has no such currency.", amount.currency
             ),
             "currency",
             {}}
        );
        return amount;
    }
    check_amount(params, amount);
    return amount;
}

std::int64_t fee_of(const Amount& amount) {
    const auto part = (amount.minor * 29 + 500) / 1000;
    return holds(zero_decimal, amount.currency) ? part : part + 30;
}

}  // namespace gyeol::sandbox::stripe
