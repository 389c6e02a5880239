#include "platform/jwt_signer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gyeol::platform {
namespace {

const Instant signed_at = from_millis(1'800'000'000'000);
const Secret secret("a-test-secret-of-more-than-32-bytes-long");

ports::TokenClaims claims() {
    return {
        "650000000000000000000001",
        "0123456789abcdef01234567",
        3,
        signed_at,
        signed_at + std::chrono::hours(1)};
}

/// A token with any header and payload, signed as `signer` would.
std::string forge(std::string_view header, std::string_view payload, const Secret& key = secret) {
    const auto text = write_base64url(header) + "." + write_base64url(payload);
    const auto signature = HmacSha256(key).digest(text);
    return text + "." + write_base64url(text_of(signature));
}

constexpr std::string_view good_header = R"({"alg":"HS256","typ":"JWT"})";
constexpr std::string_view good_payload =
    R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":1800003600})";

std::string reason_of(const std::string& token, Instant now = signed_at) {
    const auto verified = JwtSigner(secret).verify(token, now);
    if (verified) return "accepted";
    EXPECT_EQ(verified.error().code, ErrorCode::unauthenticated);
    return verified.error().reason;
}

TEST(JwtSigner, WhatItSignsItAccepts) {
    const JwtSigner signer(secret);
    const auto token = signer.sign(claims());
    EXPECT_THAT(token, testing::StartsWith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
    const auto verified = signer.verify(token, signed_at);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->user_id, claims().user_id);
    EXPECT_EQ(verified->token_id, claims().token_id);
    EXPECT_EQ(verified->session_version, 3);
    EXPECT_EQ(verified->issued_at, signed_at);
    EXPECT_EQ(verified->expires_at, signed_at + std::chrono::hours(1));
}

TEST(JwtSigner, AgreesWithOtherWritersOfTheStandard) {
    // Made with Python's hmac and base64.
    const std::string token =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        "eyJzdWIiOiJ1IiwianRpIjoidCIsInN2IjozLCJpYXQiOjE4MDAwMDAwMDAsImV4cCI6MTgwMDAwMzYwMH0."
        "IOIWUBH1CCDRf4PLl5c1-orqVW0eO-PF3Ujm_-T83Dw";
    EXPECT_EQ(forge(good_header, good_payload), token);
    EXPECT_EQ(reason_of(token), "accepted");
}

TEST(JwtSigner, ATokenEndsAtItsExpiry) {
    const JwtSigner signer(secret);
    const auto token = signer.sign(claims());
    const auto end = claims().expires_at;
    EXPECT_EQ(reason_of(token, end - Millis(1)), "accepted");
    EXPECT_EQ(reason_of(token, end), "token_expired");
    EXPECT_EQ(reason_of(token, end + std::chrono::years(5)), "token_expired");
}

TEST(JwtSigner, NoOtherAlgorithmIsEverAccepted) {
    for (const auto* header : {
             R"({"alg":"none","typ":"JWT"})",
             R"({"alg":"None"})",
             R"({"alg":"HS512","typ":"JWT"})",
             R"({"alg":"RS256","typ":"JWT"})",
             R"({"alg":"hs256","typ":"JWT"})",
             R"({"typ":"JWT"})",
             R"({})",
             "",
             "[]",
             R"({"alg":"HS256","typ":"JWT","kid":"../../dev/null"})",
             R"({"alg":["HS256"],"typ":"JWT"})",
         }) {
        const auto token = forge(header, good_payload);
        EXPECT_EQ(reason_of(token), "token_invalid") << header;
        EXPECT_EQ(reason_of(token.substr(0, token.rfind('.') + 1)), "token_invalid") << header;
        EXPECT_EQ(reason_of(token.substr(0, token.rfind('.'))), "token_invalid") << header;
    }
}

TEST(JwtSigner, AnotherKeyIsRefused) {
    for (const auto* key : {"", "another", "a-test-secret-of-more-than-32-bytes-lonG"}) {
        EXPECT_EQ(reason_of(forge(good_header, good_payload, Secret(key))), "token_invalid") << key;
    }
}

TEST(JwtSigner, AClaimThatIsMissingOrOfTheWrongTypeIsRefused) {
    for (const auto* payload : {
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000})",
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":"1800003600"})",
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":null})",
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":-1})",
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":1e300})",
             R"({"sub":"u","jti":"t","sv":3,"iat":1800000000,"exp":9223372036854775807})",
             R"({"sub":"u","jti":"t","sv":"3","iat":1800000000,"exp":1800003600})",
             R"({"sub":"u","jti":"t","sv":-1,"iat":1800000000,"exp":1800003600})",
             R"({"sub":7,"jti":"t","sv":3,"iat":1800000000,"exp":1800003600})",
             R"({"sub":"","jti":"t","sv":3,"iat":1800000000,"exp":1800003600})",
             R"({"sub":"u","sv":3,"iat":1800000000,"exp":1800003600})",
             R"({"sub":"u","jti":"t","sv":3,"exp":1800003600})",
             "[]",
             "",
             "null",
             "{",
             "\xff\xfe",
         }) {
        EXPECT_EQ(reason_of(forge(good_header, payload)), "token_invalid") << payload;
    }
}

TEST(JwtSigner, EveryAlteredLetterIsRefused) {
    const auto token = JwtSigner(secret).sign(claims());
    for (std::size_t at = 0; at < token.size(); ++at) {
        auto altered = token;
        altered[at] = altered[at] == 'A' ? 'B' : 'A';
        EXPECT_EQ(reason_of(altered), "token_invalid") << at;
    }
}

TEST(JwtSigner, GarbageIsRefused) {
    const auto token = JwtSigner(secret).sign(claims());
    for (const auto& text : {
             std::string(),
             std::string("."),
             std::string(".."),
             std::string("..."),
             token + ".",
             "." + token,
             token + "=",
             token + token,
             std::string(100'000, 'A'),
             std::string(100'000, '.'),
             token + std::string(100'000, 'A'),
             " " + token,
             token + "\n",
             std::string(token).insert(40, "."),
             std::string(1000, '\0'),
         }) {
        EXPECT_EQ(reason_of(text), "token_invalid");
    }
}

}  // namespace
}  // namespace gyeol::platform
