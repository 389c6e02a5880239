#include "base/ids.hpp"

#include <gtest/gtest.h>

namespace gyeol {
namespace {

TEST(Id, ReadsBackWhatItWrote) {
    const auto id = Id::parse("00112233445566778899AAff");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->hex(), "00112233445566778899aaff");
    EXPECT_EQ(Id::parse(id->hex()), id);
}

TEST(Id, RefusesEverythingThatIsNotTwentyFourHexDigits) {
    for (const auto* text :
         {"",
          "00112233445566778899aaf",
          "00112233445566778899aaffff",
          "g0112233445566778899aaff"}) {
        EXPECT_FALSE(Id::parse(text)) << text;
    }
}

}  // namespace
}  // namespace gyeol
