#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gyeol {
namespace {

TEST(Rfc3339, OffsetsAndFractionsNameTheSameInstant) {
    const auto plain = parse_rfc3339("2026-01-02T03:04:05Z");
    ASSERT_TRUE(plain);
    EXPECT_EQ(parse_rfc3339("2026-01-02T12:04:05+09:00"), plain);
    EXPECT_EQ(parse_rfc3339("2026-01-01T22:34:05.000000000-04:30"), plain);
    EXPECT_EQ(write_rfc3339(*plain), "2026-01-02T03:04:05.000Z");
    EXPECT_EQ(write_korean_time(*plain), "2026-01-02T12:04:05+09:00");
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
    for (const auto* text :
         {"",
          "2026-01-02",
          "2026-02-30T00:00:00Z",
          "2026-01-02T24:00:00Z",
          "2026-01-02T03:04:05",
          "2026-01-02T03:04:05Zx",
          "2026-01-02T03:04:05.1234567890Z",
          "2026-1-02T03:04:05Z",
          "-026-01-02T03:04:05Z"}) {
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    }
}

// providers/toss webhooks: `createdAt` has no zone and 0-9 fraction digits, trailing zeros dropped.
TEST(KoreanTime, ATextWithoutAZoneIsKoreanTime) {
    const auto instant = parse_korean_time("2026-01-02T12:04:05.12345");
    ASSERT_TRUE(instant);
    EXPECT_EQ(write_rfc3339(*instant), "2026-01-02T03:04:05.123Z");
    EXPECT_EQ(parse_korean_time("2026-01-02T12:04:05.123+09:00"), instant);
}

RC_GTEST_PROP(Rfc3339, ReadsBackWhatItWrote, ()) {
    const auto instant = from_millis(*rc::gen::inRange<std::int64_t>(0, 4'102'444'800'000));
    RC_ASSERT(parse_rfc3339(write_rfc3339(instant)).value() == instant);
}

}  // namespace
}  // namespace gyeol
