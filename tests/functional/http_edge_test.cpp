// What the edge does for every route: addresses, methods, origins, security headers, pages, health.
#include "functional/api_stand.hpp"
#include "http/routes.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace gyeol::test {
namespace {

class HttpEdge : public testing::Test {
protected:
    ApiStand api;
};

TEST_F(HttpEdge, AnUnknownAddressIsAProblem) {
    for (const std::string path :
         {"/api",
          "/api/",
          "/api/paymentz",
          "/api/plans/",
          "/api/payments/a/b/c",
          "/nothing",
          "/api/PLANS"}) {
        const auto answer = api.get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(answer.header("Content-Type"), "application/problem+json") << path;
        EXPECT_EQ(member(answer, "code"), "not_found") << path;
    }
}

TEST_F(HttpEdge, TricksWithPathsLeadNowhere) {
    for (const std::string path :
         {"/api/../api/plans",
          "/api/%2e%2e/plans",
          "/assets/../checkout.html",
          "/assets/%2e%2e%2fcheckout.html",
          "//api/plans",
          "/api//plans",
          "/assets/..%5ccheckout.html",
          "/assets/a%00.js",
          "/assets/%c0%ae%c0%ae/checkout.html",
          "/assets/\\..\\x",
          "/%",
          "/api/plans%2f"}) {
        const auto answer = api.get(path);
        EXPECT_EQ(answer.status, 400) << path;
        EXPECT_EQ(member(answer, "code"), "invalid_path") << path;
    }
    EXPECT_EQ(api.get("/assets/").status, 404);
    EXPECT_EQ(api.get("/checkout.html").status, 404);
}

TEST_F(HttpEdge, AWrongMethodIsToldTheRightOnes) {
    const auto answer = api.ask({"DELETE", "/api/payments"});
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.header("Allow"), "POST, GET, HEAD");
    EXPECT_EQ(member(answer, "code"), "method_not_allowed");
    EXPECT_EQ(api.ask({"PUT", "/api/plans"}).header("Allow"), "GET, HEAD");
    EXPECT_EQ(api.get("/api/auth/login").header("Allow"), "POST");
    EXPECT_EQ(api.ask({"HEAD", "/api/plans"}).status, 200);
}

TEST_F(HttpEdge, OnlyJsonIsTakenAsJson) {
    const std::string body = R"({"email":"a@shop.example","password":"x"})";
    for (const std::string type :
         {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""}) {
        const auto answer = api.post("/api/auth/login", body, {{"Content-Type", type}});
        EXPECT_EQ(answer.status, 415) << type;
        EXPECT_EQ(member(answer, "code"), "unsupported_media_type");
    }
    EXPECT_EQ(
        api.post(
               "/api/auth/login", body, {{"Content-Type", "Application/JSON; charset=utf-8"}}
        ).status,
        401
    );
}

TEST_F(HttpEdge, OnlyTheShopsPagesMayCallFromAnotherOrigin) {
    const auto shop = api.get("/api/plans", {{"Origin", "http://front.test"}});
    EXPECT_EQ(shop.header("Access-Control-Allow-Origin"), "http://front.test");
    EXPECT_EQ(shop.header("Access-Control-Allow-Credentials"), "true");
    EXPECT_NE(shop.header("Access-Control-Expose-Headers").find("Request-Id"), std::string::npos);
    EXPECT_EQ(shop.header("Vary"), "Origin");
    for (const std::string origin :
         {"http://evil.test", "null", "http://front.test:81", "http://front.tes"}) {
        const auto other = api.get("/api/plans", {{"Origin", origin}});
        EXPECT_EQ(other.header("Access-Control-Allow-Origin"), "") << origin;
        EXPECT_EQ(other.header("Vary"), "Origin");
    }
    EXPECT_EQ(
        api.get(
               "/nothing", {{"Origin", "http://front.test"}}
        ).header("Access-Control-Allow-Origin"),
        "http://front.test"
    );
}

TEST_F(HttpEdge, APreflightIsAnsweredForTheShopAlone) {
    const auto ask = [this](std::string origin, std::string path) {
        return api.ask(
            {"OPTIONS",
             std::move(path),
             "",
             {{"Origin", std::move(origin)}, {"Access-Control-Request-Method", "POST"}}}
        );
    };
    const auto shop = ask("http://front.test", "/api/payments");
    EXPECT_EQ(shop.status, 204);
    EXPECT_EQ(shop.header("Access-Control-Allow-Origin"), "http://front.test");
    EXPECT_EQ(shop.header("Access-Control-Allow-Methods"), "POST, GET, HEAD");
    EXPECT_NE(
        shop.header("Access-Control-Allow-Headers").find("Idempotency-Key"), std::string::npos
    );
    const auto evil = ask("http://evil.test", "/api/payments");
    EXPECT_EQ(evil.status, 403);
    EXPECT_EQ(evil.header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(ask("http://front.test", "/nothing").status, 404);
    EXPECT_EQ(api.ask({"OPTIONS", "/api/plans"}).header("Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(HttpEdge, TheCheckoutPageMayTalkToItsProviderAndNobodyElse) {
    const std::string path = "/checkout/" + std::string(32, 'a');
    for (const auto& tail :
         {"", "/success?paymentKey=k&orderId=o&amount=1", "/fail?code=USER_CANCEL", "/cancel"}) {
        const auto page = api.get(path + tail);
        EXPECT_EQ(page.status, 200) << tail;
        EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(page.header("Cache-Control"), "no-cache");
        EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
        EXPECT_EQ(page.header("Cross-Origin-Opener-Policy"), "same-origin-allow-popups");
        const auto policy = page.header("Content-Security-Policy");
        EXPECT_NE(policy.find("script-src 'self' http://toss.test;"), std::string::npos) << policy;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_NE(policy.find("report-uri /api/csp-reports"), std::string::npos);
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_EQ(policy.find("tosspayments.com"), std::string::npos);
    }
    EXPECT_EQ(api.get("/checkout/" + std::string(31, 'a')).status, 404);
    EXPECT_EQ(api.get(path + "/other").status, 404);
}

TEST_F(HttpEdge, WithRealKeysTheCheckoutPageTalksToTheRealProvider) {
    auto site = ApiStand::sandbox_site();
    site.mode = http::SiteMode::live;
    ApiStand live(site);
    const auto policy =
        live.get("/checkout/" + std::string(32, 'a')).header("Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self' https://js.tosspayments.com;"), std::string::npos)
        << policy;
    EXPECT_EQ(policy.find("sandbox"), std::string::npos);
    EXPECT_EQ(policy.find("toss.test"), std::string::npos);
}

TEST_F(HttpEdge, AnswersOfTheApiAreLockedDown) {
    for (const auto& answer : {api.get("/api/plans"), api.get("/api/me"), api.get("/nothing")}) {
        EXPECT_EQ(
            answer.header("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'"
        );
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
        EXPECT_EQ(answer.header("Cache-Control"), "no-store");
        EXPECT_EQ(answer.header("Strict-Transport-Security"), "");
        EXPECT_NE(answer.header("Permissions-Policy"), "");
    }
}

TEST_F(HttpEdge, AssetsAreServedWithTheirEncodingAndForGood) {
    const auto asset = api.get("/assets/checkout-1a2b.js", {{"Accept-Encoding", "br"}});
    EXPECT_EQ(asset.status, 200);
    EXPECT_EQ(asset.body, "s.br");
    EXPECT_EQ(asset.header("Content-Encoding"), "br");
    EXPECT_EQ(asset.header("Cache-Control"), "public, max-age=31536000, immutable");
    const auto known = api.get("/assets/checkout-1a2b.js", {{"If-None-Match", "\"s\""}});
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(api.get("/embed/payment-modal.js").header("Cache-Control"), "no-cache");
    const auto missing = api.get("/assets/checkout-old.js");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("Cache-Control"), "no-store");
    EXPECT_EQ(api.get("/favicon.ico").status, 404);
}

TEST_F(HttpEdge, TheCatalogueAndTheConfigurationArePublic) {
    const auto plans = api.get("/api/plans");
    EXPECT_EQ(
        member(plans, "data"),
        R"([{"id":"basic","name":"성격 검사 Basic","amount":9900,"currency":"KRW","vat":900},)"
        R"({"id":"plus","name":"성격 검사 Plus","amount":19900,"currency":"KRW","vat":1809}])"
    );
    EXPECT_EQ(
        api.get("/api/config").body,
        R"({"mode":"sandbox","providers":["toss"],"merchant":{"name":"K-TEST"},"currency":"KRW"})"
    );
    EXPECT_EQ(
        api.get("/api/payment/methods").body,
        R"({"data":[{"provider":"toss","flows":["widget","window"],"currencies":["KRW"]}]})"
    );
    EXPECT_EQ(
        api.get("/api/payment/methods?planId=basic").body, api.get("/api/payment/methods").body
    );
    EXPECT_EQ(api.get("/api/payment/methods?planId=none").status, 400);
    EXPECT_EQ(member(api.get("/"), "name"), "gyeol");
}

TEST_F(HttpEdge, HealthIsToldCheckByCheck) {
    EXPECT_EQ(api.get("/livez").status, 200);
    EXPECT_EQ(member(api.get("/readyz"), "status"), "ready");
    api.shop.store().test_set_reachable(false);
    const auto down = api.get("/readyz");
    EXPECT_EQ(down.status, 503);
    EXPECT_NE(
        member(down, "checks").find(R"({"name":"store","status":"not_ready")"), std::string::npos
    ) << down.body;
    EXPECT_EQ(api.get("/livez").status, 200);
    api.shop.store().test_set_reachable(true);
    api.handlers.begin_stop();
    EXPECT_EQ(api.get("/readyz").status, 503);
}

/// Collects what is noted while it lives.
class NotesHeard {
public:
    NotesHeard() {
        before_ = replace_note_sink(
            [this](NoteLevel, std::string_view name, const std::vector<NoteField>& fields) {
                text_ += name;
                for (const auto& field : fields)
                    text_ += fmt::format(" {}={}", field.name, field.value);
                text_ += '\n';
            }
        );
    }

    NotesHeard(const NotesHeard&) = delete;
    NotesHeard& operator=(const NotesHeard&) = delete;

    ~NotesHeard() { replace_note_sink(before_); }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    NoteSink before_;
    std::string text_;
};

TEST_F(HttpEdge, ACspReportIsNotedWithoutTheSecretsOfItsAddress) {
    const NotesHeard notes;
    const std::string legacy =
        R"({"csp-report":{"document-uri":"http://shop.test/checkout/0123456789abcdef0123456789abcdef/success?paymentKey=k",)"
        R"("effective-directive":"script-src","blocked-uri":"https://evil.test/x.js?stolen=1"}})";
    EXPECT_EQ(
        api.post("/api/csp-reports", legacy, {{"Content-Type", "application/csp-report"}}).status,
        204
    );
    const std::string modern =
        R"([{"type":"csp-violation","body":{"documentURL":"http://shop.test/checkout/0123456789abcdef0123456789abcdef",)"
        R"("effectiveDirective":"style-src","blockedURL":"inline"}}])";
    EXPECT_EQ(
        api.post("/api/csp-reports", modern, {{"Content-Type", "application/reports+json"}}).status,
        204
    );
    EXPECT_EQ(
        notes.text(),
        "csp.blocked directive=script-src blocked=https://evil.test page=/checkout\n"
        "csp.blocked directive=style-src blocked=inline page=/checkout\n"
    );
    EXPECT_EQ(api.post("/api/csp-reports", "gossip", {{"Content-Type", "text/plain"}}).status, 204);
    EXPECT_EQ(api.post("/api/csp-reports", std::string(10'000, 'x')).status, 413);
}

TEST_F(HttpEdge, AFloodOfCspReportsIsCut) {
    for (int count = 0; count < limits::csp_reports_max; ++count)
        api.begin({"POST", "/api/csp-reports", "{}"}).answer();
    const auto answer = api.post("/api/csp-reports", "{}");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.header("Retry-After"), "60");
}

TEST_F(HttpEdge, TheApiDescriptionNamesEveryRoute) {
    const auto answer = api.get("/openapi.json");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "application/json");
    const auto document = boost::json::parse(answer.body);
    const auto& paths = document.at("paths").as_object();
    std::size_t described = 0;
    for (const auto& path : paths)
        described += path.value().as_object().size();
    EXPECT_EQ(described, http::routes().size());
    for (const auto& route : http::routes()) {
        std::string path(route.path);
        if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
        const std::string method = route.method == http::Method::get     ? "get"
                                   : route.method == http::Method::patch ? "patch"
                                   : route.method == http::Method::del   ? "delete"
                                                                         : "post";
        ASSERT_TRUE(paths.contains(path)) << path;
        const auto* operation = paths.at(path).as_object().if_contains(method);
        ASSERT_NE(operation, nullptr) << method << " " << path;
        EXPECT_EQ(std::string_view(operation->at("summary").as_string()), route.summary);
    }
}

TEST(ApiPage, IsTheRouteTable) {
    const std::string path = GYEOL_SOURCE_DIR "/docs/api.md";
    if (std::getenv("GYEOL_WRITE_DOCS") != nullptr) std::ofstream(path) << http::write_api_page();
    std::stringstream page;
    page << std::ifstream(path).rdbuf();
    EXPECT_EQ(page.str(), http::write_api_page())
        << "Run this test with GYEOL_WRITE_DOCS=1 to write it again.";
}

}  // namespace
}  // namespace gyeol::test
