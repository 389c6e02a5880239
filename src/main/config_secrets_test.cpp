#include "main/config_secrets.hpp"

#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace gyeol::program {
namespace {

namespace fs = std::filesystem;

TEST(KeptSecrets, AreMadeOnceAndReadableByTheirOwnerOnly) {
    const test::Folder folder;
    const auto data = folder.file("new/data");
    const auto made = keep_secrets(data);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->jwt_secret.reveal().size(), 64U);
    EXPECT_EQ(made->encryption_key.reveal().size(), 64U);
    EXPECT_FALSE(made->jwt_secret == made->encryption_key);
    const auto again = keep_secrets(data);
    EXPECT_EQ(again->jwt_secret, made->jwt_secret);
    EXPECT_EQ(again->encryption_key, made->encryption_key);
    const auto mode = fs::status(data + "/secrets.json").permissions();
    EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(std::distance(fs::directory_iterator(data), fs::directory_iterator()), 1)
        << "no draft stays behind";
}

TEST(KeptSecrets, AllWhoMakeThemAtOnceGetTheSame) {
    const test::Folder folder;
    std::vector<std::string> seen(8);
    std::vector<std::thread> threads;
    for (auto& mine : seen) {
        threads.emplace_back([&] {
            mine = keep_secrets(folder.file("data"))->encryption_key.reveal();
        });
    }
    for (auto& thread : threads)
        thread.join();
    EXPECT_THAT(seen, testing::Each(seen.front()));
}

TEST(KeptSecrets, ADamagedFileIsNeverReplaced) {
    for (const std::string text :
         {"", "{", "[]", R"({"jwtSecret":"a"})", R"({"jwtSecret":1,"encryptionKey":"b"})"}) {
        const test::Folder folder;
        std::ofstream(folder.file("secrets.json")) << text;
        const auto kept = keep_secrets(folder.path().string());
        ASSERT_FALSE(kept) << text;
        EXPECT_EQ(kept.error().code, ErrorCode::unavailable);
        EXPECT_THAT(kept.error().detail, testing::HasSubstr("secrets.json"));
        EXPECT_EQ(fs::file_size(folder.file("secrets.json")), text.size());
    }
}

TEST(KeptSecrets, AFolderThatCannotBeMadeIsTold) {
    const auto kept = keep_secrets("/proc/no/data");
    ASSERT_FALSE(kept);
    EXPECT_THAT(kept.error().detail, testing::HasSubstr("/proc/no/data"));
}

}  // namespace
}  // namespace gyeol::program
