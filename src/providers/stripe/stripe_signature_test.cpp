#include "providers/stripe/stripe_signature.hpp"

#include "base/ids.hpp"
#include "platform/digest.hpp"

#include <gtest/gtest.h>

namespace gyeol::providers::stripe {
namespace {

using enum SignatureVerdict;

constexpr std::string_view body = R"({"id":"evt_1","object":"event"})";
const Instant now{std::chrono::seconds(1'767'322'800)};

std::string hmac(const Secret& secret, std::string_view bytes) {
    return std::string(platform::text_of(platform::HmacSha256(secret).digest(bytes)));
}

std::string signed_by(const std::string& secret, std::int64_t seconds = 1'767'322'800) {
    const auto time = std::to_string(seconds);
    return "v1=" + write_hex(hmac(Secret(secret), time + "." + std::string(body)));
}

SignatureVerdict judge(const std::string& header, std::string_view over = body) {
    const std::vector<Secret> ours{Secret("whsec_new"), Secret("whsec_old")};
    return verify_signature({header, over}, ours, hmac, now);
}

TEST(StripeSignature, IsTheOneThatTheProvidersOwnClientMakes) {
    // Made by `stripe.webhooks.generateTestHeaderString` of npm stripe 23.1.0.
    const std::vector<Secret> secret{Secret("whsec_test_secret")};
    const auto bytes = hmac(secret[0], "1700000000.{}");
    EXPECT_EQ(bytes.size(), 32U);
    EXPECT_EQ(write_hex(bytes), "ceb8863f7208fa249a6cd8f951e993c7563412aca65866f6272283debe143ab3");
}

TEST(StripeSignature, AnyOfTheirSignaturesMayFitAnyOfOurSecrets) {
    const std::string time = "t=1767322800,";
    EXPECT_EQ(judge(time + signed_by("whsec_new")), genuine);
    EXPECT_EQ(judge(time + signed_by("whsec_old")), genuine);
    EXPECT_EQ(judge(time + signed_by("whsec_gone") + "," + signed_by("whsec_old")), genuine);
    EXPECT_EQ(judge(signed_by("whsec_new") + ",t=1767322800"), genuine);
    EXPECT_EQ(judge(time + signed_by("whsec_new") + ",v0=6ffbb59b"), genuine);
    EXPECT_EQ(judge(time + signed_by("whsec_other")), forged);
    EXPECT_EQ(judge(time + signed_by("whsec_new"), "{}"), forged);
    EXPECT_EQ(verify_signature({time + signed_by(""), body}, {Secret()}, hmac, now), forged);
    EXPECT_EQ(verify_signature({time + signed_by("whsec_new"), body}, {}, hmac, now), forged);
}

TEST(StripeSignature, TheTimeMayBeFiveMinutesAwayInEitherDirection) {
    for (const auto& [away, verdict] : {
             std::pair{-301, stale},
             std::pair{-300, genuine},
             std::pair{300, genuine},
             std::pair{301, stale},
         }) {
        const auto seconds = 1'767'322'800 + away;
        EXPECT_EQ(
            judge("t=" + std::to_string(seconds) + "," + signed_by("whsec_new", seconds)), verdict
        ) << away;
    }
    EXPECT_EQ(judge("t=1767322801," + signed_by("whsec_new")), forged) << "the time is signed too";
}

TEST(StripeSignature, AHeaderThatCannotBeReadIsMalformed) {
    for (const std::string header :
         {"",
          "t=1767322800",
          "v1=00",
          "t=,v1=00",
          "t=abc,v1=00",
          "t=-1,v1=00",
          "t=99999999999999999999,v1=00",
          "t=1767322800,v0=00",
          "t=1767322800,t=1767322800,v1=00"}) {
        EXPECT_EQ(judge(header), malformed) << header;
    }
    // Upper case is another text, as it is for the provider's own client.
    auto shouted = signed_by("whsec_new").substr(3);
    for (auto& letter : shouted)
        letter = static_cast<char>(std::toupper(letter));
    EXPECT_EQ(judge("t=1767322800,v1=" + shouted), forged);
}

}  // namespace
}  // namespace gyeol::providers::stripe
