#include "main/config_kakaopay.hpp"

#include "main/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace gyeol::program {
namespace {

using testing::HasSubstr;
using testing::Not;

using Values = std::map<std::string, std::string, std::less<>>;

constexpr auto development_key = "DEVABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789A";
constexpr auto production_key = "PRDABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789A";

LoadedConfig load(Values environment, Providers providers = Providers::real) {
    Sources sources;
    sources.providers = providers;
    sources.environment = std::move(environment);
    sources.read_file = [](const std::string& path) -> Result<std::string> {
        if (path == "plans.jsonc")
            return std::string(R"({"plans":[{"id":"a","name":"A","amount":1000}]})");
        if (path == "/run/kakao") return std::string(development_key) + "\n";
        return invalid("file", "none");
    };
    sources.keep_secrets = [](const std::string&) -> Result<KeptSecrets> {
        return KeptSecrets{Secret(std::string(64, 'a')), Secret(std::string(64, 'b'))};
    };
    return load_config(sources);
}

/// A whole production that sells by Kakao Pay alone, with `changes`.
LoadedConfig in_production(const Values& changes) {
    Values environment{
        {"NODE_ENV", "production"},
        {"GYEOL_PUBLIC_URL", "https://pay.k-test.kr"},
        {"FRONTEND_URL", "https://k-test.kr"},
        {"GYEOL_PLANS", "plans.jsonc"},
        {"JWT_SECRET", "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053"},
        {"ENCRYPTION_KEY", "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053"},
        {"KAKAO_SECRET_KEY", production_key},
        {"KAKAO_CID_ONETIME", "CA12345678"},
        {"SMTP_HOST", "smtp.k-test.kr"},
        {"GYEOL_ADMIN_EMAIL", "operator@k-test.kr"},
        {"GYEOL_MAIL_FROM", "pay@k-test.kr"},
    };
    for (const auto& [name, value] : changes)
        environment[name] = value;
    return load(std::move(environment));
}

std::string problem_of(const LoadedConfig& loaded, std::string_view variable) {
    for (const auto& problem : loaded.problems) {
        if (problem.variable == variable) return problem.what + " -> " + problem.cure;
    }
    return "";
}

TEST(ConfigKakaoPay, TheSandboxIsPaidWithAMadeUpKey) {
    const auto loaded = load({}, Providers::sandbox);
    ASSERT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.kakaopay, sandbox_kakaopay_keys());
    EXPECT_EQ(loaded.config.kakaopay_api_url, "http://localhost:8081/kakaopay");
    EXPECT_FALSE(loaded.config.live);
}

TEST(ConfigKakaoPay, IsEnoughAlone) {
    const auto loaded = load({{"KAKAO_SECRET_KEY", development_key}});
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].what;
    EXPECT_EQ(loaded.config.kakaopay->secret_key.reveal(), development_key);
    EXPECT_EQ(loaded.config.kakaopay->cid_onetime, "TC0ONETIME") << "nothing else can be meant";
    EXPECT_EQ(loaded.config.kakaopay_api_url, "https://open-api.kakaopay.com");
    EXPECT_FALSE(loaded.config.toss.widget);
    EXPECT_FALSE(loaded.config.live);
}

TEST(ConfigKakaoPay, WithoutItsKeyItIsNotUsed) {
    const auto loaded =
        load({{"TOSS_CLIENT_KEY", "test_ck_aBcDeFgH"}, {"TOSS_SECRET_KEY", "test_sk_aBcDeFgH"}});
    ASSERT_TRUE(loaded.is_usable());
    EXPECT_FALSE(loaded.config.kakaopay);
}

TEST(ConfigKakaoPay, TheKeyMayComeFromAFile) {
    const auto loaded = load({{"KAKAO_SECRET_KEY_FILE", "/run/kakao"}});
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].what;
    EXPECT_EQ(loaded.config.kakaopay->secret_key.reveal(), development_key);
}

TEST(ConfigKakaoPay, AFullProductionTakesRealMoney) {
    const auto loaded = in_production({{"KAKAO_CID_ONETIME_SECRET", "abcdef0123456789abcdef01"}});
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].variable << loaded.problems[0].what;
    EXPECT_TRUE(loaded.notices.empty());
    EXPECT_TRUE(loaded.config.live);
    EXPECT_EQ(loaded.config.kakaopay->cid_onetime, "CA12345678");
    EXPECT_EQ(loaded.config.kakaopay->cid_onetime_secret.reveal(), "abcdef0123456789abcdef01");
    for (const auto& setting : loaded.settings) {
        EXPECT_THAT(setting.shown, Not(HasSubstr("ABCDEF"))) << setting.name;
        EXPECT_THAT(setting.shown, Not(HasSubstr("abcdef"))) << setting.name;
    }
}

TEST(ConfigKakaoPay, KeysAndCodesOfTwoKindsAreRefused) {
    const struct {
        Values changes;
        const char* variable;
        const char* what;
    } rows[] = {
        {{{"KAKAO_CID_ONETIME", "TC0ONETIME"}}, "KAKAO_CID_ONETIME", "code for tests"},
        {{{"KAKAO_SECRET_KEY", development_key}}, "KAKAO_CID_ONETIME", "code of a contract"},
        {{{"KAKAO_CID_ONETIME", "TCSUBSCRIP"}}, "KAKAO_CID_ONETIME", "another product"},
        {{{"KAKAO_CID_ONETIME", "TCSEQUENCE"}}, "KAKAO_CID_ONETIME", "another product"},
        {{{"KAKAO_CID_ONETIME", "CA1234567"}}, "KAKAO_CID_ONETIME", "ten capitals"},
        {{{"KAKAO_CID_ONETIME", "ca12345678"}}, "KAKAO_CID_ONETIME", "ten capitals"},
        {{{"KAKAO_CID_ONETIME", ""}}, "KAKAO_CID_ONETIME", "missing"},
        {{{"KAKAO_SECRET_KEY", ""}}, "KAKAO_SECRET_KEY", "missing"},
        {{{"KAKAO_SECRET_KEY", "your_kakao_secret_key"}}, "KAKAO_SECRET_KEY", "example"},
        {{{"KAKAO_SECRET_KEY", "9f2c41d07be84a5396cf1e20b7d83a64"}},
         "KAKAO_SECRET_KEY",
         "pays for nothing today"},
        {{{"KAKAO_SECRET_KEY", "PRDABC DEF"}}, "KAKAO_SECRET_KEY", "spaces"},
        {{{"TOSS_CLIENT_KEY", "test_ck_aBcDeFgH"}, {"TOSS_SECRET_KEY", "test_sk_aBcDeFgH"}},
         "TOSS_SECRET_KEY",
         "another provider's live keys"},
        {{{"KAKAO_SECRET_KEY", development_key},
          {"KAKAO_CID_ONETIME", "TC0ONETIME"},
          {"TOSS_CLIENT_KEY", "live_ck_aBcDeFgH"},
          {"TOSS_SECRET_KEY", "live_sk_aBcDeFgH"}},
         "KAKAO_SECRET_KEY",
         "another provider's live keys"},
    };

    for (const auto& row : rows) {
        const auto loaded = in_production(row.changes);
        EXPECT_THAT(problem_of(loaded, row.variable), HasSubstr(row.what)) << row.what;
    }
}

TEST(ConfigKakaoPay, LiveKeysTalkToKakaoPayOnly) {
    for (const auto* url :
         {"https://open-api.kakaopay.com.evil.kr", "http://open-api.kakaopay.com"})
        EXPECT_NE(problem_of(in_production({{"KAKAOPAY_API_URL", url}}), "KAKAOPAY_API_URL"), "");
    EXPECT_TRUE(in_production({{"KAKAOPAY_API_URL", "https://open-api.kakaopay.com/"}}).is_usable()
    );
    EXPECT_NE(problem_of(in_production({{"NODE_ENV", "development"}}), "NODE_ENV"), "");
    const auto sandboxed = load(
        {{"KAKAO_SECRET_KEY", production_key}, {"KAKAO_CID_ONETIME", "CA12345678"}},
        Providers::sandbox
    );
    EXPECT_THAT(problem_of(sandboxed, "KAKAO_SECRET_KEY"), HasSubstr("never talk to the sandbox"));
}

}  // namespace
}  // namespace gyeol::program
