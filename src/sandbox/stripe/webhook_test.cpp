#include "base/ids.hpp"
#include "platform/digest.hpp"
#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the order of `Sign`.
std::string hmac(std::string_view secret, std::string_view bytes) {
    const platform::HmacSha256 keyed{Secret(std::string(secret))};
    return std::string(platform::text_of(keyed.digest(bytes)));
}

}  // namespace

Options TestMerchant::signing() {
    Options options;
    options.sign = hmac;
    options.webhooks.endpoints = {{"http://shop.test/webhook", "whsec_made_up"}};
    return options;
}

namespace {

using Types = std::vector<std::string>;

Types types_of(const std::vector<Received>& webhooks) {
    Types types;
    for (const auto& webhook : webhooks)
        types.push_back(find_text(webhook.body, "type").value_or(""));
    return types;
}

void answer_all(TestMerchant& merchant, const std::vector<Received>& webhooks, int status) {
    for (const auto& webhook : webhooks)
        merchant.sandbox().webhook_answered(webhook.id, status, merchant.now());
}

std::string signed_by(std::string_view secret, const Received& webhook, Instant at) {
    const auto time = std::to_string(to_millis(at) / 1000);
    return write_hex(hmac(secret, time + "." + webhook.raw));
}

TEST(StripeWebhook, CarriesTheEventSignedOverItsVeryBytes) {
    TestMerchant merchant;
    merchant.idempotency_key = "order-1";
    const auto paid = merchant.pays("pm_card_visa");
    const auto webhooks = merchant.receives();
    EXPECT_EQ(
        types_of(webhooks),
        (Types{"payment_intent.created", "charge.succeeded", "payment_intent.succeeded"})
    );
    const auto& last = webhooks.back();
    EXPECT_EQ(last.body.at("data").at("object").at("id"), paid.id().c_str());
    EXPECT_EQ(last.body.at("api_version"), api_version.data());
    EXPECT_EQ(last.body.at("request").at("idempotency_key"), "order-1");
    EXPECT_EQ(last.body.at("request").at("id"), paid.header("Request-Id").c_str());
    const auto time = std::to_string(to_millis(merchant.now()) / 1000);
    const auto expected = "t=" + time + ",v1=" + signed_by("whsec_made_up", last, merchant.now());
    EXPECT_TRUE(last.signature.starts_with(expected)) << last.signature;
    EXPECT_NE(last.signature.find(",v0="), std::string::npos);
}

TEST(StripeWebhook, AFailedOneComesAgainTwiceWithAnotherTimeAndAny2xxEndsIt) {
    TestMerchant merchant;
    merchant.posts("payment_intents", "amount=9900&currency=krw");
    const auto first = merchant.receives();
    ASSERT_EQ(first.size(), 1U);
    EXPECT_TRUE(merchant.receives().empty()) << "it is being sent";
    answer_all(merchant, first, 302);
    merchant.passes(5min);
    const auto second = merchant.receives();
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].raw, first[0].raw);
    EXPECT_NE(second[0].signature, first[0].signature);
    answer_all(merchant, second, 0);
    EXPECT_EQ(merchant.gets("events?delivery_success=false").column("type").size(), 1U);
    merchant.passes(2h);
    answer_all(merchant, merchant.receives(), 500);
    EXPECT_EQ(merchant.sandbox().webhooks_given_up(), 1U);
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);

    merchant.posts("payment_intents", "amount=9900&currency=krw");
    answer_all(merchant, merchant.receives(), 204);
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);
    EXPECT_EQ(merchant.gets("events?delivery_success=true").column("type").size(), 1U);
}

TEST(StripeWebhook, ARolledSecretSignsBesideTheOldOneForADay) {
    TestMerchant merchant;
    const auto made = merchant.posts(
        "webhook_endpoints", "url=http://other.test/hook&enabled_events[]=payment_intent.created"
    );
    const auto old_secret = made.text("secret");
    EXPECT_TRUE(old_secret.starts_with("whsec_"));
    EXPECT_FALSE(merchant.gets("webhook_endpoints/" + made.id()).body.contains("secret"));
    const auto fresh = merchant.browser("webhook_endpoints/" + made.id() + "/roll").text("secret");
    const auto signatures_now = [&merchant] {
        merchant.posts("payment_intents", "amount=9900&currency=krw");
        return merchant.receives().back();
    };
    const auto both = signatures_now();
    for (const auto& secret : {old_secret, fresh}) {
        EXPECT_NE(
            both.signature.find(",v1=" + signed_by(secret, both, merchant.now())), std::string::npos
        );
    }
    merchant.passes(24h + 1s);
    const auto one = signatures_now();
    EXPECT_EQ(one.signature.find(signed_by(old_secret, one, merchant.now())), std::string::npos);
    EXPECT_NE(one.signature.find(signed_by(fresh, one, merchant.now())), std::string::npos);
}

TEST(StripeWebhook, AnEndpointHearsWhatItAskedForUntilItIsDisabledOrGone) {
    TestMerchant merchant;
    merchant.deletes("webhook_endpoints/" + merchant.gets("webhook_endpoints").column("id").at(0));
    const auto made = merchant.posts(
        "webhook_endpoints",
        "url=http://other.test/hook&enabled_events[0]=payment_intent.succeeded"
        "&enabled_events[1]=charge.updated&api_version=2026-10-28.endive"
    );
    const auto path = "webhook_endpoints/" + made.id();
    merchant.pays("pm_card_visa");
    EXPECT_EQ(types_of(merchant.receives()), Types{"payment_intent.succeeded"});
    merchant.posts(path, "disabled=true");
    merchant.passes(5s);
    EXPECT_TRUE(merchant.receives().empty());
    merchant.posts(path, "disabled=false");
    merchant.pays("pm_card_visa");
    EXPECT_TRUE(merchant.deletes(path).body.at("deleted").as_bool());
    EXPECT_TRUE(merchant.receives().empty()) << "what waits for a deleted endpoint is dropped";
    EXPECT_EQ(
        merchant.posts("webhook_endpoints", "url=nowhere&enabled_events[]=*").outcome(),
        "400 url_invalid"
    );
}

TEST(StripeWebhook, TheSwitchesDuplicateAndReorder) {
    TestMerchant merchant;
    WebhookOptions switches;
    switches.duplicates = true;
    merchant.sandbox().set_webhook_switches(switches);
    merchant.posts("payment_intents", "amount=9900&currency=krw");
    const auto twice = merchant.receives();
    ASSERT_EQ(twice.size(), 2U);
    EXPECT_EQ(twice[0].raw, twice[1].raw);

    switches = {};
    switches.out_of_order = true;
    merchant.sandbox().set_webhook_switches(switches);
    for (int payment = 0; payment < 4; ++payment)
        merchant.pays("pm_card_visa", "capture_method=automatic");
    merchant.passes(5s);
    auto types = types_of(merchant.receives());
    EXPECT_EQ(types.size(), 12U);
    const Types in_order{"payment_intent.created", "charge.succeeded", "payment_intent.succeeded"};
    bool is_in_order = true;
    for (std::size_t at = 0; at < types.size(); ++at)
        is_in_order = is_in_order && types[at] == in_order[at % 3];
    EXPECT_FALSE(is_in_order);
}

TEST(StripeEvents, AreListedByTypeForThirtyDays) {
    TestMerchant merchant;
    merchant.pays("pm_card_visa");
    EXPECT_EQ(merchant.gets("events?type=charge.succeeded").column("type").size(), 1U);
    EXPECT_EQ(
        merchant.gets("events?types[]=charge.succeeded&types[]=payment_intent.created")
            .column("type")
            .size(),
        2U
    );
    EXPECT_EQ(merchant.gets("events?type=payment_intent.*").column("type").size(), 2U);
    const auto id = merchant.gets("events").column("id").at(0);
    EXPECT_EQ(merchant.gets("events/" + id).id(), id);
    merchant.passes(std::chrono::days(31));
    EXPECT_EQ(merchant.gets("events/" + id).outcome(), "404 resource_missing");
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
