#include "base/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gyeol {
namespace {

TEST(Base64, WritesTheVectorsOfRfc4648) {
    EXPECT_EQ(write_base64(""), "");
    EXPECT_EQ(write_base64("f"), "Zg==");
    EXPECT_EQ(write_base64("fo"), "Zm8=");
    EXPECT_EQ(write_base64("foo"), "Zm9v");
    EXPECT_EQ(write_base64("foob"), "Zm9vYg==");
    EXPECT_EQ(write_base64("fooba"), "Zm9vYmE=");
    EXPECT_EQ(write_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(write_base64("\xFB\xFF\xBF"), "+/+/");
}

RC_GTEST_PROP(Base64, ReadsWhatItWrote, (const std::string& bytes)) {
    RC_ASSERT(parse_base64(write_base64(bytes)) == bytes);
}

TEST(Base64, ReadsNothingElse) {
    for (const auto* text :
         {"Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9=", "Zm9v\n", "Zm 9v", "Zm-_", "====", "Zg==Zg=="})
        EXPECT_EQ(parse_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace gyeol
