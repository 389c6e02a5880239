#include "domain/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <limits>

namespace gyeol::domain {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();

Money won(std::int64_t minor) {
    return {minor, Currency::krw};
}

TEST(Money, IsAddedAndComparedOnlyInOneCurrency) {
    EXPECT_EQ(won(9900) + won(100), won(10'000));
    EXPECT_EQ(won(9900) - won(10'000), won(-100));
    EXPECT_TRUE(won(1) < won(2));
    const Money yen{9900, Currency::jpy};
    EXPECT_NE(won(9900), yen);
    EXPECT_DEATH(static_cast<void>(won(1) + yen), "");
    EXPECT_DEATH(static_cast<void>(won(1) - yen), "");
    EXPECT_DEATH(static_cast<void>(won(1) < yen), "");
}

TEST(Money, NeverWrapsAround) {
    EXPECT_DEATH(static_cast<void>(won(most) + won(1)), "");
    EXPECT_DEATH(static_cast<void>(won(-most) - won(2)), "");
}

TEST(Currency, IsReadByItsIsoCodeAndKnowsItsDigits) {
    struct Row {
        const char* code;
        int digits;
    };

    for (const auto& row : {Row{"KRW", 0}, Row{"JPY", 0}, Row{"USD", 2}, Row{"KWD", 3}}) {
        const auto currency = parse_currency(row.code);
        ASSERT_TRUE(currency) << row.code;
        EXPECT_EQ(word(*currency), row.code);
        EXPECT_EQ(exponent(*currency), row.digits);
    }
    for (const auto* code : {"", "krw", "KRW ", "EUR"})
        EXPECT_FALSE(parse_currency(code)) << code;
}

TEST(Vat, IsAnEleventhRoundedHalfUp) {
    struct Row {
        std::int64_t taxable;
        std::int64_t vat;
    };

    const Row rows[] = {
        {0, 0}, {1, 0}, {5, 0}, {6, 1}, {11, 1}, {16, 1}, {17, 2}, {9900, 900}, {10'000, 909}};
    for (const auto& row : rows) {
        EXPECT_EQ(split_vat(won(row.taxable)).vat, won(row.vat)) << row.taxable;
    }
    EXPECT_DEATH(split_vat(won(-1)), "");
}

RC_GTEST_PROP(Vat, PartsSumToTheWholeAndTheTaxIsTheNearestEleventh, ()) {
    const auto taxable = won(*rc::gen::inRange<std::int64_t>(0, most - 11));
    const auto split = split_vat(taxable);
    RC_ASSERT(split.supply + split.vat == taxable);
    const auto away = split.vat.minor * 11 - taxable.minor;
    RC_ASSERT(away >= -5 && away <= 5);
}

}  // namespace
}  // namespace gyeol::domain
