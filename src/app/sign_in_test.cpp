// Accounts, as their owners and those who guess see them.
#include "base/limits.hpp"
#include "support/shop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;

class Accounts : public testing::Test {
protected:
    Result<app::SignedIn> registers(std::string email, std::string password = "sesame sesame") {
        return shop.runs(shop.app().register_user({
            .email = std::move(email),
            .password = Secret(std::move(password)),
            .name = "김결",
            .phone = "010-0000-0000",
        }));
    }

    Result<app::Caller> caller(const app::SignedIn& signed_in) {
        return shop.runs(shop.app().authenticate(signed_in.token));
    }

    std::string why_refused(const app::SignedIn& signed_in) {
        const auto found = caller(signed_in);
        return found ? "let in" : found.error().reason;
    }

    Shop shop;
};

TEST_F(Accounts, AnEmailAddressIsOneAccountHoweverItIsWritten) {
    const auto first = registers("  Buyer@Shop.Example ");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->user.email, "buyer@shop.example");
    const auto second = registers("BUYER@shop.example");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_EQ(second.error().reason, "email_taken");
    const auto signed_in = shop.signs_in("BUYER@SHOP.EXAMPLE", "sesame sesame");
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->user.id, first->user.id);
}

TEST_F(Accounts, ANewUserHasTheTutorialsSubscriptionAndACustomerKeyThatTellsNothing) {
    const auto user = registers("buyer@shop.example")->user;
    EXPECT_EQ(user.subscription, domain::SubscriptionSummary());
    EXPECT_EQ(user.subscription.plan, "free");
    EXPECT_EQ(user.subscription.status, "inactive");
    EXPECT_FALSE(user.subscription.auto_renew);
    EXPECT_EQ(user.last_login, user.created_at);
    EXPECT_EQ(user.customer_key.size(), std::string("cus_").size() + 32);
    EXPECT_EQ(user.customer_key.find("buyer"), std::string::npos);
    EXPECT_NE(user.customer_key, registers("other@shop.example")->user.customer_key);
}

TEST_F(Accounts, SigningInIsRememberedAsTheLastLogin) {
    const auto registered = registers("buyer@shop.example");
    shop.passes(3h);
    const auto signed_in = shop.signs_in("buyer@shop.example", "sesame sesame");
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->user.last_login, shop.now());
    EXPECT_EQ(signed_in->user.created_at, registered->user.created_at);
    EXPECT_EQ(signed_in->user.customer_key, registered->user.customer_key);
}

TEST_F(Accounts, AnUnknownAddressCostsTheSameWorkAndGetsTheSameAnswerAsAWrongPassword) {
    registers("buyer@shop.example").value();
    const auto before = shop.passwords().verified();
    const auto unknown = shop.signs_in("nobody@shop.example", "wrong password");
    EXPECT_EQ(shop.passwords().verified(), before + 1);
    const auto wrong = shop.signs_in("buyer@shop.example", "wrong password");
    EXPECT_EQ(shop.passwords().verified(), before + 2);
    const auto no_address = shop.signs_in("nonsense", "wrong password");
    EXPECT_EQ(shop.passwords().verified(), before + 3);
    ASSERT_FALSE(unknown);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(unknown.error(), wrong.error());
    EXPECT_EQ(no_address.error(), wrong.error());
    EXPECT_EQ(wrong.error().code, ErrorCode::unauthenticated);
}

TEST_F(Accounts, GuessingOneAccountIsStoppedEvenFromManyAddressesAndWithTheRightPassword) {
    registers("buyer@shop.example").value();
    for (int guess = 0; guess < limits::sign_in_failures_per_account; ++guess) {
        const auto from = fmt::format("203.0.113.{}", guess);
        EXPECT_EQ(
            shop.signs_in("Buyer@shop.example", "wrong password", from).error().reason,
            "sign_in_failed"
        );
    }
    shop.passes(5min);
    const auto verified = shop.passwords().verified();
    const auto stopped = shop.signs_in("buyer@shop.example", "sesame sesame", "198.51.100.1");
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::too_many);
    EXPECT_EQ(stopped.error().retry_after_s, 600);
    EXPECT_EQ(shop.passwords().verified(), verified) << "a stopped try is no work";
    shop.passes(std::chrono::seconds(stopped.error().retry_after_s));
    EXPECT_TRUE(shop.signs_in("buyer@shop.example", "sesame sesame", "198.51.100.1"));
}

TEST_F(Accounts, AnUnknownAccountIsThrottledLikeAKnownOne) {
    for (int guess = 0; guess < limits::sign_in_failures_per_account; ++guess)
        EXPECT_FALSE(shop.signs_in("nobody@shop.example"));
    EXPECT_EQ(shop.signs_in("nobody@shop.example").error().code, ErrorCode::too_many);
}

TEST_F(Accounts, GuessingManyAccountsFromOneAddressIsStoppedAndAKnownPasswordFreesNobody) {
    registers("mine@shop.example").value();
    registers("other@shop.example").value();
    for (int guess = 1; guess <= limits::sign_in_failures_per_address; ++guess) {
        EXPECT_FALSE(shop.signs_in(fmt::format("victim{}@shop.example", guess), "password"));
        if (guess % 10 == 0 && guess < limits::sign_in_failures_per_address) {
            EXPECT_TRUE(shop.signs_in("mine@shop.example", "sesame sesame"));
        }
    }
    EXPECT_EQ(
        shop.signs_in("mine@shop.example", "sesame sesame").error().code, ErrorCode::too_many
    );
    EXPECT_TRUE(shop.signs_in("other@shop.example", "sesame sesame", "198.51.100.1"));
}

TEST_F(Accounts, SigningOutEndsOneToken) {
    registers("buyer@shop.example").value();
    const auto phone = shop.signs_in("buyer@shop.example", "sesame sesame").value();
    shop.passes(1s);
    const auto laptop = shop.signs_in("buyer@shop.example", "sesame sesame").value();
    EXPECT_TRUE(shop.runs(shop.app().sign_out(caller(phone).value())));
    EXPECT_EQ(why_refused(phone), "token_revoked");
    EXPECT_EQ(why_refused(laptop), "let in");
}

TEST_F(Accounts, ANewPasswordEndsEveryTokenButTheOneItGives) {
    const auto first = registers("buyer@shop.example").value();
    const auto second = shop.signs_in("buyer@shop.example", "sesame sesame").value();
    const auto changed = shop.runs(shop.app().change_password(
        caller(second).value(), {.current = Secret("sesame sesame"), .next = Secret("open poppy")}
    ));
    ASSERT_TRUE(changed);
    EXPECT_EQ(why_refused(first), "token_revoked");
    EXPECT_EQ(why_refused(second), "token_revoked");
    EXPECT_EQ(why_refused(*changed), "let in");
    EXPECT_FALSE(shop.signs_in("buyer@shop.example", "sesame sesame"));
    EXPECT_TRUE(shop.signs_in("buyer@shop.example", "open poppy"));
}

TEST_F(Accounts, AStolenTokenIsNoWayToGuessThePassword) {
    const auto signed_in = registers("buyer@shop.example").value();
    const auto guess = [this, &signed_in] {
        return shop.runs(shop.app().change_password(
            caller(signed_in).value(), {.current = Secret("a guess"), .next = Secret("open poppy")}
        ));
    };
    for (int tries = 0; tries < limits::sign_in_failures_per_account; ++tries)
        EXPECT_EQ(guess().error().reason, "wrong_password");
    EXPECT_EQ(guess().error().code, ErrorCode::too_many);
    EXPECT_EQ(why_refused(signed_in), "let in");
}

TEST_F(Accounts, ATokenEndsWithItsTime) {
    const auto signed_in = registers("buyer@shop.example").value();
    shop.passes(std::chrono::days(7) - 1min);
    EXPECT_EQ(why_refused(signed_in), "let in");
    shop.passes(2min);
    EXPECT_EQ(why_refused(signed_in), "token_expired");
}

TEST_F(Accounts, ABuyerReadsTheirOwnPaymentsOnly) {
    const auto mine = shop.registers("mine@shop.example");
    const auto other = shop.registers("other@shop.example");
    const auto order = shop.starts(mine);
    EXPECT_TRUE(shop.runs(shop.app().read_payment(mine.id, order.id())));
    const auto read = shop.runs(shop.app().read_payment(other.id, order.id()));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::not_found);
    EXPECT_EQ(
        shop.runs(shop.app().cancel_payment(other.id, order.id())).error().code,
        ErrorCode::not_found
    );
    const auto listed = shop.runs(shop.app().list_payments(other.id, {}, 10));
    ASSERT_TRUE(listed);
    EXPECT_TRUE(listed->payments.empty());
}

}  // namespace
}  // namespace gyeol::test
