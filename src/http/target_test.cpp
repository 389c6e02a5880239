#include "http/target.hpp"

#include <gtest/gtest.h>

namespace gyeol::http {
namespace {

TEST(Target, SplitsPathAndQuery) {
    const auto target = parse_target("/api/payments?limit=2&cursor=a%20b");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/payments");
    EXPECT_EQ(target->query, "limit=2&cursor=a%20b");
    EXPECT_EQ(Query(target->query).find("cursor").value(), "a b");
    EXPECT_EQ(Query(target->query).find("other").value(), std::nullopt);
}

TEST(Target, TakesTheAbsoluteForm) {
    EXPECT_EQ(parse_target("http://shop.example/a?b")->path, "/a");
    EXPECT_EQ(parse_target("https://shop.example")->path, "/");
}

TEST(Target, DecodesNames) {
    EXPECT_EQ(parse_target("/%EA%B2%B0")->path, "/결");
}

class OddTarget : public testing::TestWithParam<std::string_view> {};

TEST_P(OddTarget, IsRefused) {
    const auto target = parse_target(GetParam());
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().reason, "invalid_path");
}

INSTANTIATE_TEST_SUITE_P(
    Tricks,
    OddTarget,
    testing::Values(
        "",
        "api",
        "/a/../b",
        "/..",
        "/a/.",
        "/a/%2e%2e/b",
        "/%2E%2e",
        "/a//b",
        "//evil.example",
        "/a%2fb",
        "/a%2Fb",
        "/a%5c..%5cb",
        "/a\\b",
        "/a%00.html",
        "/a%0d%0aSet-Cookie:x",
        "/a%7f",
        "/%",
        "/%1",
        "/%zz",
        "/%c0%ae%c0%ae/",
        "/%c1%9c",
        "/%e0%80%af",
        "/%f8%80%80%80%ae",
        "/%ff",
        "/%ed%a0%80",
        "/a#b",
        "http://shop.example/../b"
    )
);

TEST(Query, RefusesBrokenEncoding) {
    EXPECT_EQ(Query("cursor=%zz").find("cursor").error().reason, "invalid_query");
    EXPECT_EQ(Query("cursor=%ff").find("cursor").error().reason, "invalid_query");
    EXPECT_EQ(Query("a=1&cursor=%00").find("cursor").error().reason, "invalid_query");
}

}  // namespace
}  // namespace gyeol::http
