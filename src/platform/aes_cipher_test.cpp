#include "platform/aes_cipher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gyeol::platform {
namespace {

constexpr auto ascii_key = "0123456789abcdefGHIJKLMNOPQRSTUV";
constexpr auto hex_key = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
constexpr auto base64_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr ports::CipherPlace place{"650000000000000000000001", "paymentKey"};

AesCipher cipher_of(const std::string& current, const std::string& earlier = "") {
    return AesCipher(parse_cipher_keys(Secret(current), Secret(earlier)).value());
}

std::string refusal_of(const std::string& text) {
    const auto key = parse_cipher_key(Secret(text));
    return key ? "" : key.error().detail;
}

TEST(CipherKey, ThreeSpellingsAreRead) {
    const auto from_hex = parse_cipher_key(Secret(hex_key)).value();
    const auto from_base64 = parse_cipher_key(Secret(base64_key)).value();
    EXPECT_EQ(from_hex.bytes, from_base64.bytes);
    EXPECT_EQ(from_hex.id, "630dcd29");  // SHA-256 of the bytes 0 to 31 begins with it.
    EXPECT_EQ(parse_cipher_key(Secret(ascii_key)).value().bytes.reveal(), ascii_key);
}

TEST(CipherKey, AnythingElseIsRefusedWithAReasonThatHidesIt) {
    for (const std::string text : {
             "",
             "short",
             "0123456789abcdef0123456789abcde",
             "0123456789abcdef0123456789abcdefX",
             "0123456789abcdef 123456789abcdef",
             "0123456789abcdef0123456789abcd\xEA\xB2",
             "zz0102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8*",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8h",
         }) {
        const auto why = refusal_of(text);
        EXPECT_NE(why, "") << text;
        if (text.size() > 8) {
            EXPECT_THAT(why, testing::Not(testing::HasSubstr(text)));
        }
    }
    EXPECT_THAT(refusal_of("short"), testing::HasSubstr("it has 5 characters"));
}

TEST(AesCipher, WhatIsSealedOpensAgain) {
    const auto cipher = cipher_of(ascii_key);
    for (const auto& text :
         {std::string(), std::string("x"), std::string("결제"), std::string(10'000, '\0')}) {
        EXPECT_EQ(cipher.open(cipher.seal(text, place), place).value(), text);
    }
}

TEST(AesCipher, TheSealedTextIsPrintableAndNeverTheSameTwice) {
    const auto cipher = cipher_of(hex_key);
    std::set<std::string> seen;
    for (int count = 0; count < 100; ++count) {
        const auto sealed = cipher.seal("tviva20260101", place);
        EXPECT_THAT(sealed, testing::MatchesRegex("v1\\.630dcd29\\.[A-Za-z0-9_-]+"));
        seen.insert(sealed);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST(AesCipher, AMovedCiphertextIsRefused) {
    const auto cipher = cipher_of(ascii_key);
    const auto sealed = cipher.seal("secret", place);
    EXPECT_EQ(
        cipher.open(sealed, {"650000000000000000000002", "paymentKey"}).error().reason,
        "cipher_unreadable"
    );
    EXPECT_EQ(cipher.open(sealed, {place.record_id, "secret"}).error().reason, "cipher_unreadable");
    // The border between record and field is part of the place.
    const auto joined = cipher.seal("secret", {"ab", "c"});
    EXPECT_FALSE(cipher.open(joined, {"a", "bc"}));
    EXPECT_FALSE(cipher.open(joined, {"abc", ""}));
}

TEST(AesCipher, AnAlteredTextIsRefused) {
    const auto cipher = cipher_of(ascii_key);
    const auto sealed = cipher.seal("secret", place);
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        auto altered = sealed;
        altered[at] = altered[at] == 'A' ? 'B' : 'A';
        const auto opened = cipher.open(altered, place);
        ASSERT_FALSE(opened) << at;
        EXPECT_EQ(opened.error().code, ErrorCode::internal);
    }
    for (const auto* text : {"", "v1", "v1.", "v1..", "v2.630dcd29.AAAA", "secret"})
        EXPECT_FALSE(cipher.open(text, place));
    EXPECT_FALSE(cipher.open(sealed.substr(0, sealed.size() - 1), place));
}

TEST(AesCipher, AfterRotationOldTextsOpenAndNewOnesUseTheNewKey) {
    const auto sealed = cipher_of(ascii_key).seal("old", place);
    const auto rotated =
        cipher_of(hex_key, std::string("  ") + ascii_key + "\n" + base64_key + "\n");
    EXPECT_EQ(rotated.open(sealed, place).value(), "old");
    EXPECT_THAT(rotated.seal("new", place), testing::StartsWith("v1.630dcd29."));
    EXPECT_FALSE(cipher_of(hex_key).open(sealed, place));
    EXPECT_FALSE(parse_cipher_keys(Secret(hex_key), Secret("bad")).has_value());
}

}  // namespace
}  // namespace gyeol::platform
