#include "http/static_files.hpp"

#include "support/http_stand.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>

namespace gyeol::http {
namespace {

constexpr std::array<StaticFile, 4> files{{
    {"assets/app-1a2b.js",
     "text/javascript; charset=utf-8",
     {"plain", "\"a\""},
     {"brotli", "\"a-br\""},
     {"gzipped", "\"a-gz\""}},
    {"assets/font.woff2", "font/woff2", {"font", "\"f\""}, {}, {}},
    {"checkout.html", "text/html; charset=utf-8", {"<p>", "\"c\""}, {}, {"zipped", "\"c-gz\""}},
    {"demo/index.html", "text/html; charset=utf-8", {"demo", "\"d\""}, {}, {}},
}};

std::string header(const Response& response, std::string_view name) {
    for (const auto& each : response.headers) {
        if (each.name == name) return each.value;
    }
    return "";
}

/// A client that takes these encodings.
struct Taking {
    std::string_view encodings;
};

std::string_view content_for(std::string_view path, Taking client) {
    HeaderFields headers;
    headers.add("Accept-Encoding", client.encodings);
    const auto response = StaticFiles(files).find(path, headers);
    return response ? response->content() : "none";
}

TEST(StaticFiles, ChoosesTheEncodingThatIsWantedMost) {
    constexpr std::string_view app = "assets/app-1a2b.js";
    EXPECT_EQ(content_for(app, {"gzip, deflate, br"}), "brotli");
    EXPECT_EQ(content_for(app, {"gzip"}), "gzipped");
    EXPECT_EQ(content_for(app, {"GZIP;q=1.0, br;q=0.5"}), "gzipped");
    EXPECT_EQ(content_for(app, {"br;q=0, gzip;q=0.001"}), "gzipped");
    EXPECT_EQ(content_for(app, {"*"}), "brotli");
    EXPECT_EQ(content_for(app, {"*;q=0"}), "plain");
    EXPECT_EQ(content_for(app, {"br;q=0, *;q=0.3"}), "gzipped");
    EXPECT_EQ(content_for(app, {"identity, gzip;q=0.9"}), "plain");
    EXPECT_EQ(content_for(app, {"gzip;q=1.5.2, br;q=x"}), "plain");
    EXPECT_EQ(content_for(app, {"deflate"}), "plain");
    EXPECT_EQ(content_for(app, {""}), "plain");
    EXPECT_EQ(content_for("checkout.html", {"br, gzip;q=0.1"}), "zipped");
    EXPECT_EQ(content_for("assets/font.woff2", {"br, gzip"}), "font");
}

TEST(StaticFiles, KeepsHashedNamesForGoodAndAsksAgainForPages) {
    const StaticFiles served{std::span<const StaticFile>(files)};
    EXPECT_EQ(
        header(*served.find("assets/font.woff2", {}), "Cache-Control"),
        "public, max-age=31536000, immutable"
    );
    EXPECT_EQ(header(*served.find("checkout.html", {}), "Cache-Control"), "no-cache");
    EXPECT_EQ(header(*served.find("checkout.html", {}), "Vary"), "Accept-Encoding");
}

TEST(StaticFiles, AnswersNotModifiedForTheVariantTheClientHas) {
    HeaderFields headers;
    headers.add("Accept-Encoding", "br");
    headers.add("If-None-Match", R"("other", W/"a-br")");
    const auto known = StaticFiles(files).find("assets/app-1a2b.js", headers);
    ASSERT_TRUE(known);
    EXPECT_EQ(known->status, 304);
    EXPECT_EQ(header(*known, "ETag"), "\"a-br\"");
    EXPECT_TRUE(known->content().empty());

    HeaderFields other;
    other.add("Accept-Encoding", "gzip");
    other.add("If-None-Match", "\"a-br\"");
    EXPECT_EQ(StaticFiles(files).find("assets/app-1a2b.js", other)->status, 200);
    EXPECT_TRUE(names_variant("*", {"plain", R"("a")"}));
    EXPECT_FALSE(names_variant("a", {"plain", R"("a")"}));
}

TEST(StaticFiles, HasOnlyWhatIsInTheTable) {
    for (const std::string_view path :
         {"", "assets", "assets/", "checkout.htm", "checkout.html/", "zzz"}) {
        EXPECT_FALSE(StaticFiles(files).find(path, {})) << path;
    }
    EXPECT_FALSE(StaticFiles(std::span<const StaticFile>()).find("checkout.html", {}));
}

TEST(StaticFiles, ReadsAFolderAsItIsNow) {
    const auto root = std::filesystem::temp_directory_path() / "gyeol_static_files_test";
    std::filesystem::create_directories(root / "assets");
    const auto write = [&root](const char* text) {
        std::FILE* file = std::fopen((root / "assets/a.js").c_str(), "wb");
        std::fputs(text, file);
        std::fclose(file);
    };
    const StaticFiles served(root.string());
    write("one");
    const auto first = served.find("assets/a.js", {});
    write("number two");
    const auto second = served.find("assets/a.js", {});
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->content(), "one");
    EXPECT_EQ(second->content(), "number two");
    EXPECT_NE(header(*first, "ETag"), header(*second, "ETag"));
    EXPECT_FALSE(served.find("assets", {}));
    EXPECT_FALSE(served.find("assets/b.js", {}));
    std::filesystem::remove_all(root);
}

TEST(StaticSite, ServesItsFolderAndNothingElse) {
    const StaticFiles served{std::span<const StaticFile>(files)};
    StaticSite site(served, "demo/", "X-Frame-Options: DENY\r\n");
    test::Stand stand(site);
    auto client = stand.connect();
    const auto page = client.ask("GET / HTTP/1.1\r\nHost: demo\r\n\r\n");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->body, "demo");
    EXPECT_EQ(page->header("X-Frame-Options"), "DENY");
    EXPECT_EQ(client.ask("GET /checkout.html HTTP/1.1\r\nHost: demo\r\n\r\n")->status, 404);
    EXPECT_EQ(client.ask("GET /%2e%2e/checkout.html HTTP/1.1\r\nHost: demo\r\n\r\n")->status, 400);
    EXPECT_EQ(
        client.ask("POST / HTTP/1.1\r\nHost: demo\r\nContent-Length: 0\r\n\r\n")->status, 405
    );
    client.send("GET / HTTP/1.1\r\nHost: demo\r\nIf-None-Match: \"d\"\r\n\r\n");
    const auto known = client.answer(true);
    EXPECT_EQ(known->status, 304);
    EXPECT_EQ(known->header("Content-Length"), "");
}

TEST(StaticSite, SaysWhenTheWebFilesAreMissing) {
    const StaticFiles nothing{std::span<const StaticFile>()};
    StaticSite site(nothing, "demo/", "");
    test::Stand stand(site);
    auto client = stand.connect();
    const auto page = client.ask("GET / HTTP/1.1\r\nHost: demo\r\n\r\n");
    EXPECT_EQ(page->status, 503);
    EXPECT_NE(page->body.find("not built"), std::string::npos);
}

TEST(EmbeddedFiles, AreSortedSoThatTheyAreFound) {
    const auto table = embedded_files();
    for (std::size_t at = 1; at < table.size(); ++at)
        EXPECT_LT(table[at - 1].path, table[at].path);
    for (const auto& file : table) {
        const auto found = StaticFiles(table).find(file.path, {});
        ASSERT_TRUE(found) << file.path;
        EXPECT_EQ(found->content(), file.plain.bytes);
    }
}

}  // namespace
}  // namespace gyeol::http
