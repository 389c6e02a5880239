#include "domain/user.hpp"

#include "base/limits.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace std::chrono_literals;

const Instant noon = from_millis(1'772'334'000'000);

TEST(Email, IsComparedTrimmedAndInLowerCase) {
    EXPECT_EQ(*normalise_email("  Buyer.One@Shop.Example "), "buyer.one@shop.example");
    EXPECT_EQ(*normalise_email("결@shop.example"), "결@shop.example");
}

TEST(Email, WhatCannotBeAnAddressIsRefused) {
    for (const auto* email :
         {"",
          "@",
          "a",
          "a@",
          "@b.c",
          "a@b",
          "a@.b",
          "a@b.",
          "a@b@c.d",
          "a b@c.d",
          "a@b c.d",
          "a\n@b.c"}) {
        const auto normal = normalise_email(email);
        ASSERT_FALSE(normal) << email;
        EXPECT_EQ(normal.error().reason, "invalid_email");
    }
    const std::string domain_part = "@shop.example";
    const std::string local(limits::email_bytes_max - domain_part.size(), 'a');
    EXPECT_TRUE(normalise_email(local + domain_part));
    EXPECT_FALSE(normalise_email(local + 'a' + domain_part));
}

TEST(Session, ARevokedTokenIsDeadAndTheOthersLive) {
    const auto user = revoke_token(User{}, {"one", noon + 1h}, noon);
    EXPECT_FALSE(is_token_alive(user, "one", 1));
    EXPECT_TRUE(is_token_alive(user, "two", 1));
    EXPECT_FALSE(is_token_alive(user, "two", 2));
}

TEST(Session, ExpiredRevocationsAreForgotten) {
    auto user = revoke_token(User{}, {"one", noon + 1h}, noon);
    user = revoke_token(user, {"two", noon + 5h}, noon + 1h);
    ASSERT_EQ(user.revoked_tokens.size(), 1U);
    EXPECT_EQ(user.revoked_tokens.front().token_id, "two");
}

TEST(Session, TooManyRevocationsEndEveryToken) {
    User user;
    for (std::size_t count = 0; count < limits::revoked_tokens_max; ++count)
        user = revoke_token(user, {std::to_string(count), noon + 1h}, noon);
    EXPECT_TRUE(is_token_alive(user, "mine", 1));
    user = revoke_token(user, {"one more", noon + 1h}, noon);
    EXPECT_FALSE(is_token_alive(user, "mine", 1));
    EXPECT_FALSE(is_token_alive(user, "0", 1));
    EXPECT_TRUE(is_token_alive(user, "new", user.session_version));
}

TEST(Session, ANewPasswordEndsEveryToken) {
    auto user = revoke_token(User{}, {"one", noon + 1h}, noon);
    user = change_password(user, "hash");
    EXPECT_EQ(user.password_hash, "hash");
    EXPECT_FALSE(is_token_alive(user, "two", 1));
    EXPECT_FALSE(is_token_alive(user, "one", 1));
}

}  // namespace
}  // namespace gyeol::domain
