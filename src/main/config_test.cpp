#include "main/config.hpp"

#include "main/config_env_file.hpp"
#include "main/config_names.hpp"
#include "main/config_plans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

namespace gyeol::program {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

using Values = std::map<std::string, std::string, std::less<>>;

constexpr auto good_key = "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053";
constexpr auto other_key = "c0ffee9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053";

Sources with(Values environment, Values files = {}) {
    Sources sources;
    sources.environment = std::move(environment);
    sources.read_file = [files = std::move(files)](const std::string& path) -> Result<std::string> {
        const auto found = files.find(path);
        if (found == files.end()) return invalid("file", "none");
        return found->second;
    };
    sources.keep_secrets = [](const std::string&) -> Result<KeptSecrets> {
        return KeptSecrets{Secret(std::string(64, '1') + "kept"), Secret(other_key)};
    };
    return sources;
}

Sources sandbox(Values environment = {}) {
    auto sources = with(std::move(environment));
    sources.providers = Providers::sandbox;
    return sources;
}

Values production() {
    return {
        {"NODE_ENV", "production"},
        {"GYEOL_PUBLIC_URL", "https://pay.k-test.kr"},
        {"FRONTEND_URL", "https://k-test.kr"},
        {"GYEOL_PLANS", "plans.jsonc"},
        {"JWT_SECRET", good_key},
        {"ENCRYPTION_KEY", good_key},
        {"TOSS_WIDGET_CLIENT_KEY", "live_gck_aBcDeFgHiJkLmNoP"},
        {"TOSS_WIDGET_SECRET_KEY", "live_gsk_aBcDeFgHiJkLmNoP"},
        {"SMTP_HOST", "smtp.k-test.kr"},
        {"SMTP_USER", "pay@k-test.kr"},
        {"SMTP_PASS", "aBcDeFgHiJkLmNoP"},
        {"GYEOL_ADMIN_EMAIL", "admin@k-test.kr"},
    };
}

Sources production_with(Values changes) {
    auto environment = production();
    for (auto& [name, value] : changes)
        environment[name] = value;
    return with(
        environment, {{"plans.jsonc", R"({"plans":[{"id":"a","name":"A","amount":1000}]})"}}
    );
}

/// Returns what is wrong with `variable`, empty when nothing is.
std::string problem_of(const LoadedConfig& loaded, std::string_view variable) {
    for (const auto& problem : loaded.problems) {
        if (problem.variable == variable) return problem.what + " -> " + problem.cure;
    }
    return "";
}

std::string notice_of(const LoadedConfig& loaded, std::string_view variable) {
    for (const auto& notice : loaded.notices) {
        if (notice.variable == variable) return notice.what + " -> " + notice.cure;
    }
    return "";
}

const Setting& setting_of(const LoadedConfig& loaded, std::string_view name) {
    const auto found = std::find_if(
        loaded.settings.begin(),
        loaded.settings.end(),
        [name](const Setting& setting) { return setting.name == name; }
    );
    EXPECT_NE(found, loaded.settings.end()) << name;
    return *found;
}

TEST(Config, NothingSetIsEnoughForTheSandbox) {
    const auto loaded = load_config(sandbox());
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].variable << loaded.problems[0].what;
    const auto& config = loaded.config;
    EXPECT_EQ(config.environment, NodeEnv::development);
    EXPECT_EQ(config.listen_address, "127.0.0.1");
    EXPECT_EQ(config.port, 8080);
    EXPECT_EQ(config.public_url, "http://localhost:8080");
    EXPECT_EQ(config.frontend_url, "http://localhost:8082");
    EXPECT_EQ(config.toss_api_url, "http://localhost:8081/toss");
    EXPECT_EQ(config.data_dir, "./data");
    EXPECT_EQ(config.jwt_life, 7 * 24h);
    EXPECT_EQ(config.plans, demo_plans());
    EXPECT_TRUE(config.toss.widget);
    EXPECT_TRUE(config.toss.window);
    EXPECT_FALSE(config.toss.live);
    EXPECT_EQ(config.encryption_keys.size(), 1U);
    EXPECT_TRUE(loaded.notices.empty());
}

TEST(Config, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    auto sources = sandbox(
        {{"PORT", "2000"}, {"GYEOL_MERCHANT_NAME", "From environment"}, {"JWT_EXPIRES_IN", ""}}
    );
    sources.flags = {{"PORT", "1000"}};
    sources.env_file = "PORT=3000\nGYEOL_MERCHANT_NAME=From file\nJWT_EXPIRES_IN=3s\n";
    const auto loaded = load_config(sources);
    EXPECT_EQ(loaded.config.port, 1000);
    EXPECT_EQ(loaded.config.merchant_name, "From environment");
    EXPECT_EQ(loaded.config.jwt_life, 3s);
    EXPECT_EQ(setting_of(loaded, "PORT").source, "flag");
    EXPECT_EQ(setting_of(loaded, "GYEOL_MERCHANT_NAME").source, "environment");
    EXPECT_EQ(setting_of(loaded, "JWT_EXPIRES_IN").source, ".env line 3");
    EXPECT_EQ(setting_of(loaded, "GYEOL_DATA_DIR").source, "default");
}

TEST(Config, ASecretMayComeFromAFile) {
    auto sources = sandbox({{"JWT_SECRET_FILE", "/run/jwt"}, {"ENCRYPTION_KEY", good_key}});
    sources.read_file = [](const std::string& path) -> Result<std::string> {
        if (path != "/run/jwt") return invalid("file", "none");
        return std::string(good_key) + "\r\n";
    };
    const auto loaded = load_config(sources);
    ASSERT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.jwt_secret.reveal(), good_key);
    EXPECT_EQ(setting_of(loaded, "JWT_SECRET").source, "JWT_SECRET_FILE");
    sources.environment["JWT_SECRET"] = good_key;
    EXPECT_THAT(problem_of(load_config(sources), "JWT_SECRET"), HasSubstr("both"));
    sources.environment = {{"JWT_SECRET_FILE", "/none"}};
    EXPECT_THAT(
        problem_of(load_config(sources), "JWT_SECRET_FILE"), HasSubstr("/none cannot be read")
    );
}

TEST(Config, AnUnknownNameOfOursIsRefusedWithASuggestion) {
    auto sources = sandbox(
        {{"GYEOL_PUBLC_URL", "x"},
         {"GYEOL_FRIENDS", "x"},
         {"HOME", "/root"},
         {"GYEOL_PORT_FILE", "x"}}
    );
    sources.env_file = "GYEOL_DATADIR=x\nTOSS_SECERT_KEY=x\nOTHER_PROGRAM=x\n";
    const auto loaded = load_config(sources);
    EXPECT_THAT(problem_of(loaded, "GYEOL_PUBLC_URL"), HasSubstr("Did you mean GYEOL_PUBLIC_URL?"));
    EXPECT_THAT(problem_of(loaded, "GYEOL_FRIENDS"), HasSubstr(".env.example has all names"));
    EXPECT_THAT(problem_of(loaded, "GYEOL_DATADIR"), HasSubstr("line 1"));
    EXPECT_THAT(notice_of(loaded, "TOSS_SECERT_KEY"), HasSubstr("Did you mean TOSS_SECRET_KEY?"));
    EXPECT_EQ(notice_of(loaded, "OTHER_PROGRAM") + problem_of(loaded, "HOME"), "");
}

TEST(Config, AllIsToldAtOnce) {
    auto sources = sandbox(
        {{"PORT", "x"},
         {"JWT_EXPIRES_IN", "soon"},
         {"GYEOL_LOG_LEVEL", "loud"},
         {"GYEOL_PUBLIC_URL", "here"}}
    );
    sources.env_file = "A B\n";
    const auto loaded = load_config(sources);
    EXPECT_EQ(loaded.problems.size(), 5U);
    EXPECT_FALSE(loaded.is_usable());
}

TEST(Config, MissingSecretsAreMadeOnceInDevelopmentOnly) {
    const auto development = load_config(sandbox());
    EXPECT_EQ(development.config.jwt_secret.reveal(), std::string(64, '1') + "kept");
    EXPECT_THAT(setting_of(development, "JWT_SECRET").source, HasSubstr("made once"));
    const auto loaded = load_config(production_with({{"JWT_SECRET", ""}, {"ENCRYPTION_KEY", ""}}));
    EXPECT_THAT(problem_of(loaded, "JWT_SECRET"), HasSubstr("missing"));
    EXPECT_THAT(problem_of(loaded, "ENCRYPTION_KEY"), HasSubstr("openssl rand -hex 32"));
}

TEST(Config, AFullProductionIsUsable) {
    const auto loaded = load_config(production_with({}));
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].variable << loaded.problems[0].what;
    EXPECT_TRUE(loaded.notices.empty());
    EXPECT_EQ(loaded.config.listen_address, "0.0.0.0");
    EXPECT_TRUE(loaded.config.toss.live);
    EXPECT_EQ(loaded.config.toss_api_url, "https://api.tosspayments.com");
    EXPECT_EQ(loaded.config.plans.size(), 1U);
}

TEST(Config, ExamplesAreRefusedByValueInProduction) {
    const struct {
        const char* name;
        const char* value;
    } rows[] = {
        {"JWT_SECRET", "your-super-secret-jwt-key"},
        {"JWT_SECRET", "secret"},
        {"JWT_SECRET", "change-me-change-me-change-me-change-me"},
        {"ENCRYPTION_KEY", "your-32-character-encryption-key"},
        {"ENCRYPTION_KEY", "00000000000000000000000000000000"},
        {"TOSS_WIDGET_CLIENT_KEY", "test_gck_..."},
        {"TOSS_CLIENT_KEY", "test_ck_..."},
        {"TOSS_SECRET_KEY", "your_toss_secret_key"},
        {"JWT_SECRET", "only-thirty-one-bytes-long-0123"},
    };

    for (const auto& row : rows) {
        const auto loaded = load_config(production_with({{row.name, row.value}}));
        EXPECT_NE(problem_of(loaded, row.name), "") << row.name << row.value;
    }
}

TEST(Config, InDevelopmentAnExampleIsNoValue) {
    const auto loaded = load_config(sandbox({
        {"JWT_SECRET", "your-super-secret-jwt-key"},
        {"ENCRYPTION_KEY", "your-32-character-encryption-key"},
        {"TOSS_CLIENT_KEY", "test_ck_..."},
        {"TOSS_SECRET_KEY", "test_sk_..."},
    }));
    ASSERT_TRUE(loaded.is_usable()) << loaded.problems[0].what;
    EXPECT_EQ(loaded.config.jwt_secret.reveal(), std::string(64, '1') + "kept");
    EXPECT_EQ(loaded.notices.size(), 4U);
    EXPECT_TRUE(loaded.config.toss.widget);
}

TEST(Config, ProductionNeedsHttpsAndItsOwnPlans) {
    EXPECT_NE(
        problem_of(
            load_config(production_with({{"GYEOL_PUBLIC_URL", "http://pay.k-test.kr"}})),
            "GYEOL_PUBLIC_URL"
        ),
        ""
    );
    EXPECT_NE(
        problem_of(load_config(production_with({{"GYEOL_PUBLIC_URL", ""}})), "GYEOL_PUBLIC_URL"), ""
    );
    EXPECT_NE(problem_of(load_config(production_with({{"GYEOL_PLANS", ""}})), "GYEOL_PLANS"), "");
    EXPECT_THAT(
        problem_of(load_config(production_with({{"GYEOL_PLANS", "none"}})), "GYEOL_PLANS"),
        HasSubstr("none cannot be read")
    );
    EXPECT_NE(problem_of(load_config(production_with({{"NODE_ENV", "prod"}})), "NODE_ENV"), "");
    EXPECT_NE(
        notice_of(
            load_config(production_with({{"FRONTEND_URL", "http://k-test.kr"}})), "FRONTEND_URL"
        ),
        ""
    );
}

TEST(Config, MixedKeysAreRefused) {
    const struct {
        Values changes;
        const char* variable;
    } rows[] = {
        {{{"TOSS_WIDGET_SECRET_KEY", "live_sk_aBcDeFgHiJkLmNoP"}}, "TOSS_WIDGET_SECRET_KEY"},
        {{{"TOSS_WIDGET_CLIENT_KEY", "live_ck_aBcDeFgHiJkLmNoP"}}, "TOSS_WIDGET_CLIENT_KEY"},
        {{{"TOSS_WIDGET_CLIENT_KEY", "live_gsk_aBcDeFgHiJkLmNoP"}}, "TOSS_WIDGET_CLIENT_KEY"},
        {{{"TOSS_WIDGET_SECRET_KEY", "live_gck_aBcDeFgHiJkLmNoP"}}, "TOSS_WIDGET_SECRET_KEY"},
        {{{"TOSS_WIDGET_SECRET_KEY", "test_gsk_aBcDeFgHiJkLmNoP"}}, "TOSS_SECRET_KEY"},
        {{{"TOSS_WIDGET_SECRET_KEY", ""}}, "TOSS_WIDGET_SECRET_KEY"},
        {{{"TOSS_WIDGET_SECRET_KEY", "live_ak_aBcDeFgHiJkLmNoP"}}, "TOSS_WIDGET_SECRET_KEY"},
        {{{"TOSS_CLIENT_KEY", "live_ck_aBcDeFgHiJkLmNoP"},
          {"TOSS_SECRET_KEY", "live_gsk_aBcDeFgHiJkLmNoP"}},
         "TOSS_SECRET_KEY"},
        {{{"TOSS_CLIENT_KEY", "live_ck_aBcDeFgHiJkLmNoP"}}, "TOSS_SECRET_KEY"},
        {{{"TOSS_CLIENT_KEY", "live_ck_aBc"}, {"TOSS_SECRET_KEY", "live_sk_aBc DeF"}},
         "TOSS_SECRET_KEY"},
    };

    for (const auto& row : rows) {
        const auto loaded = load_config(production_with(row.changes));
        EXPECT_NE(problem_of(loaded, row.variable), "") << row.variable;
    }
    const auto both = load_config(production_with(
        {{"TOSS_CLIENT_KEY", "live_ck_aBcDeFgHiJkLmNoP"},
         {"TOSS_SECRET_KEY", "live_sk_aBcDeFgHiJkLmNoP"}}
    ));
    EXPECT_TRUE(both.is_usable());
    EXPECT_TRUE(both.config.toss.window);
}

TEST(Config, WidgetKeysUnderTheTutorialsNamesAreTaken) {
    const auto loaded = load_config(
        with({{"TOSS_CLIENT_KEY", "test_gck_aBcDeFgH"}, {"TOSS_SECRET_KEY", "test_gsk_aBcDeFgH"}})
    );
    ASSERT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.toss.widget->client_key, "test_gck_aBcDeFgH");
    EXPECT_FALSE(loaded.config.toss.window);
    EXPECT_THAT(notice_of(loaded, "TOSS_CLIENT_KEY"), HasSubstr("TOSS_WIDGET_CLIENT_KEY"));
}

TEST(Config, LiveKeysTalkToTossOnly) {
    const auto elsewhere =
        load_config(production_with({{"TOSS_API_URL", "https://api.tosspayments.com.evil.kr"}}));
    EXPECT_NE(problem_of(elsewhere, "TOSS_API_URL"), "");
    EXPECT_NE(
        problem_of(
            load_config(production_with({{"TOSS_API_URL", "http://api.tosspayments.com"}})),
            "TOSS_API_URL"
        ),
        ""
    );
    EXPECT_TRUE(load_config(production_with({{"TOSS_API_URL", "https://api.tosspayments.com/"}})
    ).is_usable());
    auto sandboxed = production_with({});
    sandboxed.providers = Providers::sandbox;
    EXPECT_THAT(
        problem_of(load_config(sandboxed), "TOSS_SECRET_KEY"),
        HasSubstr("never talk to the sandbox")
    );
    EXPECT_NE(
        problem_of(load_config(production_with({{"NODE_ENV", "development"}})), "NODE_ENV"), ""
    );
}

TEST(Config, WithoutAnyKeyOnlyTheSandboxRuns) {
    EXPECT_THAT(
        problem_of(load_config(with({})), "TOSS_WIDGET_SECRET_KEY"), HasSubstr("gyeol dev")
    );
}

TEST(Config, MongodbIsRefusedUntilItWorks) {
    const auto loaded = load_config(sandbox({{"MONGODB_URI", "mongodb://localhost:27017/ktest"}}));
    EXPECT_THAT(problem_of(loaded, "MONGODB_URI"), HasSubstr("Unset it"));
}

TEST(Config, WhatHasNoEffectIsSaid) {
    const auto loaded = load_config(sandbox({
        {"REDIS_URL", "redis://localhost"},
        {"KAKAO_ADMIN_KEY", "your_kakao_admin_key"},
        {"KAKAO_JS_KEY", "abc"},
        {"STRIPE_SECRET_KEY", "sk_test_..."},
    }));
    EXPECT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.notices.size(), 4U);
    EXPECT_THAT(notice_of(loaded, "KAKAO_ADMIN_KEY"), HasSubstr("KAKAO_SECRET_KEY"));
    EXPECT_THAT(notice_of(loaded, "REDIS_URL"), HasSubstr("Without effect"));
}

TEST(Config, BuyersRefundThemselvesOnlyWhenTheShopSaysHowLong) {
    EXPECT_EQ(load_config(sandbox()).config.refund_by_owner, 0s);
    EXPECT_EQ(
        load_config(sandbox({{"GYEOL_REFUND_BY_OWNER", "7d"}})).config.refund_by_owner, 7 * 24h
    );
    EXPECT_THAT(
        problem_of(
            load_config(sandbox({{"GYEOL_REFUND_BY_OWNER", "a week"}})), "GYEOL_REFUND_BY_OWNER"
        ),
        HasSubstr("7d")
    );
}

TEST(Config, TlsNeedsBothFiles) {
    EXPECT_NE(
        problem_of(load_config(sandbox({{"TLS_CERT_FILE", "cert.pem"}})), "TLS_KEY_FILE"), ""
    );
    EXPECT_NE(problem_of(load_config(sandbox({{"TLS_KEY_FILE", "key.pem"}})), "TLS_CERT_FILE"), "");
    EXPECT_TRUE(load_config(sandbox({{"TLS_CERT_FILE", "cert.pem"}, {"TLS_KEY_FILE", "key.pem"}})
    ).is_usable());
}

TEST(Config, AWrongEncryptionKeyIsRefusedEverywhere) {
    EXPECT_THAT(
        problem_of(
            load_config(sandbox({{"ENCRYPTION_KEY", "short-but-no-example"}})), "ENCRYPTION_KEY"
        ),
        HasSubstr("20 characters")
    );
    const auto earlier =
        load_config(sandbox({{"ENCRYPTION_KEY", good_key}, {"ENCRYPTION_KEY_PREVIOUS", "bad"}}));
    EXPECT_NE(problem_of(earlier, "ENCRYPTION_KEY_PREVIOUS"), "");
}

TEST(Config, DerivedIdsSurviveARotationThatKeepsTheOldKey) {
    const auto before = load_config(sandbox({{"ENCRYPTION_KEY", good_key}}));
    const auto after =
        load_config(sandbox({{"ENCRYPTION_KEY", other_key}, {"ENCRYPTION_KEY_PREVIOUS", good_key}})
        );
    EXPECT_EQ(before.config.derivation_secret, after.config.derivation_secret);
    EXPECT_EQ(after.config.encryption_keys.size(), 2U);
    EXPECT_FALSE(
        load_config(sandbox({{"ENCRYPTION_KEY", other_key}})).config.derivation_secret ==
        before.config.derivation_secret
    );
}

TEST(Config, NoSecretIsEverShown) {
    auto sources = production_with(
        {{"TOSS_CLIENT_KEY", "live_ck_aBcDeFgHiJkLmNoP"},
         {"ENCRYPTION_KEY_PREVIOUS", other_key},
         {"MONGODB_URI", "mongodb://u:aBcDeFgHiJkLmNoP@h/d"},
         {"SMTP_PASS", "aBcDeFgHiJkLmNoP"}}
    );
    const auto loaded = load_config(sources);
    std::string shown;
    for (const auto& setting : loaded.settings)
        shown += setting.name + "=" + setting.shown + "\n";
    for (const auto& list : {loaded.problems, loaded.notices}) {
        for (const auto& problem : list)
            shown += problem.what + problem.cure + "\n";
    }
    EXPECT_THAT(shown, HasSubstr("TOSS_WIDGET_SECRET_KEY=live_gsk***"));
    for (const auto* secret : {"aBcDeFgH", good_key, other_key})
        EXPECT_THAT(shown, Not(HasSubstr(secret)));
}

TEST(EnvExample, NamesEveryVariableOnceAndNothingElse) {
    auto text = read_text_file(GYEOL_SOURCE_DIR "/.env.example").value();
    // Every example taken as if its # were gone.
    std::string active;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const bool is_setting =
            line.starts_with("# ") && line.find('=') != std::string::npos &&
            line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", 2) == line.find('=');
        if (is_setting) active += line.substr(2) + "\n";
    }
    const auto file = parse_env_file(active);
    EXPECT_TRUE(file.problems.empty());
    for (const auto& variable : known_variables()) {
        EXPECT_TRUE(file.values.contains(variable.name)) << variable.name << " is not explained";
    }
    for (const auto& [name, value] : file.values)
        EXPECT_NE(find_variable(name), nullptr) << name;
}

TEST(EnvExample, CopiedAsItIsItChangesNothing) {
    auto sources = sandbox();
    sources.env_file = read_text_file(GYEOL_SOURCE_DIR "/.env.example").value();
    const auto loaded = load_config(sources);
    EXPECT_TRUE(loaded.is_usable());
    for (const auto& setting : loaded.settings)
        EXPECT_THAT(setting.source, Not(HasSubstr(".env"))) << setting.name;
}

}  // namespace
}  // namespace gyeol::program
