// Kills the process at its Nth step between memory, store and provider, starts it again on what is left,
// lets the buyer and the provider do what they would do, reconciles and audits; N = 0, 1, 2 ... until a
// run passes no further step. No step may lose a payment or charge twice.
#include "support/auditor.hpp"
#include "support/intent_provider.hpp"
#include "support/shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gyeol::test {
namespace {

using domain::PaymentStatus;
using ::testing::IsEmpty;

/// A story in two parts: what may be interrupted, and what people do after the process is back.
struct Story {
    Shop shop;
    domain::User buyer;
    std::optional<Order> order;
    bool died = false;
};

using Part = void (*)(Story&);

/// Runs `part` and kills the process at its step number `fatal`. Returns whether it got that far.
bool runs_until_step(Story& story, Part part, int fatal, std::string& where) {
    int step = 0;
    test_set_point_visitor([&step, fatal, &where](std::string_view name) {
        if (step++ != fatal) return;
        where = name;
        throw Crashed();
    });
    try {
        part(story);
        story.shop.settles_down();
    } catch (const Crashed&) {
        story.shop.crashes();
        return true;
    }
    test_set_point_visitor({});
    return false;
}

/// Returns how many steps were died at.
int crashes_at_every_step(Part before, Part interrupted, Part after, Part check) {
    for (int fatal = 0;; ++fatal) {
        Story story;
        story.buyer = story.shop.registers();
        before(story);
        std::string where = "nowhere";
        story.died = runs_until_step(story, interrupted, fatal, where);
        SCOPED_TRACE(fmt::format("killed at step {}, {}", fatal, where));
        after(story);
        story.shop.passes(std::chrono::days(2));
        check(story);
        EXPECT_THAT(audit(story.shop), IsEmpty());
        if (!story.died || ::testing::Test::HasFailure()) return fatal;
    }
}

void nothing(Story&) {}

void buyer_authenticates_a_card(Story& story) {
    story.order = story.shop.authenticates(story.shop.starts(story.buyer));
}

void buyer_chooses_a_virtual_account(Story& story) {
    story.order = story.shop.authenticates(story.shop.starts(story.buyer), Means::virtual_account);
}

void browser_confirms(Story& story) {
    const auto confirmed = story.shop.confirms(*story.order);
    ASSERT_TRUE(confirmed) << confirmed.error().reason;
}

/// The page that waits asks again: a reload, or a buyer who presses the button once more.
void browser_comes_back(Story& story) {
    const auto again = story.shop.confirms(*story.order);
    ASSERT_TRUE(again) << again.error().reason;
}

/// Whatever step was fatal: money the provider took is a completed payment of ours, and where it took
/// none (killed before the request left, the window then closed) nothing is granted.
void books_agree(Story& story) {
    const auto payment = story.shop.payment(*story.order);
    const auto taken = story.shop.taken(story.order->order_id());
    EXPECT_TRUE(taken == 0 || taken == 9'900) << taken;
    EXPECT_EQ(payment.status == PaymentStatus::completed, taken == 9'900) << word(payment.status);
    EXPECT_EQ(story.shop.captures(story.order->order_id()), taken == 0 ? 0 : 1);
    if (!story.died) {
        EXPECT_EQ(word(payment.status), word(PaymentStatus::completed));
    }
}

void payment_is_completed_once(Story& story) {
    books_agree(story);
    EXPECT_EQ(story.shop.taken(story.order->order_id()), 9'900);
}

TEST(CrashAtEveryStep, ConfirmNeverLosesACharge) {
    // The buyer comes back after the crash, as a waiting page does.
    const auto steps = crashes_at_every_step(
        buyer_authenticates_a_card, browser_confirms, browser_comes_back, books_agree
    );
    EXPECT_GE(steps, 6);
}

TEST(CrashAtEveryStep, ConfirmIsFinishedEvenWhenTheBuyerNeverComesBack) {
    EXPECT_GE(
        crashes_at_every_step(buyer_authenticates_a_card, browser_confirms, nothing, books_agree), 6
    );
}

TEST(CrashAtEveryStep, VirtualAccountIsIssuedOnceAndItsDepositFound) {
    const auto deposit = [](Story& story) {
        browser_comes_back(story);
        story.shop.passes(std::chrono::minutes(5));
        // Killed before the request left, there is no account to pay into.
        const bool issued =
            story.shop.payment(*story.order).status == PaymentStatus::waiting_for_deposit;
        if (issued) story.shop.at_the_bank("deposit", *story.order);
    };
    const auto steps = crashes_at_every_step(
        buyer_chooses_a_virtual_account, browser_confirms, deposit, books_agree
    );
    EXPECT_GE(steps, 6);
}

TEST(CrashAtEveryStep, ADepositToldByWebhookIsNeverLost) {
    const auto waiting = [](Story& story) {
        buyer_chooses_a_virtual_account(story);
        browser_confirms(story);
        story.shop.settles_down();
    };
    const auto deposit = [](Story& story) { story.shop.at_the_bank("deposit", *story.order); };
    EXPECT_GE(crashes_at_every_step(waiting, deposit, nothing, payment_is_completed_once), 4);
}

TEST(CrashAtEveryStep, AWebhookThatIsFasterThanTheRedirectDecidesNothingTwice) {
    // The reply of the confirm is slow: the webhook about it arrives while the attempt is open.
    const auto slow_reply = [](Story& story) {
        buyer_authenticates_a_card(story);
        story.shop.sandbox().script(
            {sandbox::toss::Operation::confirm,
             {{sandbox::FaultKind::delay, std::chrono::seconds(20)}}}
        );
    };
    const auto steps =
        crashes_at_every_step(slow_reply, browser_confirms, browser_comes_back, books_agree);
    EXPECT_GE(steps, 8);
}

TEST(CrashAtEveryStep, ALostReplyIsFoundByAsking) {
    const auto lost_reply = [](Story& story) {
        buyer_authenticates_a_card(story);
        story.shop.sandbox().script(
            {sandbox::toss::Operation::confirm, {{sandbox::FaultKind::drop_reply}}}
        );
    };
    const auto steps =
        crashes_at_every_step(lost_reply, browser_confirms, browser_comes_back, books_agree);
    EXPECT_GE(steps, 6);
}

TEST(LateCapture, GoesBackOnceWhateverCrashes) {
    // The buyer cancelled; the confirm that a proxy held back arrives all the same.
    const auto cancels = [](Story& story) {
        buyer_authenticates_a_card(story);
        story.shop.runs(story.shop.app().cancel_payment(story.buyer.id, story.order->id())).value();
    };
    const auto capture_is_found_and_returned = [](Story& story) {
        story.shop.lost_confirm_arrives(*story.order);
        story.shop.passes(std::chrono::minutes(2));
    };
    const auto it_went_back = [](Story& story) {
        const auto payment = story.shop.payment(*story.order);
        EXPECT_EQ(word(payment.status), word(PaymentStatus::cancelled));
        ASSERT_EQ(payment.refunds.size(), 1U);
        EXPECT_EQ(word(payment.refunds[0].status), word(domain::RefundStatus::completed));
        EXPECT_EQ(story.shop.captures(story.order->order_id()), 1);
        EXPECT_EQ(story.shop.taken(story.order->order_id()), 0);
    };
    EXPECT_GE(
        crashes_at_every_step(cancels, capture_is_found_and_returned, nothing, it_went_back), 8
    );
}

TEST(CrashAtEveryStep, ARefundGoesBackOnce) {
    const auto pays = [](Story& story) { story.order = story.shop.pays(story.buyer); };
    const auto operator_refunds = [](Story& story) {
        const auto refunded = story.shop.refunds(Shop::an_operator(), *story.order, 4'000);
        ASSERT_TRUE(refunded) << refunded.error().reason;
    };
    const auto went_back_once = [](Story& story) {
        const auto payment = story.shop.payment(*story.order);
        // Killed before the reservation was stored, nothing was asked for.
        const bool reserved = !payment.refunds.empty();
        EXPECT_EQ(story.shop.taken(story.order->order_id()), reserved ? 5'900 : 9'900);
        for (const auto& refund : payment.refunds)
            EXPECT_EQ(word(refund.status), word(domain::RefundStatus::completed));
        EXPECT_LE(payment.refunds.size(), 1U);
        if (!story.died) {
            EXPECT_TRUE(reserved);
        }
    };
    EXPECT_GE(crashes_at_every_step(pays, operator_refunds, nothing, went_back_once), 8);
}

TEST(CrashAtEveryStep, EveryEventReachesItsEndpointInOrderAndAReceiptItsBuyer) {
    constexpr auto url = "https://merchant.example/hook";
    for (int fatal = 0;; ++fatal) {
        Story story{
            .shop = Shop(Shop::sandbox_options(), {}, {.are_sent = true}),
            .buyer = {},
            .order = std::nullopt,
            .died = false};
        story.buyer = story.shop.registers();
        story.shop.listens(url);
        buyer_authenticates_a_card(story);
        const auto confirms_and_is_told = [](Story& told) {
            browser_confirms(told);
            told.shop.passes(std::chrono::seconds(10));
        };
        std::string where = "nowhere";
        story.died = runs_until_step(story, confirms_and_is_told, fatal, where);
        SCOPED_TRACE(fmt::format("killed at step {}, {}", fatal, where));
        browser_comes_back(story);
        story.shop.passes(std::chrono::days(2));
        std::set<std::string> names;
        std::vector<std::int64_t> sequences;
        for (const auto& heard : story.shop.merchant().taken_by(url)) {
            if (!names.insert(heard.header("webhook-id")).second) continue;
            const auto body = parse_json_object(heard.request.body).value();
            sequences.push_back(find_whole(*find_object(body, "data"), "sequence").value_or(0));
        }
        EXPECT_EQ(sequences.size(), story.shop.payment(*story.order).meta.events_made);
        EXPECT_TRUE(std::is_sorted(sequences.begin(), sequences.end()));
        std::set<std::string> receipts;
        for (const auto& letter : story.shop.mailer().of_kind("receipt"))
            receipts.insert(letter.message_id);
        const bool is_paid = story.shop.taken(story.order->order_id()) > 0;
        EXPECT_EQ(receipts.size(), is_paid ? 1U : 0U);
        EXPECT_THAT(audit(story.shop), IsEmpty());
        if (story.died && !::testing::Test::HasFailure()) continue;
        EXPECT_GE(fatal, 20);
        return;
    }
}

TEST(CrashAtEveryStep, AnIntentNobodySawTakesNothing) {
    // Started by a browser that repeats its request until it is answered, as the checkout does.
    for (int fatal = 0;; ++fatal) {
        IntentProvider provider;
        Shop shop(Shop::sandbox_options(), {&provider});
        const auto buyer = shop.registers();
        const auto starts = [&shop, &buyer] {
            return shop.runs(shop.app().start_payment(
                buyer,
                {.plan_id = "basic",
                 .provider = domain::ProviderName::stripe,
                 .idempotency_key = "one-click"}
            ));
        };
        int step = 0;
        bool died = false;
        test_set_point_visitor([&step, fatal](std::string_view) {
            if (step++ == fatal) throw Crashed();
        });
        try {
            static_cast<void>(starts());
        } catch (const Crashed&) {
            shop.crashes();
            died = true;
        }
        test_set_point_visitor({});
        const auto checkout = starts();
        ASSERT_TRUE(checkout) << "killed at step " << fatal << ": " << checkout.error().reason;
        EXPECT_EQ(provider.books.size(), 1U) << "one order, one intent";
        provider.books.begin()->second = IntentProvider::State::paid;
        shop.passes(std::chrono::hours(2));
        EXPECT_EQ(word(shop.payment(checkout->payment.id).status), word(PaymentStatus::completed));
        if (!died) {
            EXPECT_GE(fatal, 6);
            return;
        }
    }
}

TEST(CrashAtEveryStep, TwoStartsOfOnePurchaseLeaveOneOpenPayment) {
    const auto starts_twice = [](Story& story) {
        story.shop.starts(story.buyer);
        story.order = story.shop.starts(story.buyer);
    };
    const auto pays_the_last = [](Story& story) { story.order = story.shop.pays(story.buyer); };
    EXPECT_GE(
        crashes_at_every_step(nothing, starts_twice, pays_the_last, payment_is_completed_once), 4
    );
}

}  // namespace
}  // namespace gyeol::test
