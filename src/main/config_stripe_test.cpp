#include "main/config_stripe.hpp"

#include "main/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace gyeol::program {
namespace {

using testing::HasSubstr;

using Values = std::map<std::string, std::string, std::less<>>;

// Put together, so that no scanner of leaked keys takes them for real ones.
const std::string live = "_live_";
const std::string live_secret = "sk" + live + "51MadeUpKeyOfNobody";
const std::string live_publishable = "pk" + live + "51MadeUpKeyOfNobody";
const std::string test_secret = "sk_test_51MadeUpKeyOfNobody";
const std::string test_publishable = "pk_test_51MadeUpKeyOfNobody";

LoadedConfig load(Values environment, Providers providers = Providers::real) {
    Sources sources;
    sources.providers = providers;
    sources.environment = std::move(environment);
    sources.read_file = [](const std::string& path) -> Result<std::string> {
        if (path == "plans.jsonc")
            return std::string(R"({"plans":[{"id":"a","name":"A","amount":1000,"currency":"USD"}]})"
            );
        return invalid("file", "none");
    };
    sources.keep_secrets = [](const std::string&) -> Result<KeptSecrets> {
        return KeptSecrets{Secret(std::string(64, 'a')), Secret(std::string(64, 'b'))};
    };
    return load_config(sources);
}

/// Test keys of Stripe alone, with `changes`; an empty value takes a variable away.
LoadedConfig with(const Values& changes) {
    Values environment{
        {"STRIPE_SECRET_KEY", test_secret},
        {"STRIPE_PUBLISHABLE_KEY", test_publishable},
        {"STRIPE_WEBHOOK_SECRET", "whsec_MadeUp"},
    };
    for (const auto& [name, value] : changes)
        environment[name] = value;
    return load(std::move(environment));
}

/// A whole production that sells by Stripe alone, with `changes`.
LoadedConfig in_production(const Values& changes) {
    Values environment{
        {"NODE_ENV", "production"},
        {"GYEOL_PUBLIC_URL", "https://pay.k-test.kr"},
        {"FRONTEND_URL", "https://k-test.kr"},
        {"GYEOL_PLANS", "plans.jsonc"},
        {"JWT_SECRET", "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053"},
        {"ENCRYPTION_KEY", "4f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a60534f1c2b9d8e7a6053"},
        {"STRIPE_SECRET_KEY", live_secret},
        {"STRIPE_PUBLISHABLE_KEY", live_publishable},
        {"STRIPE_WEBHOOK_SECRET", "whsec_MadeUp"},
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

std::string notice_of(const LoadedConfig& loaded, std::string_view variable) {
    for (const auto& notice : loaded.notices) {
        if (notice.variable == variable) return notice.what;
    }
    return "";
}

TEST(ConfigStripe, TheSandboxIsPaidWithMadeUpKeys) {
    const auto loaded = load({}, Providers::sandbox);
    ASSERT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.stripe, sandbox_stripe_keys());
    EXPECT_EQ(loaded.config.stripe_api_url, "http://localhost:8081/stripe");
    EXPECT_FALSE(loaded.config.live);
}

TEST(ConfigStripe, IsEnoughAlone) {
    const auto tested = with({});
    EXPECT_TRUE(tested.is_usable());
    EXPECT_EQ(tested.config.stripe->publishable_key, test_publishable);
    EXPECT_EQ(tested.config.stripe_api_url, "https://api.stripe.com");
    const auto sold = in_production({});
    EXPECT_TRUE(sold.is_usable());
    EXPECT_TRUE(sold.config.live);
    EXPECT_FALSE(load({}).config.stripe);
}

TEST(ConfigStripe, ARestrictedKeyIsASecretKey) {
    EXPECT_TRUE(with({{"STRIPE_SECRET_KEY", "rk_test_51MadeUp"}}).is_usable());
}

TEST(ConfigStripe, TwoSecretsCountWhileOneIsRolled) {
    const auto loaded = with({{"STRIPE_WEBHOOK_SECRET", "whsec_New, whsec_Old"}});
    ASSERT_TRUE(loaded.is_usable());
    const auto& secrets = loaded.config.stripe->webhook_secrets;
    ASSERT_EQ(secrets.size(), 2U);
    EXPECT_EQ(secrets[0].reveal(), "whsec_New");
    EXPECT_EQ(secrets[1].reveal(), "whsec_Old");
    EXPECT_THAT(
        problem_of(with({{"STRIPE_WEBHOOK_SECRET", "whsec_New,oops"}}), "STRIPE_WEBHOOK_SECRET"),
        HasSubstr("signing secret")
    );
}

TEST(ConfigStripe, WithoutAWebhookSecretItSaysWhatIsMissed) {
    const auto loaded = with({{"STRIPE_WEBHOOK_SECRET", ""}});
    EXPECT_TRUE(loaded.is_usable());
    EXPECT_THAT(notice_of(loaded, "STRIPE_WEBHOOK_SECRET"), HasSubstr("disputes"));
}

TEST(ConfigStripe, WhatCannotBePairedIsRefused) {
    EXPECT_THAT(
        problem_of(with({{"STRIPE_PUBLISHABLE_KEY", ""}}), "STRIPE_PUBLISHABLE_KEY"),
        HasSubstr("is missing, although STRIPE_SECRET_KEY is set")
    );
    EXPECT_THAT(
        problem_of(with({{"STRIPE_SECRET_KEY", ""}}), "STRIPE_SECRET_KEY"),
        HasSubstr("is missing, although STRIPE_PUBLISHABLE_KEY is set")
    );
    EXPECT_THAT(
        problem_of(with({{"STRIPE_PUBLISHABLE_KEY", test_secret}}), "STRIPE_PUBLISHABLE_KEY"),
        HasSubstr("every browser would be shown it")
    );
    EXPECT_THAT(
        problem_of(with({{"STRIPE_SECRET_KEY", test_publishable}}), "STRIPE_SECRET_KEY"),
        HasSubstr("publishable key")
    );
    EXPECT_THAT(
        problem_of(with({{"STRIPE_SECRET_KEY", "test_sk_of_somebody_else"}}), "STRIPE_SECRET_KEY"),
        HasSubstr("not a key of Stripe")
    );
    EXPECT_THAT(
        problem_of(with({{"STRIPE_SECRET_KEY", live_secret}}), "STRIPE_PUBLISHABLE_KEY"),
        HasSubstr("Use keys of one kind only")
    );
}

TEST(ConfigStripe, LiveKeysTalkToStripeOnly) {
    EXPECT_THAT(
        problem_of(
            in_production({{"STRIPE_API_URL", "https://stripe.example.com"}}), "STRIPE_API_URL"
        ),
        HasSubstr("https://api.stripe.com only")
    );
    EXPECT_THAT(
        problem_of(
            load(
                {{"STRIPE_SECRET_KEY", live_secret}, {"STRIPE_PUBLISHABLE_KEY", live_publishable}},
                Providers::sandbox
            ),
            "STRIPE_SECRET_KEY"
        ),
        HasSubstr("never talk to the sandbox")
    );
    EXPECT_TRUE(with({{"STRIPE_API_URL", "http://localhost:8083"}}).is_usable());
}

TEST(ConfigStripe, AnExamplesKeyIsRefusedInProduction) {
    const auto loaded = in_production({{"STRIPE_SECRET_KEY", "sk_test_..."}});
    EXPECT_THAT(problem_of(loaded, "STRIPE_SECRET_KEY"), HasSubstr("example's value"));
}

}  // namespace
}  // namespace gyeol::program
