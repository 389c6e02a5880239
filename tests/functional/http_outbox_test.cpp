// What operators see and change of webhooks and e-mails over HTTP.
#include "functional/api_stand.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;

constexpr auto url = "https://merchant.example/hook";

class HttpOutbox : public testing::Test {
protected:
    http::test::Answer adds(std::string body) {
        return api.post("/api/admin/endpoints", std::move(body), {boss.bearer()});
    }

    http::test::Answer does(const std::string& id, const std::string& what) {
        return api.post("/api/admin/endpoints/" + id + "/" + what, "", {boss.bearer()});
    }

    http::test::Answer deliveries(const std::string& query = "") {
        return api.get("/api/admin/deliveries" + query, {boss.bearer()});
    }

    /// A buyer orders something; the event goes to whoever listens.
    void somebody_orders() {
        const auto answer =
            api.post("/api/payments", R"({"planId":"basic","provider":"toss"})", {buyer.bearer()});
        ASSERT_EQ(answer.status, 201) << answer.body;
        api.shop.passes(5s);
    }

    /// Hands what was heard since `first` to the receiver's own library (web/tools/check_webhooks.mjs).
    void write_down(std::size_t first, const boost::json::array& secrets) {
        const char* path = std::getenv("GYEOL_RECORD_WEBHOOKS");
        if (path == nullptr) return;
        std::ofstream file(path, first == 0 ? std::ios::trunc : std::ios::app);
        const auto& heard = api.shop.merchant().heard;
        for (std::size_t at = first; at < heard.size(); ++at) {
            boost::json::object headers;
            for (const auto& header : heard[at].request.headers)
                headers[header.name] = header.value;
            file << boost::json::object{
                        {"secrets", secrets},
                        {"at", to_millis(heard[at].at)},
                        {"headers", headers},
                        {"body", heard[at].request.body},
                    }
                 << '\n';
        }
    }

    ApiStand api;
    Buyer buyer = api.registers();
    Buyer boss = api.registers_operator();
};

TEST_F(HttpOutbox, AnEndpointTellsItsSecretOnceAndHearsSignedEvents) {
    const auto added = adds(R"({"url":"https://merchant.example/hook"})");
    ASSERT_EQ(added.status, 201) << added.body;
    const auto secret = member(added, "secret");
    name_secret("webhook-secret", secret);
    EXPECT_TRUE(secret.starts_with("whsec_"));
    EXPECT_EQ(member(added, "enabled"), "true");
    const auto listed = api.get("/api/admin/endpoints", {boss.bearer()});
    EXPECT_EQ(listed.status, 200);
    EXPECT_EQ(listed.body.find("whsec_"), std::string::npos);
    somebody_orders();
    ASSERT_EQ(api.shop.merchant().heard.size(), 1U);
    write_down(0, {secret});

    const auto rotated = does(member(added, "id"), "rotate-secret");
    ASSERT_EQ(rotated.status, 200) << rotated.body;
    const auto fresh = member(rotated, "secret");
    name_secret("webhook-secret", fresh);
    EXPECT_NE(fresh, secret);
    EXPECT_NE(member(rotated, "previousSecretUntil"), "");
    somebody_orders();
    ASSERT_GE(api.shop.merchant().heard.size(), 2U);
    write_down(1, {secret, fresh});
}

TEST_F(HttpOutbox, AnEndpointIsSwitchedOffOnAndRemoved) {
    const auto id = member(adds(fmt::format(R"({{"url":"{}","events":[]}})", url)), "id");
    EXPECT_EQ(member(does(id, "disable"), "disabledBecause"), "operator");
    EXPECT_EQ(member(does(id, "enable"), "enabled"), "true");
    const auto path = "/api/admin/endpoints/" + id;
    EXPECT_EQ(api.ask({"DELETE", path, "", {boss.bearer()}}).status, 200);
    EXPECT_EQ(api.ask({"DELETE", path, "", {boss.bearer()}}).status, 404);
    EXPECT_EQ(member(does(id, "enable"), "code"), "endpoint_not_found");
    EXPECT_EQ(does("nonsense", "disable").status, 404);
    EXPECT_EQ(does("nonsense", "rotate-secret").status, 404);
    EXPECT_EQ(member(api.get("/api/admin/endpoints", {boss.bearer()}), "data"), "[]");
}

TEST_F(HttpOutbox, BadEndpointsAreRefused) {
    struct Row {
        const char* body;
        const char* code;
    };

    const Row rows[] = {
        {"", "invalid_json"},
        {"{}", "missing_field"},
        {R"({"url":"http://merchant.example/"})", "invalid_url"},
        {R"({"url":"https://10.0.0.1/"})", "endpoint_not_public"},
        {R"({"url":"https://169.254.169.254/latest/meta-data"})", "endpoint_not_public"},
        {R"({"url":"https://[::ffff:127.0.0.1]/"})", "endpoint_not_public"},
        {R"({"url":"https://localhost/"})", "endpoint_not_public"},
        {R"({"url":"https://merchant.example/","events":"all"})", "wrong_type"},
        {R"({"url":"https://merchant.example/","events":[1]})", "wrong_type"},
        {R"({"url":"https://merchant.example/","events":["Payment Completed"]})", "invalid_event"},
        {R"({"url":"https://merchant.example/","secret":"whsec_mine"})", "unknown_field"},
    };
    for (const auto& row : rows) {
        const auto answer = adds(row.body);
        EXPECT_EQ(answer.status, 400) << row.body;
        EXPECT_EQ(member(answer, "code"), row.code) << row.body;
    }
}

TEST_F(HttpOutbox, TheLogShowsWhatBecameOfEachAndReplaysIt) {
    adds(R"({"url":"https://merchant.example/hook","events":["payment.created"]})");
    api.shop.merchant().next_statuses[url] = {503};
    somebody_orders();
    const auto pending = deliveries("?state=pending");
    ASSERT_EQ(pending.status, 200) << pending.body;
    EXPECT_NE(pending.body.find(R"("status":503)"), std::string::npos) << pending.body;
    api.shop.passes(1min);
    EXPECT_EQ(member(deliveries("?state=pending"), "data"), "[]");
    const auto delivered = deliveries("?state=delivered&limit=1");
    const auto one = boost::json::parse(delivered.body).at("data").at(0).as_object();
    const std::string id(one.at("id").as_string());
    const auto replayed = api.post("/api/admin/deliveries/" + id + "/replay", "", {boss.bearer()});
    EXPECT_EQ(replayed.status, 200) << replayed.body;
    EXPECT_EQ(member(replayed, "state"), "pending");
    api.shop.passes(5s);
    EXPECT_EQ(api.shop.merchant().taken_by(url).size(), 2U);
    const auto replay = [this](const std::string& which) {
        return api.post("/api/admin/deliveries/" + which + "/replay", "", {boss.bearer()});
    };
    EXPECT_EQ(member(replay("000000000000000000000000"), "code"), "delivery_not_found");
    EXPECT_EQ(replay("nonsense").status, 404);
    EXPECT_EQ(member(deliveries("?state=lost"), "code"), "invalid_state");
    EXPECT_EQ(member(deliveries("?limit=0"), "code"), "invalid_limit");
    const auto endpoint = std::string(one.at("endpointId").as_string());
    does(endpoint, "disable");
    EXPECT_EQ(member(replay(id), "code"), "endpoint_disabled");
}

TEST_F(HttpOutbox, IsForOperatorsOnly) {
    const auto id = member(adds(R"({"url":"https://merchant.example/hook"})"), "id");
    const auto path = "/api/admin/endpoints/" + id;
    const std::vector<Ask> asks{
        {"GET", "/api/admin/endpoints"},
        {"POST", "/api/admin/endpoints", R"({"url":"https://merchant.example/"})"},
        {"DELETE", path},
        {"POST", path + "/enable"},
        {"POST", path + "/disable"},
        {"POST", path + "/rotate-secret"},
        {"GET", "/api/admin/deliveries"},
        {"POST", "/api/admin/deliveries/000000000000000000000000/replay"},
    };
    for (auto ask : asks) {
        EXPECT_EQ(api.ask(ask).status, 401) << ask.path;
        ask.headers = {buyer.bearer()};
        const auto answer = api.ask(ask);
        EXPECT_EQ(answer.status, 403) << ask.path;
        EXPECT_EQ(member(answer, "code"), "operators_only") << ask.path;
    }
}

}  // namespace
}  // namespace gyeol::test
