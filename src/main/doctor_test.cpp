#include "main/doctor.hpp"

#include "main/doctor_probes.hpp"
#include "support/raw_server.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace gyeol::program {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Instant noon = from_millis(1'800'000'000'000);

LoadedConfig loaded_with(
    std::map<std::string, std::string, std::less<>> environment,
    Providers providers = Providers::real
) {
    Sources sources;
    sources.providers = providers;
    sources.environment = std::move(environment);
    sources.keep_secrets = [](const std::string&) -> Result<KeptSecrets> {
        return KeptSecrets{Secret(std::string(64, 'a')), Secret(std::string(64, 'b'))};
    };
    return load_config(sources);
}

LoadedConfig good() {
    return loaded_with(
        {{"TOSS_WIDGET_CLIENT_KEY", "test_gck_aBcDeFgHiJkLmNoP"},
         {"TOSS_WIDGET_SECRET_KEY", "test_gsk_aBcDeFgHiJkLmNoP"},
         {"SMTP_HOST", "localhost"},
         {"GYEOL_SMTP_TLS", "none"},
         {"GYEOL_MAIL_FROM", "pay@shop.example"},
         {"GYEOL_ADMIN_EMAIL", "admin@shop.example"}}
    );
}

DoctorFacts all_well() {
    DoctorFacts facts;
    facts.database = std::string("SQLite 3.40.1 in ./data/gyeol.db, writable.");
    facts.providers = {{"https://api.tosspayments.com", "", noon, noon + 1s}};
    return facts;
}

CheckLine line_of(const std::vector<CheckLine>& lines, std::string_view name) {
    for (const auto& line : lines) {
        if (line.name == name) return line;
    }
    return {CheckLevel::error, "(none)", "", ""};
}

TEST(Doctor, WhenAllIsWellEveryLineIsOk) {
    const auto lines = examine(good(), all_well());
    EXPECT_THAT(
        lines,
        ElementsAre(
            CheckLine{CheckLevel::ok, "settings", "Every setting is understood.", ""},
            CheckLine{CheckLevel::ok, "keys", "Payment widget: test keys gck and gsk.", ""},
            CheckLine{
                CheckLevel::ok, "database", "SQLite 3.40.1 in ./data/gyeol.db, writable.", ""},
            CheckLine{CheckLevel::ok, "port", "127.0.0.1 port 8080 is free.", ""},
            CheckLine{CheckLevel::ok, "provider", "https://api.tosspayments.com answers.", ""},
            CheckLine{
                CheckLevel::ok,
                "clock",
                "This machine's clock and the provider's differ by 1 s.",
                ""}
        )
    );
    EXPECT_EQ(exit_code(lines), 0);
}

TEST(Doctor, AProblemOfTheSettingsIsAnErrorWithItsCure) {
    const auto lines = examine(
        loaded_with({{"MONGODB_URI", "mongodb://h/d"}, {"REDIS_URL", "redis://h"}}), all_well()
    );
    EXPECT_EQ(line_of(lines, "MONGODB_URI").level, CheckLevel::error);
    EXPECT_THAT(line_of(lines, "MONGODB_URI").cure, HasSubstr("Unset it"));
    EXPECT_EQ(line_of(lines, "REDIS_URL").level, CheckLevel::warning);
    EXPECT_EQ(line_of(lines, "TOSS_WIDGET_SECRET_KEY").level, CheckLevel::error);
    EXPECT_EQ(exit_code(lines), 1);
}

TEST(Doctor, ADatabaseThatCannotBeUsedIsAnError) {
    auto facts = all_well();
    facts.database = invalid("database", "./data/gyeol.db is read-only.");
    const auto lines = examine(good(), facts);
    EXPECT_EQ(line_of(lines, "database").level, CheckLevel::error);
    EXPECT_THAT(line_of(lines, "database").what, HasSubstr("read-only"));
    EXPECT_EQ(exit_code(lines), 1);
}

TEST(Doctor, AUsedPortIsAnError) {
    auto facts = all_well();
    facts.port = invalid("port", "Address already in use");
    const auto lines = examine(good(), facts);
    EXPECT_EQ(
        line_of(lines, "port").what,
        "127.0.0.1 port 8080 cannot be listened on: Address already in use."
    );
    EXPECT_EQ(exit_code(lines), 1);
}

TEST(Doctor, BeingOfflineIsOnlyAWarning) {
    auto facts = all_well();
    facts.providers = {
        {"https://api.tosspayments.com", "Couldn't resolve host name", std::nullopt, noon}};
    const auto lines = examine(good(), facts);
    EXPECT_EQ(line_of(lines, "provider").level, CheckLevel::warning);
    EXPECT_EQ(line_of(lines, "clock").level, CheckLevel::warning);
    EXPECT_EQ(exit_code(lines), 0);
}

TEST(Doctor, AClockFiveMinutesOffIsAnError) {
    const struct {
        Millis difference;
        CheckLevel level;
    } rows[] = {
        {0s, CheckLevel::ok},
        {10s, CheckLevel::ok},
        {11s, CheckLevel::warning},
        {-11s, CheckLevel::warning},
        {5min, CheckLevel::warning},
        {301s, CheckLevel::error},
        {-301s, CheckLevel::error},
        {24h, CheckLevel::error},
    };

    for (const auto& row : rows) {
        auto facts = all_well();
        facts.providers = {{"https://api.tosspayments.com", "", noon, noon + row.difference}};
        EXPECT_EQ(line_of(examine(good(), facts), "clock").level, row.level)
            << row.difference.count();
    }
}

TEST(Doctor, TheSandboxNeedsNoProvider) {
    auto facts = all_well();
    facts.providers.clear();
    const auto lines = examine(loaded_with({}, Providers::sandbox), facts);
    EXPECT_THAT(
        lines,
        Contains(CheckLine{CheckLevel::ok, "provider", "The sandbox is inside this program.", ""})
    );
    EXPECT_THAT(line_of(lines, "keys").what, HasSubstr("made up, for the sandbox"));
    EXPECT_EQ(exit_code(lines), 0);
}

TEST(Doctor, TheReportShowsSettingsChecksAndWhatToRegister) {
    const auto loaded = good();
    auto facts = all_well();
    facts.port = invalid("port", "Address already in use");
    const auto report = write_report(loaded, examine(loaded, facts));
    EXPECT_THAT(report, HasSubstr("  TOSS_WIDGET_SECRET_KEY  test_gsk***  (environment)\n"));
    EXPECT_THAT(report, HasSubstr("ok       settings  Every setting is understood.\n"));
    EXPECT_THAT(
        report,
        HasSubstr("error    port  127.0.0.1 port 8080 cannot be listened on: Address already in "
                  "use.  -> Stop ")
    );
    EXPECT_THAT(report, HasSubstr("http://localhost:8080/api/payment/webhook\n"));
    for (const auto* name :
         {"PAYMENT_STATUS_CHANGED",
          "payment.status.changed",
          "payment.approved",
          "DONE",
          "DEPOSIT_CALLBACK"}) {
        EXPECT_THAT(report, HasSubstr(name));
    }
    EXPECT_THAT(report, HasSubstr("cannot reach this machine"));
    EXPECT_THAT(report, HasSubstr("\n1 to put right before it can run.\n"));
    EXPECT_THAT(report, Not(HasSubstr("aBcDeF")));
}

TEST(Doctor, KakaoPayIsToldWhereTheBuyerComesBackTo) {
    const auto loaded = loaded_with(
        {{"KAKAO_SECRET_KEY", "DEVABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789A"},
         {"GYEOL_PUBLIC_URL", "https://pay.k-test.kr"}}
    );
    const auto lines = examine(loaded, all_well());
    EXPECT_EQ(line_of(lines, "keys").what, "Kakao Pay: one-time payments under TC0ONETIME, test.");
    const auto report = write_report(loaded, lines);
    for (const auto* hint :
         {"domain  https://pay.k-test.kr  under Platform > Web", "-403", "-798", "-799"})
        EXPECT_THAT(report, HasSubstr(hint));
    EXPECT_THAT(report, Not(HasSubstr("A phone cannot come back")));
    EXPECT_THAT(report, Not(HasSubstr("Toss"))) << "its keys are not set";
    EXPECT_THAT(report, Not(HasSubstr("ABCDEF")));
}

TEST(Doctor, StripeIsToldWhichEventsToRegister) {
    const auto with_secret = [](const std::string& secret) {
        return loaded_with(
            {{"STRIPE_SECRET_KEY", "sk_test_51MadeUpKeyOfNobody"},
             {"STRIPE_PUBLISHABLE_KEY", "pk_test_51MadeUpKeyOfNobody"},
             {"STRIPE_WEBHOOK_SECRET", secret},
             {"GYEOL_PUBLIC_URL", "https://pay.k-test.kr"}}
        );
    };
    const auto loaded = with_secret("whsec_MadeUp");
    const auto lines = examine(loaded, all_well());
    EXPECT_EQ(line_of(lines, "keys").what, "Stripe: test keys pk and sk, signed webhooks.");
    const auto report = write_report(loaded, lines);
    for (const auto* hint :
         {"https://pay.k-test.kr/api/payment/webhook/stripe",
          "2026-10-28.endive",
          "charge.dispute.created",
          "refund.failed"})
        EXPECT_THAT(report, HasSubstr(hint));
    EXPECT_THAT(report, Not(HasSubstr("MadeUp")));
    EXPECT_EQ(
        line_of(examine(with_secret(""), all_well()), "keys").what,
        "Stripe: test keys pk and sk, webhooks are refused."
    );
    EXPECT_EQ(
        line_of(examine(with_secret("whsec_New,whsec_Old"), all_well()), "keys").what,
        "Stripe: test keys pk and sk, webhooks under two secrets, one of them rolled."
    );
}

TEST(DoctorProbes, APortInUseIsNoticed) {
    const test::RawServer server({[](test::RawSocket&) {}});
    EXPECT_FALSE(probe_port("127.0.0.1", server.port()));
    EXPECT_TRUE(probe_port("127.0.0.1", 0));
    EXPECT_FALSE(probe_port("not an address", 0));
    EXPECT_FALSE(probe_port("192.0.2.1", 0)) << "an address for documentation is no machine's";
}

TEST(DoctorProbes, AnHttpDateIsRead) {
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), from_millis(784'111'777'000));
    for (const auto* text :
         {"",
          "now",
          "Sun, 06 Nov 1994 08:49:37",
          "Sun, 31 Feb 1994 08:49:37 GMT",
          "1994-11-06T08:49:37Z"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
}

/// Answers everything alike.
class OneAnswer final : public ports::HttpClient {
public:
    explicit OneAnswer(ports::Exchanged answer) : answer_(std::move(answer)) {}

    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant) override {
        asked = request.url;
        co_return answer_;
    }

    std::string asked;

private:
    ports::Exchanged answer_;
};

Task<> gather_into(Config config, OneAnswer& http, const ports::Clock& clock, DoctorFacts& out) {
    ProbeDatabase database = [](const Config&) -> Result<std::string> {
        return std::string("fine");
    };
    auto facts = co_await gather_facts(std::move(config), std::move(database), http, clock);
    out = std::move(facts);
}

DoctorFacts gathered(const Config& config, OneAnswer& http) {
    boost::asio::io_context io;
    const test::VirtualClock clock(noon);
    DoctorFacts facts;
    boost::asio::co_spawn(io, gather_into(config, http, clock, facts), boost::asio::detached);
    io.run();
    return facts;
}

TEST(DoctorProbes, AnyAnswerOfTheProviderWillDo) {
    OneAnswer http(ports::HttpReply{404, {{"date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, ""});
    auto config = good().config;
    config.port = 0;
    const auto facts = gathered(config, http);
    EXPECT_EQ(http.asked, "https://api.tosspayments.com/");
    ASSERT_EQ(facts.providers.size(), 1U);
    EXPECT_EQ(facts.providers[0].failure, "");
    EXPECT_EQ(facts.providers[0].date, from_millis(784'111'777'000));
    EXPECT_EQ(facts.providers[0].our_time, noon);
    EXPECT_EQ(facts.database.value(), "fine");
    EXPECT_TRUE(facts.port);
}

TEST(DoctorProbes, NoAnswerIsTold) {
    OneAnswer http(tl::unexpected(ports::ExchangeFailure{
        ports::TransportFailure::unreachable, true, ""}));
    auto config = good().config;
    config.port = 0;
    EXPECT_EQ(gathered(config, http).providers.at(0).failure, "unreachable");
}

TEST(DoctorProbes, TheSandboxIsNotCalled) {
    OneAnswer http(ports::HttpReply{});
    auto config = loaded_with({}, Providers::sandbox).config;
    config.port = 0;
    EXPECT_TRUE(gathered(config, http).providers.empty());
    EXPECT_EQ(http.asked, "");
}

}  // namespace
}  // namespace gyeol::program
