#include "sandbox/toss/pages.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace gyeol::sandbox::toss {
namespace {

TEST(TossPages, EveryPathHasItsFileAmongTheSources) {
    const std::filesystem::path web(GYEOL_WEB_SOURCES);
    for (const auto& page : all_pages())
        EXPECT_TRUE(std::filesystem::exists(web / page.asset)) << page.path;
    EXPECT_TRUE(std::filesystem::exists(web / find_page("/assets/sdk_core.js").value_or("")));
}

TEST(TossPages, TheApiAndWhatClimbsOutOfTheFolderAreNoPages) {
    for (const auto* path :
         {"/v1/payments/confirm", "/browser/sessions", "/assets/../window.html", "/", ""}) {
        EXPECT_EQ(find_page(path), std::nullopt) << path;
    }
}

TEST(TossPages, OnlyTheShopMayFrameThem) {
    const auto policy = page_policy("http://shop.test");
    EXPECT_TRUE(policy.ends_with("frame-ancestors 'self' http://shop.test")) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

}  // namespace
}  // namespace gyeol::sandbox::toss
