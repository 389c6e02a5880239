#include "main/config_values.hpp"

#include "main/config_names.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace gyeol::program {
namespace {

using namespace std::chrono_literals;

TEST(Placeholder, AnExamplesValueIsKnownByItsLook) {
    for (const auto* value : {
             "your-super-secret-jwt-key",
             "your_jwt_secret_here",
             "your-32-character-encryption-key",
             "change-me",
             "CHANGEME",
             "secret",
             "Secret",
             "password",
             "test_ck_...",
             "live_sk_\xE2\x80\xA6",
             "<your key>",
             "<jwt>",
             "aaaaaaaa",
             "00000000000000000000000000000000",
             "xxxxxxxxxx",
             "test_gck_xxxxxxxxxxxx",
             "my-secret",
             "placeholder",
             "your_kakao_admin_key",
             "12345678901234567890123456789012",
             "this-is-a-super-secret-key-change-this",
         }) {
        EXPECT_TRUE(is_placeholder(value)) << value;
    }
}

TEST(Placeholder, ARealValueIsNone) {
    for (const auto* value : {
             "",
             "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053",
             "k<9;Qp!x@7Lm#2vT$8Zr%5Yc^1Wb&3Nd",
             "test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6",
             "test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq",
             "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
         }) {
        EXPECT_FALSE(is_placeholder(value)) << value;
    }
}

TEST(Span, IsANumberWithAUnit) {
    EXPECT_EQ(parse_span("7d"), 7 * 24h);
    EXPECT_EQ(parse_span("12h"), 12h);
    EXPECT_EQ(parse_span("30m"), 30min);
    EXPECT_EQ(parse_span("3s"), 3s);
    EXPECT_EQ(parse_span("3600"), 1h);
    EXPECT_EQ(parse_span("400d"), 400 * 24h);
    for (const auto* text :
         {"",
          "d",
          "0",
          "0d",
          "-1d",
          "1.5h",
          "7 d",
          "7D",
          "7w",
          "7days",
          "401d",
          "99999999999999999999",
          "+7d",
          "0x7d"}) {
        EXPECT_FALSE(parse_span(text)) << text;
    }
}

TEST(Port, IsFrom0To65535) {
    EXPECT_EQ(parse_port("8080"), 8080);
    EXPECT_EQ(parse_port("0"), 0);
    EXPECT_EQ(parse_port("65535"), 65535);
    for (const auto* text : {"", "65536", "-1", "80a", " 80", "8e1"})
        EXPECT_FALSE(parse_port(text)) << text;
}

TEST(Address, AnOriginHasASchemeAndAHostOnly) {
    EXPECT_EQ(parse_origin("https://Pay.Example.com/").value(), "https://pay.example.com");
    EXPECT_EQ(parse_origin("http://localhost:8080").value(), "http://localhost:8080");
    EXPECT_EQ(parse_origin("http://[::1]:8080").value(), "http://[::1]:8080");
    for (const auto* text : {
             "",
             "pay.example.com",
             "localhost:8080",
             "ftp://a.kr",
             "https://",
             "https://a.kr/pay",
             "https://a.kr?x=1",
             "https://a.kr#x",
             "https://user:pw@a.kr",
             "https://a.kr:99999",
             "https://a b.kr",
             "javascript:alert(1)",
         }) {
        EXPECT_FALSE(parse_origin(text)) << text;
    }
    EXPECT_EQ(parse_base_url("http://localhost:8081/toss/").value(), "http://localhost:8081/toss");
    EXPECT_FALSE(parse_base_url("http://localhost:8081/toss?x"));
}

TEST(MaskedKey, ShowsItsFamilyAndNothingElse) {
    EXPECT_EQ(mask_key("test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6"), "test_gsk***");
    EXPECT_EQ(mask_key("live_sk_abcdefghijklmnop"), "live_sk_***");
    EXPECT_EQ(mask_key("0123456789abcdef0123456789abcdef"), "***");
    EXPECT_EQ(mask_key("mongodb://user:password@host/db"), "***");
    EXPECT_EQ(mask_key("a_b"), "***");
}

TEST(Names, ANearMissIsRecognised) {
    EXPECT_EQ(nearest_variable("GYEOL_PUBLC_URL"), "GYEOL_PUBLIC_URL");
    EXPECT_EQ(nearest_variable("GYEOL_DATADIR"), "GYEOL_DATA_DIR");
    EXPECT_EQ(nearest_variable("TOSS_SECERT_KEY"), "TOSS_SECRET_KEY");
    EXPECT_EQ(nearest_variable("PATH"), std::nullopt);
    EXPECT_EQ(nearest_variable("HOME"), std::nullopt);
    EXPECT_EQ(nearest_variable("DATABASE_PASSWORD"), std::nullopt);
}

}  // namespace
}  // namespace gyeol::program
