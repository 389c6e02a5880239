// What the settings of e-mail mean together.
#include "main/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace gyeol::program {
namespace {

using platform::SmtpSecurity;
using testing::HasSubstr;

using Values = std::map<std::string, std::string, std::less<>>;

LoadedConfig load(Values environment, Providers providers = Providers::sandbox) {
    Sources sources;
    sources.providers = providers;
    sources.environment = std::move(environment);
    sources.read_file = [](const std::string&) -> Result<std::string> {
        return invalid("file", "none");
    };
    sources.keep_secrets = [](const std::string&) -> Result<KeptSecrets> {
        return KeptSecrets{
            Secret(std::string(64, '1') + "kept"), Secret(std::string(62, '2') + "ab")};
    };
    return load_config(sources);
}

std::string said_of(const std::vector<Problem>& problems, std::string_view variable) {
    const auto found =
        std::find_if(problems.begin(), problems.end(), [variable](const Problem& one) {
            return one.variable == variable;
        });
    return found == problems.end() ? "" : found->what;
}

Values a_server(Values changes = {}) {
    changes.merge(Values{
        {"SMTP_HOST", "smtp.shop.example"},
        {"SMTP_USER", "pay@shop.example"},
        {"SMTP_PASS", "kV9mQ2pL"},
        {"GYEOL_ADMIN_EMAIL", "admin@shop.example"},
    });
    return changes;
}

TEST(ConfigMail, InTheSandboxLettersAreKeptInTheDataFolder) {
    const auto loaded = load({{"GYEOL_DATA_DIR", "/somewhere"}});
    EXPECT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.mail.folder, "/somewhere/mail");
    EXPECT_EQ(loaded.config.mail.host, "");
    EXPECT_NE(loaded.config.mail.administrator, "") << "alerts are to be seen too";
}

TEST(ConfigMail, WithoutAServerNoneIsSentAndThatIsSaid) {
    const auto loaded = load({}, Providers::real);
    EXPECT_EQ(loaded.config.mail.folder, "");
    EXPECT_THAT(said_of(loaded.notices, "SMTP_HOST"), HasSubstr("no receipts"));
}

TEST(ConfigMail, AServerIsSpokenToEncrypted) {
    const auto mail = load(a_server()).config.mail;
    EXPECT_EQ(mail.host, "smtp.shop.example");
    EXPECT_EQ(mail.port, 587);
    EXPECT_EQ(mail.security, SmtpSecurity::starttls);
    EXPECT_EQ(mail.from, "pay@shop.example") << "the account's address";
    EXPECT_EQ(mail.folder, "");
    EXPECT_EQ(load(a_server({{"SMTP_PORT", "465"}})).config.mail.security, SmtpSecurity::tls);
    EXPECT_EQ(
        load(a_server({{"SMTP_PORT", "465"}, {"GYEOL_SMTP_TLS", "starttls"}})).config.mail.security,
        SmtpSecurity::starttls
    );
}

TEST(ConfigMail, APasswordNeverTravelsInTheClear) {
    const auto open = load(a_server({{"GYEOL_SMTP_TLS", "none"}}));
    EXPECT_THAT(said_of(open.problems, "GYEOL_SMTP_TLS"), HasSubstr("in the clear"));
    EXPECT_TRUE(load(a_server({{"GYEOL_SMTP_TLS", "none"}, {"SMTP_HOST", "127.0.0.1"}})).is_usable()
    );
    auto anonymous = a_server({{"GYEOL_SMTP_TLS", "none"}, {"GYEOL_MAIL_FROM", "a@b.example"}});
    anonymous.erase("SMTP_USER");
    anonymous.erase("SMTP_PASS");
    EXPECT_TRUE(load(anonymous).is_usable());
}

TEST(ConfigMail, TheTutorialsExamplesSendNothingAndAreRefusedInProduction) {
    const auto example = a_server({{"SMTP_PASS", "your-app-password"}});
    const auto loaded = load(example);
    EXPECT_TRUE(loaded.is_usable());
    EXPECT_EQ(loaded.config.mail.host, "");
    EXPECT_NE(loaded.config.mail.folder, "");
    auto production = example;
    production["NODE_ENV"] = "production";
    EXPECT_NE(said_of(load(production, Providers::real).problems, "SMTP_PASS"), "");
}

TEST(ConfigMail, HalfAnAccountAndStrangeValuesAreRefused) {
    auto half = a_server();
    half.erase("SMTP_PASS");
    EXPECT_NE(said_of(load(half).problems, "SMTP_PASS"), "");
    EXPECT_NE(said_of(load(a_server({{"SMTP_PORT", "0"}})).problems, "SMTP_PORT"), "");
    EXPECT_NE(said_of(load(a_server({{"SMTP_HOST", "smtp://x"}})).problems, "SMTP_HOST"), "");
    EXPECT_NE(said_of(load(a_server({{"GYEOL_SMTP_TLS", "ssl"}})).problems, "GYEOL_SMTP_TLS"), "");
    EXPECT_NE(said_of(load({{"GYEOL_MAIL_LANGUAGE", "fr"}}).problems, "GYEOL_MAIL_LANGUAGE"), "");
    EXPECT_NE(
        said_of(load({{"GYEOL_ADMIN_EMAIL", "a@b\r\nBcc: c@d"}}).problems, "GYEOL_ADMIN_EMAIL"), ""
    );
    EXPECT_NE(said_of(load(a_server({{"SMTP_USER", "apikey"}})).problems, "GYEOL_MAIL_FROM"), "");
}

TEST(ConfigWebhooks, GoToPrivateNetworksOnlyWhereThatIsSaid) {
    EXPECT_FALSE(load({}).config.private_endpoints);
    EXPECT_TRUE(load({{"GYEOL_WEBHOOK_PRIVATE", "yes"}}).config.private_endpoints);
    EXPECT_NE(
        said_of(load({{"GYEOL_WEBHOOK_PRIVATE", "true"}}).problems, "GYEOL_WEBHOOK_PRIVATE"), ""
    );
}

}  // namespace
}  // namespace gyeol::program
