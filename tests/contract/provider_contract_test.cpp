// The promises of the provider port, kept against each provider's simulator whatever goes wrong between:
// what an outcome says is what stands in the simulator's own books.
#include "contract/provider_harness.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"

namespace gyeol::contract {

using namespace std::chrono_literals;
using domain::Payment;
using domain::PaymentStatus;
using domain::RefundStatus;
using sandbox::FaultKind;
using Kind = domain::ProviderOutcome::Kind;

Payment ProviderContract::orders(const std::string& order_id) {
    auto& provider = world().provider();
    domain::NewPayment made_of;
    made_of.order_id = order_id;
    made_of.order_name = "성격 검사";
    made_of.plan_id = "basic";
    made_of.amount = {9900, domain::Currency::krw};
    made_of.provider = provider.name();
    made_of.flow = provider.facts().flows.front();
    made_of.account = provider.account_for(made_of.flow).value();
    made_of.customer_key = "customer-1";
    const auto made = domain::begin_payment(std::move(made_of), now());
    if (!provider.facts().prepares) return made;
    const ports::ReturnUrls urls{
        "http://shop.test/success", "http://shop.test/fail", "http://shop.test/cancel"};
    auto ready = run(provider.prepare(made, urls));
    EXPECT_TRUE(ready);
    return domain::keep_preparation(made, std::move(*ready), now());
}

Payment ProviderContract::attempt(const std::string& order_id) {
    const auto payment = orders(order_id);
    return begin(payment, world().authenticates(payment));
}

Payment ProviderContract::begin(const Payment& payment, const domain::ConfirmPayment& command) {
    const auto start = domain::begin_confirm(payment, command, now());
    EXPECT_TRUE(start && start->step == domain::ConfirmStart::Step::send);
    return start->payment;
}

domain::RequestRefund ProviderContract::request_of(std::int64_t amount, std::int64_t balance) {
    domain::RequestRefund request;
    request.amount_minor = amount;
    request.expected_balance_minor = balance;
    request.reason = "반품";
    return request;
}

Payment ProviderContract::settle(const Payment& payment, const domain::ProviderOutcome& outcome) {
    const auto window = world().provider().facts().not_found_after;
    return domain::settle(payment, outcome, window, now());
}

namespace {

/// Everything that may happen to an answer after the provider has acted.
constexpr FaultKind lost_answers[] = {
    FaultKind::drop_reply,
    FaultKind::error_after_execute,
    FaultKind::answer_html,
    FaultKind::cut_json,
    FaultKind::unknown_status,
    FaultKind::empty_body,
};

TEST_P(ProviderContract, AnHonestConfirmTakesTheMoneyOnce) {
    const auto payment = attempt();
    const auto outcome = confirms(payment);
    ASSERT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->total, payment.amount);
    EXPECT_EQ(outcome.view->method, domain::PaymentMethod::card);
    EXPECT_EQ(settle(payment, outcome).status, PaymentStatus::completed);
    EXPECT_EQ(world().holds("ord_000001"), 9900);
}

TEST_P(ProviderContract, WhatIsOfferedCanBePaidInWon) {
    const auto facts = world().provider().facts();
    ASSERT_FALSE(facts.flows.empty());
    EXPECT_TRUE(ports::takes(facts, domain::Currency::krw));
    const auto payment = orders();
    const auto checkout = world().provider().browser_checkout(payment);
    ASSERT_TRUE(checkout);
    EXPECT_FALSE(checkout->type.empty());
    auto others = payment;
    others.account = "another_merchants";
    EXPECT_EQ(world().provider().browser_checkout(others).error().reason, "account_not_configured");
}

TEST_P(ServerSendsContract, NothingIsSentForAnotherMerchantsPayment) {
    auto payment = attempt();
    payment.account = "another_merchants";
    const auto refused = confirms(payment);
    EXPECT_EQ(refused.kind, Kind::not_sent);
    EXPECT_TRUE(refused.alarm);
    const auto asked = asks(payment);
    EXPECT_EQ(asked.kind, Kind::unknown);
    EXPECT_TRUE(asked.alarm);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(ProviderContract, SendingTheSameAttemptAgainTakesNothingMore) {
    const auto payment = attempt();
    confirms(payment);
    EXPECT_EQ(confirms(payment).kind, Kind::approved);
    EXPECT_EQ(world().holds("ord_000001"), 9900);
}

TEST_P(ProviderContract, WhateverHappensToTheAnswerTheMoneyIsFound) {
    for (const auto kind : lost_answers) {
        begins_anew();
        auto payment = attempt();
        world().next_confirm({.kind = kind, .delay = 0ms});
        const auto lost = confirms(payment);
        // Some adapters ask at once; none may say that nothing was taken.
        EXPECT_TRUE(lost.kind == Kind::unknown || lost.kind == Kind::approved)
            << static_cast<int>(kind);
        payment = settle(payment, lost);
        payment = settle(payment, asks(payment));
        EXPECT_EQ(payment.status, PaymentStatus::completed) << static_cast<int>(kind);
        EXPECT_EQ(world().holds("ord_000001"), 9900) << static_cast<int>(kind);
    }
}

TEST_P(ServerSendsContract, NothingSentIsProvedAndTakesNothing) {
    const auto ordered = orders();
    const auto brought = world().authenticates(ordered);
    const auto payment = begin(ordered, brought);
    world().next_confirm({.kind = FaultKind::refuse_connection, .delay = 0ms});
    const auto refused = confirms(payment);
    EXPECT_EQ(refused.kind, Kind::not_sent);
    EXPECT_EQ(world().holds("ord_000001"), 0);

    // The second try asks first, finds that the books wait for it, and is sent.
    const auto again = settle(payment, refused);
    ASSERT_EQ(again.status, PaymentStatus::pending);
    EXPECT_EQ(confirms(begin(again, brought)).kind, Kind::approved);
    EXPECT_EQ(world().holds("ord_000001"), 9900);
}

TEST_P(ServerSendsContract, ALostRequestIsUnknownForAsLongAsItCouldBeTaken) {
    auto payment = attempt();
    world().next_confirm({.kind = FaultKind::lose_request, .delay = 0ms});
    const auto lost = confirms(payment);
    EXPECT_EQ(lost.kind, Kind::unknown);
    payment = settle(payment, lost);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::unknown) << "it could still be taken";
    passes(30min);
    payment = settle(payment, asks(payment));
    const bool is_given_up = world().habits().forgets_unsent;
    EXPECT_EQ(payment.status, is_given_up ? PaymentStatus::expired : PaymentStatus::unknown);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(ProviderContract, AnAnswerPastTheDeadlineIsUnknownAndTheMoneyIsFound) {
    const auto within = world().habits().answers_within;
    auto payment = attempt();
    world().next_confirm({.kind = FaultKind::delay, .delay = within + 1s});
    const auto start = now();
    const auto slow = confirms(payment);
    EXPECT_EQ(slow.kind, Kind::unknown);
    EXPECT_EQ(now() - start, within);
    payment = settle(payment, slow);
    passes(1min);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::completed);
    EXPECT_EQ(world().holds("ord_000001"), 9900);
}

TEST_P(ServerSendsContract, NothingIsSentAfterTheAttemptsLastInstant) {
    const auto payment = attempt();
    passes(limits::send_within + 1ms);
    EXPECT_EQ(confirms(payment).kind, Kind::not_sent);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(ServerSendsContract, AnotherAmountThanTheBuyerSawTakesNothing) {
    auto payment = attempt();
    payment.amount.minor = 9800;
    const auto outcome = confirms(payment);
    EXPECT_EQ(outcome.kind, Kind::declined);
    EXPECT_TRUE(outcome.alarm);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(ServerSendsContract, SomebodyElsesProofTakesNothingAndIsNeverTakenForOurs) {
    const auto other = attempt("ord_000002");
    auto payment = attempt();
    ASSERT_EQ(confirms(other).kind, Kind::approved);

    payment = world().with_proof_of(payment, other);
    EXPECT_NE(confirms(payment).kind, Kind::approved);
    EXPECT_EQ(asks(payment).kind, Kind::unknown);
    EXPECT_EQ(world().holds("ord_000001"), 0);
    EXPECT_EQ(world().holds("ord_000002"), 9900);
}

TEST_P(ProviderContract, WhatTheProviderNeverHeardOfIsNeverAnAnswer) {
    const auto outcome = asks(world().unheard_of(attempt()));
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_EQ(outcome.absent, world().habits().tells_absence);
    EXPECT_TRUE(outcome.absent || outcome.alarm) << "somebody must look where it cannot be";
}

TEST_P(ProviderContract, PartsGoBackAndSumToTheWhole) {
    auto payment = attempt();
    payment = settle(payment, confirms(payment));
    for (const std::int64_t part : {1, 3333, 6566}) {
        const auto left = domain::refundable(payment).minor;
        const auto asked = domain::begin_refund(payment, request_of(part, left), now());
        ASSERT_TRUE(asked) << part;
        payment = domain::send_refund(*asked, world().provider().facts().key_life, now());
        const auto outcome = refunds(payment);
        ASSERT_EQ(outcome.kind, Kind::approved) << part << ' ' << outcome.detail;
        payment = settle(payment, outcome);
        EXPECT_EQ(payment.refunds.back().status, RefundStatus::completed) << part;
        EXPECT_EQ(world().holds("ord_000001"), left - part);
        passes(1min);
    }
    EXPECT_EQ(payment.status, PaymentStatus::refunded);
    EXPECT_EQ(payment.refunds.size(), 3U) << "none was taken for one by another hand";
}

TEST_P(ProviderContract, MoneyGoesBackOnceWhateverHappensToTheAnswer) {
    for (const auto kind : lost_answers) {
        begins_anew();
        auto payment = attempt();
        payment = settle(payment, confirms(payment));
        payment = domain::return_all(payment, now());
        world().next_refund({.kind = kind, .delay = 0ms});
        payment = domain::send_refund(payment, world().provider().facts().key_life, now());
        payment = settle(payment, refunds(payment));
        payment = settle(payment, asks(payment));
        EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed) << static_cast<int>(kind);
        EXPECT_EQ(payment.refunds.size(), 1U) << "found again, not taken for another";
        EXPECT_EQ(payment.status, PaymentStatus::refunded) << static_cast<int>(kind);
        EXPECT_EQ(world().holds("ord_000001"), 0);
    }
}

TEST_P(ProviderContract, ARefundThatNeverArrivedGoesOutAgainOnlyUnderAKey) {
    auto payment = attempt();
    payment = settle(payment, confirms(payment));
    payment = domain::return_all(payment, now());
    const auto key_life = world().provider().facts().key_life;
    world().next_refund({.kind = FaultKind::lose_request, .delay = 0ms});
    payment = domain::send_refund(payment, key_life, now());
    const auto lost = refunds(payment);
    EXPECT_EQ(lost.kind, Kind::unknown);
    payment = settle(settle(payment, lost), asks(payment));
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::sending);
    EXPECT_EQ(world().holds("ord_000001"), 9900);

    passes(1min);
    payment = domain::send_refund(payment, key_life, now());
    if (key_life == Millis(0)) {
        EXPECT_EQ(payment.refunds[0].status, RefundStatus::needs_operator);
        return;
    }
    payment = settle(payment, refunds(payment));
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(ProviderContract, ARefundThatWasProvedNotSentMayGoOutAgain) {
    auto payment = attempt();
    payment = settle(payment, confirms(payment));
    payment = domain::return_all(payment, now());
    const auto key_life = world().provider().facts().key_life;
    world().next_refund({.kind = FaultKind::refuse_connection, .delay = 0ms});
    payment = domain::send_refund(payment, key_life, now());
    EXPECT_EQ(refunds(payment).kind, Kind::not_sent);
    payment = domain::unsend_refund(payment, now());
    passes(1min);
    payment = domain::send_refund(payment, key_life, now());
    payment = settle(payment, refunds(payment));
    EXPECT_EQ(payment.refunds[0].status, RefundStatus::completed);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

}  // namespace
}  // namespace gyeol::contract
