// The promises of the provider port, kept against the provider's simulator whatever goes wrong between:
// what an outcome says is what stands in the simulator's own books.
#include "base/json.hpp"
#include "base/limits.hpp"
#include "domain/payment_confirm.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"
#include "providers/toss/toss_provider.hpp"
#include "sandbox/in_process_client.hpp"
#include "sandbox/toss/toss_sandbox.hpp"
#include "support/stand_ins.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace gyeol {
namespace {

using namespace std::chrono_literals;
using domain::Payment;
using domain::PaymentStatus;
using domain::ProviderOutcome;
using sandbox::FaultKind;
using Kind = ProviderOutcome::Kind;

/// Toss Payments' simulator, its adapter and a buyer, on virtual time.
class TossWorld {
public:
    static constexpr const char* account = "widget_test_d8aaac20";

    ports::Provider& provider() { return provider_; }

    test::VirtualClock& clock() { return clock_; }

    boost::asio::io_context& loop() { return loop_; }

    /// The buyer chose and authenticated; returns what the browser brings back.
    std::string authenticates(const Payment& payment, bool by_deposit) {
        const boost::json::object order{
            {"clientKey", "test_gck_made_up"},
            {"flow", "widget"},
            {"customerKey", "customer-1"},
            {"amount", payment.amount.minor},
            {"orderId", payment.order_id},
            {"orderName", payment.order_name},
            {"successUrl", "http://shop.test/success"},
            {"failUrl", "http://shop.test/fail"}};
        const auto opened = browser("sessions", order);
        const auto key = find_text(opened, "paymentKey").value_or("");
        const boost::json::object card{{"method", "CARD"}, {"cardNumber", "4242 4242 4242 4242"}};
        const boost::json::object deposit{
            {"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}, {"customerName", "김결"}};
        browser("sessions/" + key + "/authenticate", by_deposit ? deposit : card);
        return key;
    }

    void bank_does(const std::string& what, const std::string& payment_key) {
        browser("bank/" + what, {{"paymentKey", payment_key}});
    }

    void next_confirm(sandbox::Fault fault) {
        sandbox_.script({sandbox::toss::Operation::confirm, {fault}});
    }

    void next_cancel(sandbox::Fault fault) {
        sandbox_.script({sandbox::toss::Operation::cancel, {fault}});
    }

    /// Returns what the provider holds of the order, by its own count.
    std::int64_t holds(const std::string& order_id) const {
        std::int64_t sum = 0;
        for (const auto& line : sandbox_.books())
            if (line.order_id == order_id) sum += line.captured - line.returned;
        return sum;
    }

private:
    boost::json::object browser(const std::string& path, const boost::json::object& body) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = "/browser/" + path;
        request.body = boost::json::serialize(body);
        request.headers = {{"Content-Type", "application/json"}, {"Origin", "http://shop.test"}};
        const auto handled = sandbox_.handle(request, clock_.now());
        EXPECT_LT(handled.reply.status, 300) << path << ' ' << handled.reply.body;
        return parse_json_object(handled.reply.body).value_or(boost::json::object());
    }

    static sandbox::toss::Options options() {
        sandbox::toss::Options options;
        options.shop_origins = {"http://shop.test"};
        options.unknown_fields = true;
        return options;
    }

    boost::asio::io_context loop_;
    test::VirtualClock clock_;
    sandbox::toss::TossSandbox sandbox_{options()};
    sandbox::InProcessClient http_{
        clock_, "http://toss.test", [this](const ports::HttpRequest& request, Instant now) {
            return sandbox_.handle(request, now);
        }};
    test::SeededIds ids_{1};
    providers::toss::TossProvider provider_{
        {.widget = {{"test_gck_made_up", Secret("test_gsk_made_up")}}, .api = {}},
        {.api = "http://toss.test"},
        {.http = http_, .clock = clock_, .ids = ids_}};
};

template <typename World>
class ProviderContract : public testing::Test {
protected:
    ProviderOutcome run(Task<ProviderOutcome> task) {
        std::optional<ProviderOutcome> outcome;
        boost::asio::co_spawn(
            world().loop(),
            std::move(task),
            [&outcome](const std::exception_ptr& failure, ProviderOutcome value) {
                if (failure == nullptr) outcome = std::move(value);
            }
        );
        auto& clock = world().clock();
        const Instant latest = clock.now() + 2 * limits::provider_deadline;
        clock.run_until_idle(world().loop());
        while (!outcome && clock.next_call() && *clock.next_call() <= latest)
            clock.advance_to(world().loop(), *clock.next_call());
        EXPECT_TRUE(outcome) << "no answer within the deadline, or an exception";
        return outcome.value_or(ProviderOutcome{});
    }

    /// A payment of 9,900 won whose buyer came back, its attempt stored.
    Payment attempt(bool by_deposit = false) {
        domain::NewPayment made_of;
        made_of.order_id = "ord_000001";
        made_of.order_name = "성격 검사";
        made_of.plan_id = "basic";
        made_of.amount = {9900, domain::Currency::krw};
        made_of.account = World::account;
        made_of.customer_key = "customer-1";
        const auto made = domain::begin_payment(std::move(made_of), now());
        return begin(made, world().authenticates(made, by_deposit));
    }

    Payment begin(const Payment& payment, const std::string& key) {
        const auto start = domain::begin_confirm(
            payment, {.payment_key = key, .order_id = payment.order_id, .amount_minor = 9900}, now()
        );
        EXPECT_TRUE(start && start->step == domain::ConfirmStart::Step::send);
        return start->payment;
    }

    Payment settle(const Payment& payment, const ProviderOutcome& outcome) {
        const auto window = world().provider().facts().not_found_after;
        return domain::settle(payment, outcome, window, now());
    }

    void passes(Millis time) { world().clock().advance(world().loop(), time); }

    Instant now() { return world().clock().now(); }

    World& world() { return *world_; }

    void begins_anew() { world_ = std::make_unique<World>(); }

private:
    std::unique_ptr<World> world_ = std::make_unique<World>();
};

using EveryProvider = testing::Types<TossWorld>;
TYPED_TEST_SUITE(ProviderContract, EveryProvider);

TYPED_TEST(ProviderContract, AnHonestConfirmTakesTheMoneyOnce) {
    const auto payment = this->attempt();
    const auto outcome = this->run(this->world().provider().confirm(payment));
    ASSERT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->total, payment.amount);
    EXPECT_EQ(outcome.view->method, domain::PaymentMethod::card);
    EXPECT_EQ(this->settle(payment, outcome).status, PaymentStatus::completed);
    EXPECT_EQ(this->world().holds("ord_000001"), 9900);
}

TYPED_TEST(ProviderContract, SendingTheSameAttemptAgainTakesNothingMore) {
    const auto payment = this->attempt();
    this->run(this->world().provider().confirm(payment));
    const auto replay = this->run(this->world().provider().confirm(payment));
    EXPECT_EQ(replay.kind, Kind::approved);
    EXPECT_EQ(this->world().holds("ord_000001"), 9900);
}

TYPED_TEST(ProviderContract, WhateverHappensToTheAnswerAnAskFindsTheMoney) {
    for (const auto kind :
         {FaultKind::drop_reply,
          FaultKind::error_after_execute,
          FaultKind::answer_html,
          FaultKind::cut_json,
          FaultKind::unknown_status,
          FaultKind::empty_body}) {
        this->begins_anew();
        const auto payment = this->attempt();
        this->world().next_confirm({.kind = kind, .delay = 0ms});
        const auto lost = this->run(this->world().provider().confirm(payment));
        EXPECT_EQ(lost.kind, Kind::unknown) << static_cast<int>(kind);
        const auto open = this->settle(payment, lost);
        EXPECT_EQ(open.status, PaymentStatus::unknown) << static_cast<int>(kind);
        const auto found = this->run(this->world().provider().ask(open));
        EXPECT_EQ(this->settle(open, found).status, PaymentStatus::completed);
        EXPECT_EQ(this->world().holds("ord_000001"), 9900) << static_cast<int>(kind);
    }
}

TYPED_TEST(ProviderContract, NothingSentIsProvedAndTakesNothing) {
    const auto payment = this->attempt();
    this->world().next_confirm({.kind = FaultKind::refuse_connection, .delay = 0ms});
    const auto refused = this->run(this->world().provider().confirm(payment));
    EXPECT_EQ(refused.kind, Kind::not_sent);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);

    // The second try asks first, finds that the books wait for it, and is sent under its own key.
    const auto again = this->settle(payment, refused);
    ASSERT_EQ(again.status, PaymentStatus::pending);
    const auto second = this->begin(again, payment.attempt->payment_key);
    EXPECT_EQ(this->run(this->world().provider().confirm(second)).kind, Kind::approved);
    EXPECT_EQ(this->world().holds("ord_000001"), 9900);
}

TYPED_TEST(ProviderContract, ALostRequestIsUnknownUntilTheProviderGivesItUp) {
    auto payment = this->attempt();
    this->world().next_confirm({.kind = FaultKind::lose_request, .delay = 0ms});
    const auto lost = this->run(this->world().provider().confirm(payment));
    EXPECT_EQ(lost.kind, Kind::unknown);
    payment = this->settle(payment, lost);
    payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
    EXPECT_EQ(payment.status, PaymentStatus::unknown) << "it could still be taken";
    this->passes(30min);
    payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
    EXPECT_EQ(payment.status, PaymentStatus::expired);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);
}

TYPED_TEST(ProviderContract, AnAnswerPastTheDeadlineIsUnknownAndTheMoneyIsFound) {
    auto payment = this->attempt();
    this->world().next_confirm({.kind = FaultKind::delay, .delay = limits::provider_deadline + 1s});
    const auto start = this->now();
    const auto slow = this->run(this->world().provider().confirm(payment));
    EXPECT_EQ(slow.kind, Kind::unknown);
    EXPECT_EQ(this->now() - start, limits::provider_deadline);
    payment = this->settle(payment, slow);
    this->passes(1min);
    payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
    EXPECT_EQ(payment.status, PaymentStatus::completed);
    EXPECT_EQ(this->world().holds("ord_000001"), 9900);
}

TYPED_TEST(ProviderContract, NothingIsSentAfterTheAttemptsLastInstant) {
    const auto payment = this->attempt();
    this->passes(limits::send_within + 1ms);
    EXPECT_EQ(this->run(this->world().provider().confirm(payment)).kind, Kind::not_sent);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);
}

TYPED_TEST(ProviderContract, AnotherAmountThanTheBuyerSawTakesNothing) {
    auto payment = this->attempt();
    payment.amount.minor = 9800;
    const auto outcome = this->run(this->world().provider().confirm(payment));
    EXPECT_EQ(outcome.kind, Kind::declined);
    EXPECT_TRUE(outcome.alarm);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);
}

TYPED_TEST(ProviderContract, SomebodyElsesKeyTakesNothingAndIsNeverTakenForOurs) {
    auto payment = this->attempt();
    auto other = payment;
    other.order_id = "ord_000002";
    const auto other_key = this->world().authenticates(other, false);
    other.attempt->payment_key = other_key;
    other.attempt->idempotency_key = "ord_000002-confirm-1";
    ASSERT_EQ(this->run(this->world().provider().confirm(other)).kind, Kind::approved);

    payment.attempt->payment_key = other_key;
    const auto stolen = this->run(this->world().provider().confirm(payment));
    EXPECT_NE(stolen.kind, Kind::approved);
    const auto asked = this->run(this->world().provider().ask(payment));
    EXPECT_EQ(asked.kind, Kind::unknown);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);
    EXPECT_EQ(this->world().holds("ord_000002"), 9900);
}

TYPED_TEST(ProviderContract, WhatTheProviderNeverHeardOfIsAbsent) {
    auto payment = this->attempt();
    payment.order_id = "ord_000009";
    payment.attempt->payment_key = "nobodys_key";
    const auto outcome = this->run(this->world().provider().ask(payment));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_TRUE(outcome.absent);
}

TYPED_TEST(ProviderContract, ADepositComesAndIsTakenBack) {
    auto payment = this->attempt(true);
    payment = this->settle(payment, this->run(this->world().provider().confirm(payment)));
    ASSERT_EQ(payment.status, PaymentStatus::waiting_for_deposit);
    EXPECT_EQ(payment.virtual_account->bank, "신한은행");
    EXPECT_FALSE(payment.deposit_secret.empty());

    this->world().bank_does("deposit", payment.attempt->payment_key);
    payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
    EXPECT_EQ(payment.status, PaymentStatus::completed);
    this->passes(1h);
    this->world().bank_does("take-back", payment.attempt->payment_key);
    payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
    EXPECT_EQ(payment.status, PaymentStatus::waiting_for_deposit);
    EXPECT_EQ(this->world().holds("ord_000001"), 0);
}

TYPED_TEST(ProviderContract, AnOpenAccountIsCancelledUnlessTheDepositWasFaster) {
    for (const bool deposit_is_faster : {false, true}) {
        this->begins_anew();
        auto payment = this->attempt(true);
        payment = this->settle(payment, this->run(this->world().provider().confirm(payment)));
        payment = domain::begin_cancel(payment, this->now())->payment;
        if (deposit_is_faster) this->world().bank_does("deposit", payment.attempt->payment_key);
        payment = this->settle(payment, this->run(this->world().provider().close(payment)));
        EXPECT_EQ(
            payment.status, deposit_is_faster ? PaymentStatus::completed : PaymentStatus::cancelled
        );
        EXPECT_EQ(this->world().holds("ord_000001"), deposit_is_faster ? 9900 : 0);
    }
}

TYPED_TEST(ProviderContract, MoneyGoesBackOnceWhateverHappensToTheAnswer) {
    for (const auto kind : {FaultKind::none, FaultKind::drop_reply, FaultKind::lose_request}) {
        this->begins_anew();
        auto payment = this->attempt();
        payment = this->settle(payment, this->run(this->world().provider().confirm(payment)));
        payment = domain::return_all(payment, this->now());
        const auto key_life = this->world().provider().facts().key_life;
        this->world().next_cancel({.kind = kind, .delay = 0ms});
        for (int tries = 0; tries < 2; ++tries) {
            if (payment.refunds[0].status == domain::RefundStatus::completed) break;
            payment = domain::send_refund(payment, key_life, this->now());
            payment = this->settle(payment, this->run(this->world().provider().refund(payment)));
            payment = this->settle(payment, this->run(this->world().provider().ask(payment)));
        }
        EXPECT_EQ(payment.refunds[0].status, domain::RefundStatus::completed)
            << static_cast<int>(kind);
        EXPECT_EQ(payment.refunds.size(), 1U) << "found again by its number, not taken for another";
        EXPECT_EQ(payment.status, PaymentStatus::refunded);
        EXPECT_EQ(this->world().holds("ord_000001"), 0);
    }
}

}  // namespace
}  // namespace gyeol
