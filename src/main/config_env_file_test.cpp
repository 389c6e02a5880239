#include "main/config_env_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gyeol::program {
namespace {

using testing::HasSubstr;

/// Returns the value of the one line `A=...`.
std::string value_of(const std::string& text) {
    const auto file = parse_env_file(text);
    EXPECT_TRUE(file.problems.empty())
        << text << ": " << (file.problems.empty() ? "" : file.problems[0].what);
    const auto found = file.values.find("A");
    return found == file.values.end() ? "(none)" : found->second.value;
}

TEST(EnvFile, ALineIsReadAsDotenvReadsIt) {
    const struct {
        const char* text;
        const char* value;
    } rows[] = {
        {"A=b", "b"},
        {"A=", ""},
        {"  A =  b c  ", "b c"},
        {"export A=b", "b"},
        {"A=b # comment", "b"},
        {"A=b#c", "b#c"},
        {"A=#c", ""},
        {"A=mongodb://h/?a=b&c=d", "mongodb://h/?a=b&c=d"},
        {"A='b # \"c\" \\n'", "b # \"c\" \\n"},
        {"A=\"b # 'c' \\n\\\"d\\\" \\$e \\x\" # f", "b # 'c' \n\"d\" $e \\x"},
        {"A=\"\"", ""},
        {"A=$HOME", "$HOME"},
        {"\xEF\xBB\xBF"
         "A=b",
         "b"},
        {"A=b\r\n", "b"},
        {"A='b'\r\n", "b"},
        {"A=\xEA\xB2\xB0", "\xEA\xB2\xB0"},
        {"# A=c\n\n  # d\nA=b", "b"},
    };

    for (const auto& row : rows)
        EXPECT_EQ(value_of(row.text), row.value) << row.text;
}

TEST(EnvFile, LinesAreCountedFromOne) {
    const auto file = parse_env_file("# first\n\nA=1\r\nB=2");
    EXPECT_EQ(file.values.at("A").line, 3);
    EXPECT_EQ(file.values.at("B").line, 4);
}

TEST(EnvFile, ANameGivenTwiceIsRefusedWithBothLines) {
    const auto file = parse_env_file("A=1\nB=2\nA=3\n");
    ASSERT_EQ(file.problems.size(), 1U);
    EXPECT_EQ(file.problems[0].variable, ".env line 3");
    EXPECT_THAT(file.problems[0].what, HasSubstr("A is given twice, first on line 1"));
}

TEST(EnvFile, WhatIsNotUnderstoodIsToldWithItsLineAndHidesTheValue) {
    for (const std::string line : {
             "JWT SECRET=hidden",
             "1A=hidden",
             "=hidden",
             "hidden",
             "A-B=hidden",
             "A='hidden",
             "A=\"hidden",
             "A='b' hidden",
             "A=\"b\"hidden",
             "export",
             "A: hidden",
         }) {
        const auto file = parse_env_file("X=1\n" + line + "\nY=2");
        ASSERT_EQ(file.problems.size(), 1U) << line;
        EXPECT_EQ(file.problems[0].variable, ".env line 2");
        EXPECT_THAT(
            file.problems[0].what + file.problems[0].cure, testing::Not(HasSubstr("hidden"))
        );
        EXPECT_EQ(file.values.size(), 2U);
    }
}

}  // namespace
}  // namespace gyeol::program
