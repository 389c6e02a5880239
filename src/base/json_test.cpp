#include "base/json.hpp"

#include <gtest/gtest.h>

namespace gyeol {
namespace {

std::string reason_of(std::string_view text, bool or_decimal_text = false) {
    const auto object = parse_json_object(text);
    if (!object) return object.error().reason;
    FieldReader reader(*object);
    reader.amount("amount", or_decimal_text);
    const auto done = reader.finish();
    return done ? "" : done.error().reason;
}

TEST(JsonObject, OnlyOneWellFormedObjectIsTaken) {
    EXPECT_EQ(reason_of("{"), "invalid_json");
    EXPECT_EQ(reason_of("[]"), "invalid_json");
    EXPECT_EQ(reason_of("{} {}"), "invalid_json");
    EXPECT_EQ(reason_of(std::string(100, '[') + std::string(100, ']')), "invalid_json");
    EXPECT_EQ(reason_of("{\"amount\":\"\xff\"}"), "invalid_json");
}

TEST(Amount, MustBeAWholeNumberThatJsonCarriesExactly) {
    EXPECT_EQ(reason_of(R"({"amount":9900})"), "");
    EXPECT_EQ(reason_of(R"({"amount":9900.0})"), "");
    EXPECT_EQ(reason_of(R"({"amount":9007199254740991})"), "");
    EXPECT_EQ(reason_of(R"({"amount":9007199254740992})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({"amount":18446744073709551615})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({"amount":1e300})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({"amount":-1})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({"amount":0.5})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({"amount":true})"), "invalid_amount");
    EXPECT_EQ(reason_of(R"({})"), "missing_field");
}

TEST(Amount, DecimalTextIsTakenOnlyWhereARedirectCarriesIt) {
    EXPECT_EQ(reason_of(R"({"amount":"9900"})", true), "");
    EXPECT_EQ(reason_of(R"({"amount":"9900"})", false), "invalid_amount");
    for (const auto* text : {"-1", "+1", "1.5", "1e3", "0x10", "", " 1", "99999999999999999999"}) {
        EXPECT_EQ(reason_of(std::string(R"({"amount":")") + text + "\"}", true), "invalid_amount")
            << text;
    }
}

TEST(FieldReader, NamesTheMemberThatNobodyKnows) {
    const auto object = parse_json_object(R"({"amount":1,"amuont":2})");
    FieldReader reader(*object);
    reader.amount("amount", false);
    const auto done = reader.finish();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "unknown_field");
    EXPECT_EQ(done.error().field, "amuont");
}

TEST(FieldReader, TheFirstWrongMemberIsReported) {
    const auto object = parse_json_object(R"({"name":7,"email":""})");
    FieldReader reader(*object);
    reader.text("name", {});
    reader.text("email", {});
    const auto done = reader.finish();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "wrong_type");
    EXPECT_EQ(done.error().field, "name");
}

TEST(Utf8, OverlongFormsSurrogatesAndNulAreRefused) {
    EXPECT_TRUE(is_plain_utf8("결 \xF0\x9F\x98\x80"));
    EXPECT_FALSE(is_plain_utf8("\xC0\x80"));
    EXPECT_FALSE(is_plain_utf8("\xE0\x80\x80"));
    EXPECT_FALSE(is_plain_utf8("\xED\xA0\x80"));
    EXPECT_FALSE(is_plain_utf8("\xF4\x90\x80\x80"));
    EXPECT_FALSE(is_plain_utf8("\xE2\x82"));
    EXPECT_FALSE(is_plain_utf8(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace gyeol
