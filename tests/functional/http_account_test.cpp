// Accounts over HTTP: sign-up, sign-in, tokens and cookies, and everything a forger may try.
#include "functional/api_stand.hpp"
#include "platform/digest.hpp"

#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;

class HttpAccounts : public testing::Test {
protected:
    http::test::Answer signs_in(std::string_view email, std::string_view password) {
        return api.post(
            "/api/auth/login", fmt::format(R"({{"email":"{}","password":"{}"}})", email, password)
        );
    }

    http::test::Answer registers_with(const std::string& body) {
        return api.post("/api/auth/register", body);
    }

    ApiStand api;
};

TEST_F(HttpAccounts, RegisteringAnswersTheUserAndAToken) {
    const auto answer = registers_with(
        R"({"email":"Kim@Shop.example","password":"a long enough password","name":"김결","phone":"010-1234-5678"})"
    );
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(member(answer, "user.email"), "kim@shop.example");
    EXPECT_EQ(member(answer, "user.phone"), "010-1234-5678");
    EXPECT_EQ(member(answer, "user.subscription.plan"), "free");
    EXPECT_EQ(member(answer, "user.subscription.status"), "inactive");
    EXPECT_EQ(member(answer, "user.subscription.autoRenew"), "false");
    EXPECT_NE(member(answer, "user.lastLogin"), "");
    EXPECT_EQ(answer.body.find("password"), std::string::npos);
    EXPECT_NE(member(answer, "token"), "");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");

    const auto cookie = answer.header("Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("gyeol_session=" + member(answer, "token") + ";"));
    EXPECT_NE(cookie.find("; HttpOnly; SameSite=Lax"), std::string::npos);
    EXPECT_NE(cookie.find("Path=/; Max-Age=604800"), std::string::npos);
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
}

TEST_F(HttpAccounts, AnEmailAddressIsTakenOnce) {
    api.registers();
    const auto again = registers_with(
        R"({"email":"BUYER@shop.example","password":"another password","name":"이결"})"
    );
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(member(again, "code"), "email_taken");
}

struct BadBody {
    std::string_view body;
    std::string_view code;
    std::string_view param;
};

class BadRegistration : public HttpAccounts, public testing::WithParamInterface<BadBody> {};

TEST_P(BadRegistration, IsRefusedWithTheMemberThatIsWrong) {
    const auto answer = registers_with(std::string(GetParam().body));
    EXPECT_EQ(answer.status, 400) << GetParam().body;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(member(answer, "code"), GetParam().code) << answer.body;
    EXPECT_EQ(member(answer, "param"), GetParam().param) << answer.body;
    EXPECT_EQ(member(answer, "requestId"), answer.header("Request-Id"));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies,
    BadRegistration,
    testing::Values(
        BadBody{"{", "invalid_json", ""},
        BadBody{"[]", "invalid_json", ""},
        BadBody{"null", "invalid_json", ""},
        BadBody{R"({"email":"a@b.example"} x)", "invalid_json", ""},
        BadBody{"{\"email\":\"\xFF\"}", "invalid_json", ""},
        BadBody{R"({"email":"a@b.example","password":"long enough"})", "missing_field", "name"},
        BadBody{R"({"email":7,"password":"long enough","name":"a"})", "wrong_type", "email"},
        BadBody{
            R"({"email":"a@b.example","password":"long enough","name":"a","role":"operator"})",
            "unknown_field",
            "role"},
        BadBody{
            R"({"email":"nobody","password":"long enough","name":"a"})", "invalid_email", "email"},
        BadBody{
            R"({"email":"a@b.example","password":"short","name":"a"})",
            "invalid_password",
            "password"},
        BadBody{
            R"({"email":"a@b.example","password":"long enough","name":"a\u0000b"})",
            "invalid_text",
            "name"}
    )
);

TEST_F(HttpAccounts, AnUnknownAddressAndAWrongPasswordAreAnsweredAlike) {
    api.registers();
    const auto wrong = signs_in("buyer@shop.example", "not the password");
    const auto unknown = signs_in("nobody@shop.example", "not the password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(member(wrong, "code"), "sign_in_failed");
    EXPECT_EQ(member(wrong, "detail"), member(unknown, "detail"));
    EXPECT_NE(wrong.header("WWW-Authenticate"), "");
    EXPECT_EQ(api.shop.passwords().verified(), 2);
    EXPECT_EQ(signs_in("buyer@shop.example", "a long enough password").status, 200);
}

TEST_F(HttpAccounts, GuessingIsSlowedDown) {
    api.registers();
    for (int guess = 0; guess < limits::sign_in_failures_per_account; ++guess) {
        EXPECT_EQ(signs_in("buyer@shop.example", "guess").status, 401);
    }
    const auto refused = signs_in("buyer@shop.example", "a long enough password");
    EXPECT_EQ(refused.status, 429);
    EXPECT_NE(refused.header("Retry-After"), "");
    api.shop.passes(limits::sign_in_window + 1s);
    EXPECT_EQ(signs_in("buyer@shop.example", "a long enough password").status, 200);
}

TEST_F(HttpAccounts, AProfileIsReadAndChangedByItsOwner) {
    const auto buyer = api.registers();
    EXPECT_EQ(member(api.get("/api/me", {buyer.bearer()}), "name"), "김결");
    const auto changed =
        api.ask({"PATCH", "/api/me", R"({"name":"박결","phone":"010-0000-0000"})", {buyer.bearer()}}
        );
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(member(api.get("/api/me", {buyer.bearer()}), "name"), "박결");
    const auto odd =
        api.ask({"PATCH", "/api/me", R"({"email":"new@shop.example"})", {buyer.bearer()}});
    EXPECT_EQ(member(odd, "code"), "unknown_field");
}

TEST_F(HttpAccounts, SigningOutEndsThisTokenOnly) {
    const auto first = api.registers();
    const Buyer second{
        member(signs_in("buyer@shop.example", "a long enough password"), "token"), first.id};
    const auto out = api.post("/api/auth/logout", "", {first.bearer()});
    EXPECT_EQ(out.status, 204);
    EXPECT_NE(
        out.header("Set-Cookie").find("gyeol_session=; Path=/; Max-Age=0"), std::string::npos
    );
    const auto dead = api.get("/api/me", {first.bearer()});
    EXPECT_EQ(dead.status, 401);
    EXPECT_EQ(member(dead, "code"), "token_revoked");
    EXPECT_EQ(api.get("/api/me", {second.bearer()}).status, 200);
}

TEST_F(HttpAccounts, ANewPasswordEndsEveryToken) {
    const auto buyer = api.registers();
    const auto wrong = api.post(
        "/api/auth/password",
        R"({"currentPassword":"nope","newPassword":"a newer password"})",
        {buyer.bearer()}
    );
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(member(wrong, "code"), "wrong_password");
    const auto changed = api.post(
        "/api/auth/password",
        R"({"currentPassword":"a long enough password","newPassword":"a newer password"})",
        {buyer.bearer()}
    );
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(api.get("/api/me", {buyer.bearer()}).status, 401);
    EXPECT_EQ(
        api.get("/api/me", {{"Authorization", "Bearer " + member(changed, "token")}}).status, 200
    );
    EXPECT_EQ(signs_in("buyer@shop.example", "a newer password").status, 200);
}

TEST_F(HttpAccounts, ATokenExpires) {
    const auto buyer = api.registers();
    api.shop.passes(std::chrono::hours(24 * 7) + 1s);
    const auto late = api.get("/api/me", {buyer.bearer()});
    EXPECT_EQ(late.status, 401);
    EXPECT_EQ(member(late, "code"), "token_expired");
    EXPECT_NE(late.header("WWW-Authenticate").find("invalid_token"), std::string::npos);
}

TEST_F(HttpAccounts, AForgedTokenOpensNothing) {
    const auto buyer = api.registers();
    const auto dot = buyer.token.find('.');
    const auto claims = buyer.token.substr(dot + 1, buyer.token.rfind('.') - dot - 1);
    const auto none =
        platform::write_base64url(R"({"alg":"none","typ":"JWT"})") + "." + claims + ".";
    const auto head = buyer.token.substr(0, dot);
    const platform::HmacSha256 other_key{Secret("another signing secret, 32 bytes long")};
    const auto signature = other_key.digest(head + "." + claims);
    const auto other =
        head + "." + claims + "." + platform::write_base64url(platform::text_of(signature));
    auto altered = buyer.token;
    altered[dot + 5] = altered[dot + 5] == 'A' ? 'B' : 'A';
    for (const auto& forged :
         {none, other, altered, std::string("x"), std::string("a.b.c"), buyer.token + "x"}) {
        const auto answer = api.get("/api/me", {{"Authorization", "Bearer " + forged}});
        EXPECT_EQ(answer.status, 401) << forged;
        EXPECT_EQ(member(answer, "code"), "token_invalid") << forged;
    }
    EXPECT_EQ(api.get("/api/me", {{"Authorization", "Basic " + buyer.token}}).status, 401);
    EXPECT_EQ(member(api.get("/api/me"), "code"), "sign_in_required");
}

TEST_F(HttpAccounts, ACookieReadsButChangesOnlyForPagesOfOursAndTheShops) {
    const auto buyer = api.registers();
    EXPECT_EQ(api.get("/api/me", {buyer.cookie()}).status, 200);
    const auto patch = [&](std::vector<Header> headers) {
        headers.push_back(buyer.cookie());
        return api.ask({"PATCH", "/api/me", R"({"name":"결"})", std::move(headers)});
    };
    EXPECT_EQ(patch({{"Origin", "http://front.test"}}).status, 200);
    EXPECT_EQ(patch({{"Origin", "http://shop.test"}}).status, 200);
    for (const std::string origin :
         {"http://evil.test", "http://front.test.evil.test", "https://front.test", "null"}) {
        const auto refused = patch({{"Origin", origin}});
        EXPECT_EQ(refused.status, 403) << origin;
        EXPECT_EQ(member(refused, "code"), "origin_mismatch");
    }
    EXPECT_EQ(patch({}).status, 403);
    const auto bearer = api.ask(
        {"PATCH", "/api/me", R"({"name":"결"})", {buyer.bearer(), {"Origin", "http://evil.test"}}}
    );
    EXPECT_EQ(bearer.status, 200);
}

TEST_F(HttpAccounts, TheCookieInsistsOnHttpsWhereBrowsersComeByIt) {
    auto site = ApiStand::sandbox_site();
    site.public_url = "https://shop.test";
    ApiStand secure(site);
    const auto answer = secure.post(
        "/api/auth/register",
        R"({"email":"a@shop.example","password":"a long enough password","name":"김결"})"
    );
    EXPECT_TRUE(answer.header("Set-Cookie").ends_with("; Secure"));
    EXPECT_EQ(answer.header("Strict-Transport-Security"), "max-age=31536000");
}

}  // namespace
}  // namespace gyeol::test
