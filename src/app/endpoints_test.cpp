// The merchant's endpoints: who may change them, what a change does to what is sent.
#include "app/webhook_message.hpp"
#include "support/shop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;
using test::Shop;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto url = "https://merchant.example/hook";

TEST(Endpoints, AreForOperatorsOnly) {
    Shop shop;
    const auto buyer = shop.registers();
    const auto endpoint = shop.listens(url);
    auto& app = shop.app();
    EXPECT_EQ(shop.runs(app.list_endpoints(buyer)).error().reason, "operators_only");
    EXPECT_EQ(
        shop.runs(app.add_endpoint(buyer, {.url = url, .events = {}})).error().reason,
        "operators_only"
    );
    EXPECT_EQ(
        shop.runs(app.change_endpoint(buyer, endpoint.id, EndpointChange::remove)).error().reason,
        "operators_only"
    );
    EXPECT_EQ(
        shop.runs(app.list_deliveries(buyer, std::nullopt, std::nullopt, 10)).error().reason,
        "operators_only"
    );
    EXPECT_EQ(
        shop.runs(app.replay_delivery(buyer, domain::DeliveryId())).error().code,
        ErrorCode::forbidden
    );
    EXPECT_THAT(*shop.runs(app.list_endpoints(Shop::an_operator())), SizeIs(1));
}

TEST(Endpoints, SurviveARestartWithTheirSecrets) {
    Shop shop;
    const auto endpoint = shop.listens(url, {"payment.completed"});
    shop.crashes();
    const auto found = shop.runs(shop.app().list_endpoints(Shop::an_operator()));
    ASSERT_TRUE(found);
    EXPECT_THAT(*found, ::testing::ElementsAre(endpoint));
}

TEST(Endpoints, HearOnlyWhatTheyWant) {
    Shop shop;
    shop.listens(url, {"payment.completed"});
    shop.pays(shop.registers());
    shop.passes(10s);
    const auto heard = shop.merchant().taken_by(url);
    ASSERT_THAT(heard, SizeIs(1));
    EXPECT_THAT(heard[0].request.body, ::testing::HasSubstr(R"("type":"payment.completed")"));
}

TEST(Endpoints, AreSignedForWithBothSecretsForADayAfterARotation) {
    Shop shop;
    const auto before = shop.listens(url, {"payment.completed"});
    const auto after = shop.runs(shop.app().change_endpoint(
                                     Shop::an_operator(), before.id, EndpointChange::rotate_secret
                                 ))
                           .value();
    EXPECT_FALSE(after.secret == before.secret);
    const auto buyer = shop.registers();
    shop.pays(buyer);
    shop.passes(10s);
    shop.passes(25h);
    shop.pays(buyer, test::Means::card, "plus");
    shop.passes(10s);
    const auto heard = shop.merchant().taken_by(url);
    ASSERT_THAT(heard, SizeIs(2));
    const auto expected = [](const test::Heard& one, const std::vector<Secret>& secrets) {
        const test::SeededIds ids(1);
        const auto headers =
            sign_message(ids, {one.header("webhook-id"), one.at, one.request.body}, secrets);
        return std::string(find_header(headers, "webhook-signature"));
    };
    EXPECT_EQ(
        heard[0].header("webhook-signature"), expected(heard[0], {after.secret, before.secret})
    );
    EXPECT_EQ(heard[1].header("webhook-signature"), expected(heard[1], {after.secret}));
}

TEST(Endpoints, ThatAreDisabledOrRemovedHearNothing) {
    Shop shop;
    const auto buyer = shop.registers();
    const auto endpoint = shop.listens(url);
    const auto change = [&shop, &endpoint](EndpointChange what) {
        return shop.runs(shop.app().change_endpoint(Shop::an_operator(), endpoint.id, what));
    };
    EXPECT_EQ(change(EndpointChange::disable)->disabled_because, "operator");
    const auto order = shop.starts(buyer);
    shop.passes(1min);
    EXPECT_THAT(shop.merchant().heard, IsEmpty());
    EXPECT_FALSE(change(EndpointChange::enable)->disabled_at);
    ASSERT_TRUE(shop.confirms(shop.authenticates(order)));
    shop.passes(1min);
    const auto heard = shop.merchant().heard.size();
    EXPECT_GT(heard, 0U);
    ASSERT_TRUE(change(EndpointChange::remove));
    EXPECT_EQ(change(EndpointChange::enable).error().reason, "endpoint_not_found");
    shop.pays(buyer, test::Means::card, "plus");
    shop.passes(1min);
    EXPECT_EQ(shop.merchant().heard.size(), heard);
}

}  // namespace
}  // namespace gyeol::app
