// Kakao Pay knows no idempotency key: what keeps a payment from being approved twice is our stored attempt
// alone. Fifty confirms at once, the process killed at each of its steps and started again, fifty more, and
// two days of reconciling: at most one approve leaves in the life of the payment.
#include "providers/kakaopay/kakaopay_provider.hpp"
#include "sandbox/kakaopay/kakaopay_sandbox.hpp"
#include "support/shop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

namespace gyeol::test {
namespace {

using domain::PaymentStatus;
using sandbox::FaultKind;
namespace fake = sandbox::kakaopay;

/// The clock of the process that lives now.
class LivingClock final : public ports::Clock {
public:
    explicit LivingClock(Shop*& shop) : shop_(shop) {}

    [[nodiscard]] Instant now() const override { return shop_->clock().now(); }

    CallId call_at(Instant when, std::function<void()> work) override {
        return shop_->clock().call_at(when, std::move(work));
    }

    void cancel(CallId call) override { shop_->clock().cancel(call); }

private:
    Shop*& shop_;
};

fake::Options page_at_the_sandbox() {
    fake::Options options;
    options.page_base = "http://kakaopay.test";
    return options;
}

/// A shop that takes Kakao Pay. The provider, its sandbox and the network outlive a crash.
class KakaoPayShop {
public:
    KakaoPayShop() { place_ = &shop; }

    /// The buyer orders and authenticates; returns what the browser brings back.
    domain::ConfirmPayment orders_and_authenticates() {
        const auto started = shop.runs(shop.app().start_payment(
            buyer,
            {.plan_id = "basic", .provider = domain::ProviderName::kakaopay, .idempotency_key = {}}
        ));
        if (!started) throw std::logic_error("starting failed: " + started.error().reason);
        payment_id = started->payment.id;
        const auto& url = started->payment.preparation->desktop_url;
        const auto page = "/browser/sessions/" + url.substr(url.rfind('/') + 1);
        posts(page + "/select", {{"method", "MONEY"}});
        const auto back = find_text(posts(page + "/authenticate", {}), "redirectUrl").value_or("");
        domain::ConfirmPayment brought;
        brought.order_id = started->payment.order_id;
        brought.proof = Secret(back.substr(back.find("pg_token=") + 9));
        return brought;
    }

    /// Fifty pages confirm at once; each waits for its answer.
    void fifty_confirm(const domain::ConfirmPayment& brought) {
        std::vector<std::shared_ptr<Shop::Pending<Result<domain::Payment>>>> pages;
        for (int page = 0; page < 50; ++page) {
            pages.push_back(shop.begins(shop.app().confirm_payment(
                {.owner = buyer.id, .checkout_token = std::nullopt}, brought
            )));
        }
        for (const auto& page : pages)
            static_cast<void>(shop.ends(*page));
    }

    [[nodiscard]] std::int64_t taken() const {
        std::int64_t sum = 0;
        for (const auto& line : sandbox.books())
            sum += line.captured;
        return sum;
    }

    fake::KakaoPaySandbox sandbox{page_at_the_sandbox()};

private:
    boost::json::object posts(const std::string& path, const boost::json::object& body) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = path;
        request.body = boost::json::serialize(body);
        request.headers = {{"Content-Type", "application/json"}};
        const auto handled = sandbox.handle(request, shop.now());
        return parse_json_object(handled.reply.body).value_or(boost::json::object());
    }

    Shop* place_ = nullptr;
    LivingClock clock_{place_};

public:
    sandbox::InProcessClient http{
        clock_,
        "http://kakaopay.test",
        [this](const ports::HttpRequest& request, Instant now) {
            return sandbox.handle(request, now);
        },
        Millis(40)};
    providers::kakaopay::KakaoPayProvider provider{
        {.secret_key = Secret(std::string(fake::sandbox_dev_key)),
         .onetime = {"TC0ONETIME", Secret()}},
        "http://kakaopay.test",
        {.http = http, .clock = clock_}};
    Shop shop{Shop::sandbox_options(), {&provider}};
    domain::User buyer = shop.registers();
    domain::PaymentId payment_id;
};

/// Returns whether the process was killed at its step number `fatal`.
bool dies_at(KakaoPayShop& world, const domain::ConfirmPayment& brought, int fatal) {
    int step = 0;
    test_set_point_visitor([&step, fatal](std::string_view) {
        if (step++ == fatal) throw Crashed();
    });
    try {
        world.fifty_confirm(brought);
    } catch (const Crashed&) {
        world.shop.crashes();
        return true;
    }
    test_set_point_visitor({});
    return false;
}

class KakaoPayOnce : public testing::TestWithParam<FaultKind> {};

TEST_P(KakaoPayOnce, AtMostOneApproveLeavesWhateverCrashesAndWhoeverAsksAgain) {
    for (int fatal = 0;; ++fatal) {
        SCOPED_TRACE(fmt::format("killed at step {}", fatal));
        KakaoPayShop world;
        const auto brought = world.orders_and_authenticates();
        world.sandbox.script({fake::Operation::approve, {{GetParam(), Millis(0)}}});
        const bool died = dies_at(world, brought, fatal);
        world.fifty_confirm(brought);
        world.shop.passes(std::chrono::days(2));

        EXPECT_LE(world.http.calls("approve"), 1U);
        const auto status = world.shop.payment(world.payment_id).status;
        const bool was_taken = world.taken() > 0;
        EXPECT_EQ(world.taken(), was_taken ? 9'900 : 0);
        // Killed between intent and approve nobody can prove that nothing was sent: it stays open.
        EXPECT_EQ(word(status), was_taken ? "completed" : "unknown");
        if (!died) {
            EXPECT_GE(fatal, 4) << "it was killed at some steps";
            return;
        }
        if (HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(
    WhateverHappensToTheReply,
    KakaoPayOnce,
    testing::Values(
        FaultKind::none, FaultKind::drop_reply, FaultKind::cut_json, FaultKind::lose_request
    )
);

}  // namespace
}  // namespace gyeol::test
