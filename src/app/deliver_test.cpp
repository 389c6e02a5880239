// What happens to a payment reaches those who are to know it, in order, at least once, and never at the
// payment's cost.
#include "support/auditor.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using domain::DeliveryState;
using domain::PaymentStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using test::audit;
using test::Heard;
using test::Mails;
using test::Shop;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto url = "https://merchant.example/hook";
constexpr auto other_url = "https://other.example/hook";

/// Returns the types that were heard, in order.
std::vector<std::string> types_of(const std::vector<Heard>& heard) {
    std::vector<std::string> types;
    for (const auto& one : heard) {
        const auto body = parse_json_object(one.request.body);
        types.push_back(body ? find_text(*body, "type").value_or("") : "");
    }
    return types;
}

/// Returns the deliveries in `state`, newest first.
std::vector<domain::Delivery> deliveries(Shop& shop, std::optional<DeliveryState> state) {
    return shop.runs(shop.app().list_deliveries(Shop::an_operator(), state, std::nullopt, 100))
        ->deliveries;
}

TEST(Deliver, AnEndpointHearsEveryEventOfAPaymentInOrder) {
    Shop shop;
    shop.listens(url);
    const auto order = shop.pays(shop.registers());
    shop.passes(10s);
    const auto heard = shop.merchant().taken_by(url);
    EXPECT_EQ(types_of(heard), shop.payment_log().actions_of(order.order_id()));
    EXPECT_EQ(types_of(heard).back(), "payment.completed");
    std::set<std::string> ids;
    for (std::size_t at = 0; at < heard.size(); ++at) {
        const auto body = *parse_json_object(heard[at].request.body);
        EXPECT_EQ(find_whole(*find_object(body, "data"), "sequence"), std::int64_t(at + 1));
        ids.insert(heard[at].header("webhook-id"));
    }
    EXPECT_EQ(ids.size(), heard.size());
    shop.passes(2min);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Deliver, ADeadEndpointHoldsNeitherThePaymentNorTheOthers) {
    Shop shop;
    shop.listens(url);
    shop.listens(other_url);
    shop.merchant().dead.insert(url);
    const auto buyer = shop.registers();
    const auto order = shop.authenticates(shop.starts(buyer));
    const auto began = shop.now();
    const auto confirmed = shop.confirms(order);
    ASSERT_TRUE(confirmed);
    EXPECT_EQ(confirmed->status, PaymentStatus::completed);
    EXPECT_EQ(shop.now(), began) << "nobody waited for anybody";
    shop.passes(3min);
    EXPECT_THAT(shop.payment(order).meta.events, IsEmpty()) << "its events are not held";
    EXPECT_EQ(
        types_of(shop.merchant().taken_by(other_url)),
        shop.payment_log().actions_of(order.order_id())
    );
    EXPECT_THAT(shop.merchant().taken_by(url), IsEmpty());
    EXPECT_THAT(deliveries(shop, DeliveryState::pending), SizeIs(3));
}

TEST(Deliver, ManyPaymentsPassADeadEndpoint) {
    Shop shop;
    shop.listens(url);
    shop.listens(other_url);
    shop.merchant().dead.insert(url);
    constexpr int buyers = 120;
    for (int number = 0; number < buyers; ++number)
        shop.starts(shop.registers("buyer" + std::to_string(number) + "@shop.example"));
    shop.passes(2min);
    EXPECT_THAT(shop.merchant().taken_by(other_url), SizeIs(buyers));
    const auto knocked = shop.merchant().heard.size() - buyers;
    EXPECT_LT(knocked, 40U) << "a dead endpoint is left in peace";
}

TEST(Deliver, TheNextEventWaitsForTheOneBefore) {
    Shop shop;
    shop.listens(url);
    shop.merchant().next_statuses[url] = {500, 301, 404, 200};
    const auto order = shop.pays(shop.registers());
    shop.passes(30s);
    EXPECT_THAT(types_of(shop.merchant().heard), Each("payment.created"));
    shop.passes(2h);
    EXPECT_EQ(
        types_of(shop.merchant().taken_by(url)), shop.payment_log().actions_of(order.order_id())
    );
    std::set<std::string> ids;
    for (const auto& one : shop.merchant().heard)
        ids.insert(one.header("webhook-id"));
    EXPECT_THAT(ids, SizeIs(3)) << "a repeat has the name of the first try";
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Deliver, AnEventThatIsGivenUpLetsTheNextOneGo) {
    Shop shop;
    shop.listens(url);
    shop.merchant().next_statuses[url] = std::deque<int>(10, 500);
    shop.pays(shop.registers());
    shop.passes(std::chrono::days(5));
    EXPECT_THAT(
        types_of(shop.merchant().taken_by(url)),
        ElementsAre("payment.processing", "payment.completed")
    );
    const auto given_up = deliveries(shop, DeliveryState::given_up);
    ASSERT_THAT(given_up, SizeIs(1));
    EXPECT_EQ(given_up[0].event_type, "payment.created");
    EXPECT_EQ(given_up[0].tries, 10);
    EXPECT_EQ(given_up[0].log.back().status, 500);
}

TEST(Deliver, GoneDisablesTheEndpoint) {
    Shop shop;
    shop.listens(url);
    shop.merchant().next_statuses[url] = {410};
    const auto buyer = shop.registers();
    shop.pays(buyer);
    shop.passes(10min);
    EXPECT_THAT(shop.merchant().heard, SizeIs(1));
    const auto endpoint = shop.runs(shop.app().list_endpoints(Shop::an_operator()))->front();
    EXPECT_EQ(endpoint.disabled_because, "gone");
    EXPECT_THAT(deliveries(shop, DeliveryState::given_up), SizeIs(3));
    shop.pays(buyer, test::Means::card, "plus");
    shop.passes(10min);
    EXPECT_THAT(shop.merchant().heard, SizeIs(1)) << "it hears nothing more";
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Deliver, AnOperatorReplaysWhatWasMissed) {
    Shop shop;
    const auto endpoint = shop.listens(url, {"payment.completed"});
    shop.merchant().next_statuses[url] = {410};
    shop.pays(shop.registers());
    shop.passes(1min);
    const auto missed = deliveries(shop, DeliveryState::given_up).front();
    const auto replays = [&shop](domain::DeliveryId id) {
        return shop.runs(shop.app().replay_delivery(Shop::an_operator(), id));
    };
    EXPECT_EQ(replays(missed.id).error().reason, "endpoint_disabled");
    EXPECT_EQ(replays(domain::DeliveryId()).error().reason, "delivery_not_found");
    ASSERT_TRUE(shop.runs(
        shop.app().change_endpoint(Shop::an_operator(), endpoint.id, EndpointChange::enable)
    ));
    for (int times = 1; times < 3; ++times) {
        ASSERT_TRUE(replays(missed.id));
        shop.passes(1min);
        EXPECT_THAT(shop.merchant().taken_by(url), SizeIs(times));
    }
    EXPECT_EQ(
        shop.merchant().heard[0].header("webhook-id"), shop.merchant().heard[2].header("webhook-id")
    );
    EXPECT_EQ(shop.merchant().heard[0].request.body, shop.merchant().heard[2].request.body);
    EXPECT_THAT(deliveries(shop, DeliveryState::delivered), SizeIs(1));
}

TEST(Deliver, WhatCameBeforeACrashIsDeliveredAfterIt) {
    Shop shop;
    shop.listens(url);
    shop.merchant().dead.insert(url);
    shop.pays(shop.registers());
    shop.passes(5s);  // The first try is under way.
    shop.crashes();
    shop.merchant().dead.clear();
    shop.passes(10min);
    EXPECT_THAT(
        types_of(shop.merchant().taken_by(url)),
        ElementsAre("payment.created", "payment.processing", "payment.completed")
    );
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST(Deliver, TheLogIsForgottenAfterAMonth) {
    Shop shop;
    shop.listens(url, {"payment.created"});
    shop.starts(shop.registers());
    shop.passes(std::chrono::days(29));
    EXPECT_THAT(deliveries(shop, std::nullopt), SizeIs(1));
    shop.passes(std::chrono::days(2));
    EXPECT_THAT(deliveries(shop, std::nullopt), IsEmpty());
}

TEST(Deliver, KeepsTheOrderWhateverTheStoreTakes) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        Shop shop;
        shop.listens(url);
        shop.store_takes_its_time(seed);
        shop.merchant().next_statuses[url] = {200, 503};
        const auto order = shop.pays(shop.registers());
        shop.passes(10min);
        EXPECT_EQ(
            types_of(shop.merchant().taken_by(url)), shop.payment_log().actions_of(order.order_id())
        );
        EXPECT_THAT(audit(shop), IsEmpty());
    }
}

// --- E-mail

class Mail : public testing::Test {
protected:
    Shop shop{Shop::sandbox_options(), {}, Mails{.are_sent = true}};
    domain::User buyer = shop.registers();
};

TEST_F(Mail, AReceiptGoesToTheBuyerOnceThePaymentIsCompleted) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.passes(1min);
    EXPECT_THAT(shop.mailer().letters, IsEmpty());
    ASSERT_TRUE(shop.confirms(order));
    shop.passes(1min);
    ASSERT_THAT(shop.mailer().letters, SizeIs(1));
    const auto& letter = shop.mailer().letters[0];
    EXPECT_EQ(letter.kind, "receipt");
    EXPECT_EQ(letter.to, "buyer@shop.example");
    const auto field = [&letter](std::string_view name) {
        const auto found =
            std::find_if(letter.fields.begin(), letter.fields.end(), [name](const auto& one) {
                return one.name == name;
            });
        return found == letter.fields.end() ? "" : found->value;
    };
    EXPECT_EQ(field("amount"), "9,900 KRW");
    EXPECT_EQ(field("orderId"), order.order_id());
    EXPECT_EQ(field("method_card"), "1");
    EXPECT_EQ(field("at"), "2026-01-02 12:01:00+09:00");
    shop.crashes();
    shop.passes(1h);
    EXPECT_THAT(shop.mailer().letters, SizeIs(1)) << "nobody thanks twice";
}

TEST_F(Mail, AnUnknownOutcomeIsNoReceiptUntilTheProviderSaysSo) {
    shop.meets(Operation::confirm, {{FaultKind::drop_reply}});
    shop.meets(Operation::get_payment, {{FaultKind::refuse_connection}});
    const auto order = shop.authenticates(shop.starts(buyer));
    ASSERT_TRUE(shop.confirms(order));
    ASSERT_EQ(shop.payment(order).status, PaymentStatus::unknown);
    shop.passes(30s);
    EXPECT_THAT(shop.mailer().letters, IsEmpty());
    shop.passes(1h);
    ASSERT_EQ(shop.payment(order).status, PaymentStatus::completed);
    EXPECT_THAT(shop.mailer().of_kind("receipt"), SizeIs(1));
}

TEST_F(Mail, AFailureGoesToTheAdministratorAndNotToTheBuyer) {
    const auto order = shop.authenticates(shop.starts(buyer), test::Means::card, "decline");
    ASSERT_TRUE(shop.confirms(order));
    ASSERT_EQ(shop.payment(order).status, PaymentStatus::failed);
    shop.passes(1min);
    ASSERT_THAT(shop.mailer().letters, SizeIs(1));
    EXPECT_EQ(shop.mailer().letters[0].kind, "alert");
    EXPECT_EQ(shop.mailer().letters[0].to, "admin@shop.example");
    for (const auto& field : shop.mailer().letters[0].fields)
        EXPECT_EQ(field.value.find("buyer@"), std::string::npos) << "the buyer is not named";
}

TEST_F(Mail, IsTriedAgainAndGivenUpWhenRefused) {
    using Kind = ports::MailOutcome::Kind;
    shop.mailer().next_outcomes = {{Kind::later, 0, "no answer"}, {Kind::later, 421, "busy"}};
    shop.pays(buyer);
    shop.passes(30s);
    EXPECT_THAT(shop.mailer().letters, IsEmpty());
    shop.passes(10min);
    EXPECT_THAT(shop.mailer().letters, SizeIs(1));
    shop.mailer().next_outcomes = {{Kind::refused, 550, "no such mailbox"}};
    shop.pays(buyer, test::Means::card, "plus");
    shop.passes(std::chrono::days(2));
    EXPECT_THAT(shop.mailer().letters, SizeIs(1));
    ASSERT_THAT(deliveries(shop, DeliveryState::given_up), SizeIs(1));
    EXPECT_EQ(deliveries(shop, DeliveryState::given_up)[0].log.back().status, 550);
    EXPECT_THAT(audit(shop), IsEmpty());
}

TEST_F(Mail, ThereIsNoReceiptForMoneyThatWentBackMeanwhile) {
    shop.mailer().next_outcomes = {{ports::MailOutcome::Kind::later, 0, "no answer"}};
    const auto order = shop.pays(buyer);
    shop.passes(5s);
    ASSERT_TRUE(shop.refunds(Shop::an_operator(), order, 9'900));
    shop.passes(10min);
    EXPECT_THAT(shop.mailer().of_kind("receipt"), IsEmpty());
    EXPECT_THAT(deliveries(shop, DeliveryState::given_up), SizeIs(1));
}

TEST_F(Mail, FailuresInMassesFillNoMailbox) {
    for (int number = 0; number < 70; ++number) {
        auto order = shop.authenticates(shop.starts(buyer), test::Means::card, "decline");
        ASSERT_TRUE(shop.confirms(order));
    }
    shop.passes(5min);
    EXPECT_THAT(shop.mailer().of_kind("alert"), SizeIs(60));
    EXPECT_THAT(audit(shop), IsEmpty());
}

}  // namespace
}  // namespace gyeol::app
