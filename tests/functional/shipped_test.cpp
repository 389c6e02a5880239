// The shipped binary itself: killed, stopped, started twice, configured wrongly, and searched for
// secrets in everything it wrote.
#include "functional/shipped.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
namespace json = boost::json;

constexpr auto widget_secret_key = "test_gsk_gyeolsandboxwidgetsecret";
constexpr auto card_number = "4242424242424242";
constexpr auto password = "functional-test-password";

/// Reads the database as `sqlite3` does, beside the server. Returns every row as text.
std::vector<std::string> rows_of(const std::string& path, const std::string& query) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    sqlite3_busy_timeout(database, 10'000);
    std::vector<std::string> rows;
    const auto collect = [](void* into, int count, char** values, char**) {
        std::string row;
        for (int column = 0; column < count; ++column) {
            row += values[column] == nullptr ? "" : values[column];
            row += '|';
        }
        static_cast<std::vector<std::string>*>(into)->push_back(row);
        return 0;
    };
    char* failure = nullptr;
    EXPECT_EQ(sqlite3_exec(database, query.c_str(), collect, &rows, &failure), SQLITE_OK)
        << (failure == nullptr ? "" : failure);
    sqlite3_free(failure);
    sqlite3_close(database);
    return rows;
}

/// Changes the database as somebody with `sqlite3` would.
void edits(const std::string& path, const std::string& statement) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_GT(sqlite3_changes(database), 0);
    sqlite3_close(database);
}

std::string all_rows_but_users(const std::string& path) {
    std::string text;
    for (const auto& name : rows_of(
             path, "SELECT name FROM sqlite_master WHERE type='table' AND name <> 'stored_users'"
         )) {
        const auto table = name.substr(0, name.size() - 1);
        for (const auto& row : rows_of(path, "SELECT * FROM \"" + table + "\""))
            text += row + "\n";
    }
    return text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<std::string> members_of(const json::object& object) {
    std::vector<std::string> names;
    for (const auto& member : object)
        names.emplace_back(member.key());
    return names;
}

/// Names every secret of the run that stands in `text`.
std::vector<std::string> secrets_in(
    const std::string& text, const std::map<std::string, std::string>& secrets
) {
    std::vector<std::string> found;
    for (const auto& [name, secret] : secrets) {
        if (!secret.empty() && text.find(secret) != std::string::npos) found.push_back(name);
    }
    return found;
}

class ShippedBinary : public testing::Test {
protected:
    std::string status(const DevServer::Order& order) {
        return server.get("/api/payments/" + order.id, order.token).member("status");
    }

    bool is_open(const DevServer::Order& order) {
        const auto now = status(order);
        return now != "completed" && now != "failed" && now != "expired" && now != "cancelled";
    }

    /// Lets virtual time pass until the reconciler has decided everything.
    void reconciles(const std::vector<DevServer::Order>& orders) {
        const auto is_settled = [this, &orders] {
            return std::none_of(orders.begin(), orders.end(), [this](const auto& order) {
                return is_open(order);
            });
        };
        for (const auto time : {61s, 300s, 3600s, 86'400s, 86'400s}) {
            if (is_settled()) return;
            server.passes(time);
            eventually(is_settled, 10s);
        }
        EXPECT_TRUE(is_settled());
    }

    /// Runs `gyeol verify` beside whatever runs, and returns what it printed.
    std::string verifies(int expected_exit = 0) {
        Shipped verify(
            server.folder.path().string(),
            fmt::format("verify{}", ++verified_),
            {"verify", "--data-dir", server.folder.file("data")}
        );
        EXPECT_EQ(verify.exit_code(), expected_exit) << verify.out() << verify.err();
        return verify.out();
    }

    /// Everything that a merchant, an operator or a log collector could read afterwards. The sandbox's
    /// journals are the providers' own books, and secrets.json is where the made secrets belong.
    std::string everything_written() {
        std::string text = all_answers_without_tokens();
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(server.folder.path())) {
            const auto name = entry.path().filename().string();
            const bool is_apart = name.starts_with("sandbox-") || name == "secrets.json" ||
                                  name.starts_with("gyeol.db") || name.ends_with(".eml");
            if (entry.is_regular_file() && !is_apart) text += read_whole(entry.path().string());
        }
        return text + all_rows_but_users(server.folder.file("data/gyeol.db"));
    }

    /// The e-mails that were kept instead of sent. They name the person they go to, and nothing else.
    std::string letters() {
        std::string text;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(server.folder.path())) {
            if (entry.path().extension() == ".eml") text += read_whole(entry.path().string());
        }
        return text;
    }

    /// Answers to the buyer hold the buyer's own sign-in token and the address of the checkout; anything
    /// else is a leak.
    static std::string all_answers_without_tokens() {
        std::string text;
        for (const auto& line : lines_of(all_answers())) {
            if (!line.starts_with("Set-Cookie: ") && line.find("\"token\"") == std::string::npos &&
                line.find("/checkout/") == std::string::npos)
                text += line + "\n";
        }
        return text;
    }

    DevServer server;

private:
    int verified_ = 0;
};

/// What the trial balance of `gyeol verify` says Toss Payments owes.
std::int64_t receivable_in(const std::string& report) {
    for (const auto& line : lines_of(report)) {
        std::istringstream words(line);
        std::string provider;
        std::string account;
        std::string phase;
        std::string currency;
        std::int64_t amount = 0;
        words >> provider >> account >> phase >> currency >> amount;
        if (provider == "toss" && account == "provider_receivable" && phase == "posted")
            return amount;
    }
    return 0;
}

/// Confirms side by side and kills the server in the middle.
void confirm_and_kill(
    DevServer& server, const std::vector<DevServer::Order>& orders, unsigned moments
) {
    std::vector<std::thread> browsers;
    browsers.reserve(orders.size());
    for (const auto& order : orders) {
        browsers.emplace_back([&server, &order] {
            server.post("/api/payment/confirm", order.confirm_body(), order.token);
        });
    }
    // Questions beside them take about a millisecond each: another moment in every round.
    for (unsigned moment = 0; moment < moments; ++moment)
        static_cast<void>(server.get("/livez"));
    server.dies();
    for (auto& browser : browsers)
        browser.join();
}

TEST_F(ShippedBinary, KilledAtRandomMomentsItLosesNothingChargesOnceAndTellsNoSecret) {
    std::mt19937 random(20260102);
    std::vector<DevServer::Order> orders;
    std::map<std::string, std::string> secrets{
        {"card number", card_number},
        {"secret key", widget_secret_key},
        {"password", password},
    };
    server.starts();
    constexpr int kills = 50;
    for (int round = 0; round < kills; ++round) {
        SCOPED_TRACE(fmt::format("round {}", round));
        std::vector<DevServer::Order> fresh;
        const auto email = fmt::format("round{}@shop.example", round);
        const auto buyer = server.registers(email);
        secrets["e-mail " + email] = email;
        secrets["sign-in token " + email] = buyer;
        for (const auto* plan : {"ktest_basic", "ktest_plus", "ktest_premium"})
            fresh.push_back(
                server.authenticates(buyer, plan, fresh.size() == 1 ? "lost_reply" : "approve")
            );
        confirm_and_kill(server, fresh, static_cast<unsigned>(random() % 60));
        orders.insert(orders.end(), fresh.begin(), fresh.end());
        ASSERT_NO_THROW(server.starts());
    }
    reconciles(orders);

    const auto log = read_whole(server.folder.file("logs/payment.log"));
    int completed = 0;
    std::int64_t taken = 0;
    for (const auto& order : orders) {
        SCOPED_TRACE(order.order_id);
        const bool is_taken = server.at_the_provider(order) == "DONE";
        EXPECT_EQ(status(order) == "completed", is_taken) << status(order);
        completed += is_taken ? 1 : 0;
        taken += is_taken ? order.amount : 0;
        secrets["checkout token " + order.order_id] =
            order.checkout_url.substr(order.checkout_url.rfind('/') + 1);
    }
    EXPECT_GT(completed, 0);
    RecordProperty("completed", completed);
    const auto captured = rows_of(
        server.folder.file("data/gyeol.db"),
        "SELECT count(*), count(DISTINCT order_id) FROM stored_payments WHERE status='completed'"
    );
    EXPECT_THAT(captured, testing::ElementsAre(fmt::format("{0}|{0}|", completed)));
    EXPECT_THAT(verifies(), HasSubstr("Everything fits."));
    EXPECT_EQ(server.stops(), 0);
    // The sandbox's books are what the ledger says, counted by another process.
    EXPECT_EQ(receivable_in(verifies()), taken);
    EXPECT_THAT(secrets_in(everything_written(), secrets), IsEmpty());
    std::erase_if(secrets, [](const auto& secret) { return secret.first.starts_with("e-mail "); });
    EXPECT_THAT(secrets_in(letters(), secrets), IsEmpty());

    for (const auto& line : lines_of(log)) {
        const auto entry = json::parse(line).as_object();
        ASSERT_THAT(members_of(entry), testing::ElementsAre("level", "timestamp", "action", "data"))
            << line;
        ASSERT_THAT(
            members_of(entry.at("data").as_object()),
            testing::ElementsAre("orderId", "amount", "paymentMethod", "status")
        ) << line;
    }
    for (const auto& order : orders) {
        const bool is_told = log.find(order.order_id) != std::string::npos;
        EXPECT_TRUE(is_told) << order.order_id;
    }
}

TEST_F(ShippedBinary, VerifyNamesTheRowThatWasEditedByHand) {
    server.starts();
    const auto buyer = server.registers("hand@shop.example");
    const auto order = server.authenticates(buyer, "ktest_basic");
    EXPECT_EQ(server.post("/api/payment/confirm", order.confirm_body(), buyer).status, 200);
    const auto file = server.folder.file("data/gyeol.db");
    const auto is_copied = [&file] {
        return rows_of(file, "SELECT count(*) FROM stored_ledger") ==
               std::vector<std::string>{"2|"};
    };
    ASSERT_TRUE(eventually(is_copied));
    EXPECT_EQ(server.stops(), 0);
    EXPECT_THAT(verifies(), HasSubstr("Everything fits."));
    edits(
        file,
        "UPDATE stored_ledger SET document = replace(document, '\"amount\":-', '\"amount\":-1') "
        "WHERE number = 2"
    );
    const auto report = verifies(1);
    EXPECT_THAT(report, HasSubstr("The first is payment " + order.id + ", entry 2."));
    EXPECT_THAT(report, HasSubstr("chain_broken"));
}

TEST_F(ShippedBinary, ToldToStopItFinishesASlowConfirmAndEndsWell) {
    server.starts();
    const auto order =
        server.authenticates(server.registers("slow@shop.example"), "ktest_basic", "slow");
    Reply reply;
    std::thread browser([this, &order, &reply] {
        reply = server.post("/api/payment/confirm", order.confirm_body(), order.token);
    });
    EXPECT_TRUE(eventually([this, &order] { return server.at_the_provider(order) == "DONE"; }));
    EXPECT_EQ(status(order), "processing");
    server.passes(22s);  // The provider answers after thirty.
    const auto code = server.stops();
    browser.join();
    EXPECT_EQ(code, 0) << server.process->err();
    EXPECT_EQ(reply.status, 200) << reply.text;
    EXPECT_THAT(
        rows_of(server.folder.file("data/gyeol.db"), "SELECT status FROM stored_payments"),
        testing::ElementsAre("completed|")
    );
}

TEST_F(ShippedBinary, OneProcessWritesAndOthersMayRead) {
    server.starts();
    const auto order = server.authenticates(server.registers("reader@shop.example"), "ktest_basic");
    Shipped second(server.folder.path().string(), "second", server.arguments(free_ports(3)));
    EXPECT_EQ(second.exit_code(), 1);
    EXPECT_THAT(second.err(), HasSubstr("gyeol: "));
    EXPECT_THAT(second.err(), HasSubstr("data"));
    EXPECT_EQ(server.get("/readyz").status, 200);
    EXPECT_THAT(
        rows_of(server.folder.file("data/gyeol.db"), "SELECT status FROM payments"),
        testing::ElementsAre("pending|")
    );
    EXPECT_EQ(status(order), "pending");
    EXPECT_EQ(server.stops(), 0);
}

TEST_F(ShippedBinary, AnOperatorMadeOnTheCommandLineRefundsABuyersPayment) {
    server.starts();
    const auto order = server.authenticates(server.registers("buyer@shop.example"), "ktest_basic");
    ASSERT_EQ(server.post("/api/payment/confirm", order.confirm_body(), order.token).status, 200);
    const boost::json::object refund{
        {"amount", order.amount}, {"expectedBalance", order.amount}, {"reason", "고객 요청"}};
    const auto path = "/api/payments/" + order.id + "/refunds";
    EXPECT_EQ(server.post(path, refund, order.token).member("code"), "refund_not_allowed");

    const auto creates = [this](const std::string& name, const std::string& email) {
        std::ofstream(server.folder.file(name + ".in")) << "an operator's password\n";
        return std::make_unique<Shipped>(
            server.folder.path().string(),
            name,
            std::vector<std::string>{"user", "create", "--role", "operator", "--email", email}
        );
    };
    const auto beside = creates("beside", "operator@shop.example");
    EXPECT_EQ(beside->exit_code(), 1) << "the running server owns the database";
    EXPECT_THAT(beside->err(), HasSubstr("data"));
    EXPECT_EQ(server.stops(), 0);
    const auto created = creates("created", "operator@shop.example");
    EXPECT_EQ(created->exit_code(), 0) << created->err();
    EXPECT_EQ(creates("again", "operator@shop.example")->exit_code(), 1) << "the address is taken";
    EXPECT_EQ(creates("odd", "no address")->exit_code(), 1);

    server.starts();
    const auto signed_in = server.post(
        "/api/auth/login",
        {{"email", "operator@shop.example"}, {"password", "an operator's password"}}
    );
    const auto refunded = server.post(path, refund, signed_in.member("token"));
    EXPECT_EQ(refunded.status, 201) << refunded.text;
    EXPECT_EQ(refunded.member("status"), "refunded");
    EXPECT_EQ(server.stops(), 0);
}

TEST_F(ShippedBinary, ATakenPortIsSaidPlainly) {
    server.starts();
    auto ports = free_ports(3);
    ports[0] = server.port;
    auto arguments = server.arguments(ports);
    arguments.back() = server.folder.file("elsewhere");
    Shipped second(server.folder.path().string(), "second", arguments);
    EXPECT_EQ(second.exit_code(), 1);
    EXPECT_THAT(second.err(), HasSubstr(std::to_string(server.port)));
}

TEST_F(ShippedBinary, TheClockIsMovedInTheSandboxOnly) {
    server.starts();
    for (const auto* body :
         {"{}",
          R"({"advanceSeconds":0})",
          R"({"advanceSeconds":-5})",
          R"({"advanceSeconds":1.5})",
          R"({"advanceSeconds":1,"x":1})",
          "nonsense"}) {
        const auto refused = call(server.port, {"POST", "/api/test/clock", body});
        EXPECT_EQ(refused.status, 400) << body;
        EXPECT_EQ(refused.member("code"), "invalid_advance") << body;
    }
    EXPECT_EQ(server.get("/api/test/clock").status, 404);
    const auto order = server.authenticates(server.registers("hour@shop.example"), "ktest_basic");
    server.passes(3601s);
    EXPECT_TRUE(eventually([this, &order] { return status(order) == "expired"; }));
}

Environment serving(const Environment& changes) {
    Environment environment{
        {"GYEOL_DATA_DIR", "data"},
        {"PORT", std::to_string(free_ports(1).front())},
        {"TOSS_WIDGET_CLIENT_KEY", "test_gck_aBcDeFgHiJkLmNoP"},
        {"TOSS_WIDGET_SECRET_KEY", "test_gsk_aBcDeFgHiJkLmNoP"},
        // Nobody listens there: nothing leaves this machine.
        {"TOSS_API_URL", "http://127.0.0.1:1/toss"},
    };
    for (const auto& [name, value] : changes)
        environment[name] = value;
    return environment;
}

struct BadSetting {
    const char* name;
    const char* value;
    const char* named;
};

class BadConfiguration : public testing::TestWithParam<BadSetting> {};

TEST_P(BadConfiguration, IsRefusedByName) {
    const Folder folder;
    Shipped process(
        folder.path().string(), "serve", {"serve"}, serving({{GetParam().name, GetParam().value}})
    );
    EXPECT_EQ(process.exit_code(), 1);
    EXPECT_THAT(process.err(), HasSubstr(fmt::format("problem  {}: ", GetParam().named)));
}

INSTANTIATE_TEST_SUITE_P(
    Each,
    BadConfiguration,
    testing::Values(
        BadSetting{"PORT", "eighty", "PORT"},
        BadSetting{"NODE_ENV", "prodution", "NODE_ENV"},
        BadSetting{"GYEOL_DATADIR", "x", "GYEOL_DATADIR"},
        BadSetting{"GYEOL_PUBLIC_URL", "pay.k-test.kr/path", "GYEOL_PUBLIC_URL"},
        BadSetting{"MONGODB_URI", "mongodb://localhost/k-test", "MONGODB_URI"},
        BadSetting{"JWT_EXPIRES_IN", "soon", "JWT_EXPIRES_IN"},
        BadSetting{"ENCRYPTION_KEY", "short", "ENCRYPTION_KEY"},
        BadSetting{"TOSS_WIDGET_SECRET_KEY", "", "TOSS_WIDGET_SECRET_KEY"},
        BadSetting{"TOSS_WIDGET_SECRET_KEY", "live_gsk_aBcDeFgHiJkLmNoP", "TOSS_SECRET_KEY"},
        BadSetting{"TLS_CERT_FILE", "certificate.pem", "TLS_KEY_FILE"},
        BadSetting{"GYEOL_PLANS", "no-such-file.json", "GYEOL_PLANS"}
    ),
    [](const auto& each) { return fmt::format("{}_{}", each.param.name, each.index); }
);

TEST(Shipped, AnUnknownFlagAndAnUnknownCommandAreAMatterOfUsage) {
    const Folder folder;
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"serve", "--no-such-flag"}, {"pay-me"}, {}}) {
        Shipped process(folder.path().string(), "usage", arguments);
        EXPECT_EQ(process.exit_code(), 2);
    }
    Shipped version(folder.path().string(), "version", {"version"});
    EXPECT_EQ(version.exit_code(), 0);
    EXPECT_THAT(version.out(), testing::StartsWith("gyeol "));
}

TEST(Shipped, TheDoctorsExitCodeSaysWhetherPaymentsCanBeTaken) {
    const Folder folder;
    Shipped well(folder.path().string(), "well", {"doctor"}, serving({}));
    EXPECT_EQ(well.exit_code(), 0) << well.out();
    EXPECT_THAT(well.out(), testing::Not(HasSubstr("test_gsk_aBcDeFgHiJkLmNoP")));
    EXPECT_THAT(well.out(), HasSubstr("/api/payment/webhook"));
    Shipped ill(
        folder.path().string(), "ill", {"doctor"}, serving({{"MONGODB_URI", "mongodb://localhost"}})
    );
    EXPECT_EQ(ill.exit_code(), 1);
    EXPECT_THAT(ill.out(), HasSubstr("MONGODB_URI"));
}

TEST(Shipped, ServesTlsAndNoTestClockWithRealKeys) {
    const Folder folder;
    make_certificate(folder.file("certificate.pem"), folder.file("key.pem"));
    const auto port = free_ports(1).front();
    Shipped process(
        folder.path().string(),
        "serve",
        {"serve"},
        serving({
            {"PORT", std::to_string(port)},
            {"GYEOL_PUBLIC_URL", fmt::format("https://127.0.0.1:{}", port)},
            {"TLS_CERT_FILE", folder.file("certificate.pem")},
            {"TLS_KEY_FILE", folder.file("key.pem")},
        })
    );
    const auto ask = [port, &folder](const Call& request) {
        return call_with_tls(port, request, folder.file("certificate.pem"));
    };
    const auto is_up = [&process, &ask] {
        return process.ended() || ask({"GET", "/livez"}).status == 200;
    };
    ASSERT_TRUE(eventually(is_up));
    ASSERT_FALSE(process.ended()) << process.err();
    EXPECT_EQ(ask({"GET", "/api/config"}).member("mode"), "test");
    EXPECT_EQ(ask({"POST", "/api/test/clock", R"({"advanceSeconds":5})"}).status, 404);
    EXPECT_EQ(call(port, {"GET", "/livez"}).status, 0) << "no plain text on this port";
    process.signal(SIGTERM);
    EXPECT_EQ(process.exit_code(), 0) << process.err();
}

}  // namespace
}  // namespace gyeol::test
