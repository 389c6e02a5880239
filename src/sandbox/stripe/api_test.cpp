#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace gyeol::sandbox::stripe {
namespace {

using Types = std::vector<std::string>;
constexpr std::string_view create = "payment_intents";
constexpr std::string_view form = "amount=9900&currency=krw";

Told gets_with(TestMerchant& merchant, std::string authorization) {
    ports::HttpRequest request;
    request.url = "/v1/customers";
    if (!authorization.empty()) request.headers = {{"authorization", std::move(authorization)}};
    return merchant.calls(request);
}

TEST(StripeKeys, BearerAndBasicAreTakenAndLiveKeysNever) {
    TestMerchant merchant;
    EXPECT_EQ(gets_with(merchant, "").status, 401);
    EXPECT_EQ(gets_with(merchant, "Bearer sk_test_a").status, 200);
    EXPECT_EQ(gets_with(merchant, "Bearer rk_test_a").status, 200);
    // The two texts are base64 of `sk_test_a:` and `sk_live_a:`.
    EXPECT_EQ(gets_with(merchant, "Basic c2tfdGVzdF9hOg==").status, 200);
    EXPECT_EQ(gets_with(merchant, "Basic c2tfbGl2ZV9hOg==").status, 401);
    const auto refused = gets_with(merchant, "Bearer sk_live_51Habcdefgh");
    EXPECT_EQ(refused.text("error.message"), "Invalid API Key provided: sk_live_****efgh");
}

TEST(StripeHeaders, EveryAnswerNamesItsRequestAndTheVersion) {
    TestMerchant merchant;
    std::set<std::string> ids;
    for (int call = 0; call < 3; ++call) {
        const auto told = merchant.gets("customers");
        EXPECT_EQ(told.header("Stripe-Version"), api_version);
        EXPECT_TRUE(told.header("Request-Id").starts_with("req_"));
        ids.insert(told.header("Request-Id"));
    }
    EXPECT_EQ(ids.size(), 3U);
    merchant.version = "2026-09-30.endive";
    EXPECT_EQ(merchant.gets("customers").header("Stripe-Version"), "2026-09-30.endive");
    merchant.version = "2025-03-31.basil";
    EXPECT_EQ(merchant.gets("customers").status, 400);
}

TEST(StripeRequests, AnUnknownPathIs404AndJsonIsNoForm) {
    TestMerchant merchant;
    EXPECT_EQ(merchant.gets("invoices").status, 404);
    EXPECT_EQ(merchant.posts("payment_intents/pi_1/explode").status, 404);
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = "/v1/customers";
    request.body = R"({"email":"a@b.kr"})";
    request.headers = {{"Authorization", "Bearer sk_test_a"}, {"Content-Type", "application/json"}};
    EXPECT_EQ(merchant.calls(request).status, 400);
}

TEST(StripeForms, BothSpellingsOfBracketsArraysAndSpacesAreRead) {
    TestMerchant merchant;
    for (const auto* name :
         {"name=Kim+Gyeol&metadata[a]=1", "name=Kim%20Gyeol&metadata%5Ba%5D=1"}) {
        const auto made = merchant.posts("customers", name);
        EXPECT_EQ(made.text("name"), "Kim Gyeol");
        EXPECT_EQ(made.text("metadata.a"), "1");
    }
    const auto paid = merchant.pays("pm_card_visa");
    for (const auto* expand :
         {"expand[]=latest_charge", "expand[0]=latest_charge", "expand%5B%5D=latest_charge"}) {
        const auto told = merchant.gets("payment_intents/" + paid.id() + "?" + expand);
        EXPECT_EQ(told.text("latest_charge.object"), "charge") << expand;
    }
}

TEST(StripeMetadata, IsMergedAndDeletedKeyByKey) {
    TestMerchant merchant;
    const auto path =
        "customers/" + merchant.posts("customers", "metadata[a]=1&metadata[b]=2&phone=1").id();
    EXPECT_EQ(
        merchant.posts(path, "metadata[b]=&metadata[c]=3").body.at("metadata"),
        (boost::json::value{{"a", "1"}, {"c", "3"}})
    );
    EXPECT_TRUE(merchant.posts(path, "metadata=&phone=").body.at("metadata").as_object().empty());
    EXPECT_TRUE(merchant.gets(path).is_null("phone"));
    EXPECT_EQ(merchant.posts(path, "metadata[" + std::string(41, 'k') + "]=1").status, 400);
}

TEST(StripeExpand, GoesFourLevelsDeepAndRefusesWhatIsNoObject) {
    TestMerchant merchant;
    const auto customer = merchant.has_customer();
    const auto method =
        merchant.posts("payment_methods/pm_card_visa/attach", "customer=" + customer);
    const auto paid = merchant.pays(method.id(), "capture_method=automatic&customer=" + customer);
    const auto path = "payment_intents/" + paid.id();
    const auto deep =
        merchant.gets(path + "?expand[]=latest_charge.balance_transaction.source.customer");
    EXPECT_EQ(deep.text("latest_charge.balance_transaction.source.customer.object"), "customer");
    const auto listed =
        merchant.gets("payment_intents?expand[]=data.latest_charge&expand[]=data.customer");
    const auto& first = listed.body.at("data").at(0);
    EXPECT_EQ(first.at("latest_charge").at("object"), "charge");
    EXPECT_EQ(first.at("customer").at("id"), customer.c_str());
    const auto refused = merchant.gets(path + "?expand[]=amount");
    EXPECT_EQ(refused.text("error.message"), "This property cannot be expanded (amount).");
    EXPECT_EQ(merchant.gets(path + "?expand[]=a.b.c.d.e").status, 400);
    EXPECT_EQ(
        merchant.posts("payment_intents", std::string(form) + "&expand[]=nothing").status, 400
    );
    EXPECT_EQ(merchant.sandbox().books().size(), 1U) << "a refused expand creates nothing";
}

TEST(StripeList, IsNewestFirstAndPagedByTwoCursors) {
    TestMerchant merchant;
    Types ids;
    for (int made = 0; made < 5; ++made) {
        ids.insert(ids.begin(), merchant.posts(create, form).id());
        merchant.passes(1s);
    }
    const auto first = merchant.gets("payment_intents?limit=2");
    EXPECT_EQ(first.column("id"), (Types{ids[0], ids[1]}));
    EXPECT_TRUE(first.body.at("has_more").as_bool());
    EXPECT_EQ(first.text("url"), "/v1/payment_intents");
    const auto last = merchant.gets("payment_intents?limit=3&starting_after=" + ids[1]);
    EXPECT_EQ(last.column("id"), (Types{ids[2], ids[3], ids[4]}));
    EXPECT_FALSE(last.body.at("has_more").as_bool());
    const auto back = merchant.gets("payment_intents?limit=2&ending_before=" + ids[3]);
    EXPECT_EQ(back.column("id"), (Types{ids[1], ids[2]}));
    EXPECT_TRUE(back.body.at("has_more").as_bool());
    const auto since = std::to_string(to_millis(merchant.now()) / 1000 - 2);
    EXPECT_EQ(
        merchant.gets("payment_intents?created[gte]=" + since).column("id"), (Types{ids[0], ids[1]})
    );
    EXPECT_EQ(merchant.gets("payment_intents?limit=101").status, 400);
    EXPECT_EQ(
        merchant.gets("payment_intents?starting_after=pi_no").outcome(), "400 resource_missing"
    );
    EXPECT_EQ(
        merchant.gets("payment_intents?starting_after=" + ids[0] + "&ending_before=" + ids[1])
            .outcome(),
        "400 parameters_exclusive"
    );
}

TEST(StripeIdempotency, ARepeatIsAnsweredWithTheOldBytesAndSaysSo) {
    TestMerchant merchant;
    merchant.idempotency_key = "order-1";
    const auto first = merchant.posts(create, form);
    EXPECT_EQ(first.header("Idempotency-Key"), "order-1");
    EXPECT_EQ(first.header("Idempotent-Replayed"), "");
    merchant.idempotency_key.clear();
    merchant.posts("payment_intents/" + first.id() + "/cancel");
    merchant.idempotency_key = "order-1";
    const auto repeat = merchant.posts(create, form);
    EXPECT_EQ(repeat.raw, first.raw) << "the snapshot, not the present state";
    EXPECT_EQ(repeat.header("Idempotent-Replayed"), "true");
    EXPECT_NE(repeat.header("Request-Id"), first.header("Request-Id"));
    EXPECT_EQ(merchant.posts(create, "currency=krw&amount=9900").raw, first.raw);
    const auto other = merchant.posts(create, "amount=9901&currency=krw");
    EXPECT_EQ(other.outcome(), "400 idempotency_error");
    EXPECT_TRUE(
        other.text("error.message")
            .starts_with("Keys for idempotent requests can only be used with the same parameters")
    );
    EXPECT_EQ(merchant.posts("customers", form).outcome(), "400 idempotency_error");
    merchant.passes(24h);
    EXPECT_NE(merchant.posts(create, form).id(), first.id());
}

TEST(StripeIdempotency, DeclinesAndServerErrorsAreKeptButRefusalsAreNot) {
    TestMerchant merchant;
    merchant.idempotency_key = "declined";
    const auto declined = merchant.pays("pm_card_visa_chargeDeclined");
    EXPECT_EQ(merchant.pays("pm_card_visa_chargeDeclined").raw, declined.raw);
    EXPECT_EQ(merchant.sandbox().books().size(), 1U);

    merchant.idempotency_key = "refused";
    EXPECT_EQ(merchant.posts(create, "amount=9900").outcome(), "400 parameter_missing");
    EXPECT_EQ(merchant.posts(create, form).status, 200);

    merchant.idempotency_key = "broken";
    merchant.sandbox().script(
        {Operation::create_payment_intent, {{{FaultKind::error_after_execute, 0s}, TurnedAway::no}}}
    );
    EXPECT_EQ(merchant.posts(create, form).status, 500);
    const auto made = merchant.sandbox().books().size();
    EXPECT_EQ(merchant.posts(create, form).status, 500);
    EXPECT_EQ(merchant.sandbox().books().size(), made) << "executed once";

    merchant.idempotency_key = "never-executed";
    merchant.sandbox().script({Operation::create_payment_intent, {{{}, TurnedAway::server_error}}});
    EXPECT_EQ(merchant.posts(create, form).status, 500);
    EXPECT_EQ(merchant.posts(create, form).status, 500);
    EXPECT_EQ(merchant.sandbox().books().size(), made);
}

TEST(StripeIdempotency, ARepeatWhileTheFirstRunsIsAConflict) {
    TestMerchant merchant;
    merchant.idempotency_key = "slow";
    merchant.sandbox().script(
        {Operation::create_payment_intent, {{{FaultKind::delay, 5s}, TurnedAway::no}}}
    );
    const auto first = merchant.posts(create, form);
    EXPECT_EQ(merchant.posts(create, form).outcome(), "409 idempotency_key_in_use");
    merchant.passes(5s);
    EXPECT_EQ(merchant.posts(create, form).raw, first.raw);
}

TEST(StripeIdempotency, AKeyHasNoEffectOnAGetAndAtMost255Letters) {
    TestMerchant merchant;
    merchant.idempotency_key = "once";
    merchant.gets("customers");
    EXPECT_EQ(merchant.posts(create, form).status, 200);
    merchant.idempotency_key = std::string(256, 'k');
    EXPECT_EQ(merchant.posts(create, form).status, 400);
}

TEST(StripeFaults, LimitsAreToldInHeadersAndExecuteNothing) {
    TestMerchant merchant;
    merchant.idempotency_key = "limited";
    merchant.sandbox().script(
        {Operation::create_payment_intent,
         {{{}, TurnedAway::rate_limit}, {{}, TurnedAway::lock_timeout}}}
    );
    const auto limited = merchant.posts(create, form);
    EXPECT_EQ(limited.outcome(), "429 rate_limit");
    EXPECT_EQ(limited.header("Stripe-Rate-Limited-Reason"), "endpoint-rate");
    const auto locked = merchant.posts(create, form);
    EXPECT_EQ(locked.outcome(), "429 lock_timeout");
    EXPECT_EQ(locked.header("Stripe-Rate-Limited-Reason"), "");
    EXPECT_EQ(locked.header("Stripe-Should-Retry"), "true");
    EXPECT_TRUE(merchant.sandbox().books().empty());
    EXPECT_EQ(merchant.posts(create, form).status, 200) << "the key is still free";
}

TEST(StripeFaults, EachKindMovesTheMoneyOnlyWhenItShould) {
    struct Row {
        FaultKind kind;
        int status;
        std::int64_t captured;
    };

    for (const auto& row : {
             Row{FaultKind::refuse_connection, 0, 0},
             Row{FaultKind::lose_request, 0, 0},
             Row{FaultKind::drop_reply, 200, 9900},
             Row{FaultKind::error_after_execute, 500, 9900},
             Row{FaultKind::answer_html, 200, 9900},
             Row{FaultKind::cut_json, 200, 9900},
             Row{FaultKind::unknown_status, 200, 9900},
             Row{FaultKind::empty_body, 200, 9900},
             Row{FaultKind::delay, 200, 9900},
         }) {
        TestMerchant merchant;
        merchant.sandbox().script(
            {Operation::create_payment_intent, {{{row.kind, 5s}, TurnedAway::no}}}
        );
        const auto told = merchant.pays("pm_card_visa");
        EXPECT_EQ(told.fault, (Fault{row.kind, 5s}));
        EXPECT_EQ(told.status, row.status);
        const bool is_whole = row.kind == FaultKind::drop_reply || row.kind == FaultKind::delay;
        EXPECT_EQ(told.text("status") == "succeeded", is_whole);
        const auto books = merchant.sandbox().books();
        EXPECT_EQ(books.empty() ? 0 : books.front().captured, row.captured);
    }
}

TEST(StripeSandbox, TheSameSeedAndTheSameCallsGiveTheSameBytes) {
    TestMerchant one;
    TestMerchant other;
    EXPECT_EQ(one.pays("pm_card_visa").raw, other.pays("pm_card_visa").raw);
    auto options = TestMerchant::signing();
    options.seed = 2;
    TestMerchant third(options);
    EXPECT_NE(third.pays("pm_card_visa").id(), one.pays("pm_card_visa").id());
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
