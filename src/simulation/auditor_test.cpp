// Each promise, broken once: an auditor that finds nothing must be one that can find something.
#include "simulation/auditor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::simulation {
namespace {

using domain::PaymentStatus;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Instant noon{Millis(1'767'322'800'000)};
constexpr domain::Money price{9'900, domain::Currency::krw};

/// A line of the provider's books about `order_1`.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): in the order of the books.
BookEntry entry(const std::string& payment_key, std::int64_t captured, std::int64_t returned) {
    BookEntry made;
    made.payment_key = payment_key;
    made.order_id = "order_1";
    made.captured = captured;
    made.returned = returned;
    return made;
}

/// One payment from its order to the audit, with everything in order unless a test says otherwise.
class Audited : public testing::Test {
protected:
    static domain::Payment made(const std::string& order_id) {
        domain::NewPayment order;
        order.order_id = order_id;
        order.plan_id = "basic";
        order.amount = price;
        return domain::begin_payment(std::move(order), noon);
    }

    void stores(domain::Payment& payment) {
        ++payment.meta.version;
        chronicle.stored(payment);
    }

    void tells(domain::Payment& payment) {
        for (const auto& event : payment.meta.events) {
            ports::PaymentLine line;
            line.at = event.at;
            line.action = event.type;
            line.order_id = payment.order_id;
            line.status = std::string(word(event.status));
            chronicle.told(line);
        }
        payment.meta.events.clear();
    }

    void moves(domain::Payment& payment, PaymentStatus to) {
        domain::move_to(payment, to, noon);
        if (to == PaymentStatus::completed) {
            payment.captured = price;
            payment.completed_at = noon;
        }
        stores(payment);
        tells(payment);
    }

    domain::Payment paid(const std::string& order_id) {
        auto payment = made(order_id);
        stores(payment);
        tells(payment);
        moves(payment, PaymentStatus::processing);
        moves(payment, PaymentStatus::completed);
        return payment;
    }

    std::vector<std::string> findings() { return audit(evidence, chronicle); }

    void expect(const std::string& finding) {
        EXPECT_THAT(findings(), Contains(HasSubstr(finding)));
    }

    Audited() { evidence.now = noon; }

    Evidence evidence;
    Chronicle chronicle;
};

TEST_F(Audited, APaymentInOrderIsNoFinding) {
    evidence.payments = {paid("order_1")};
    evidence.books = {entry("key_1", 9'900, 0)};
    EXPECT_THAT(findings(), IsEmpty());
}

TEST_F(Audited, MoneyWeKnowNothingOfIsFound) {
    evidence.books = {entry("key_1", 9'900, 0)};
    expect("order_1 is not known to us");
    expect("the providers keep 9900 KRW more than we say");
}

TEST_F(Audited, AnotherAmountIsFound) {
    evidence.payments = {paid("order_1")};
    evidence.books = {entry("key_1", 9'900, 900)};
    expect("order_1: the provider keeps 9000, we say 9900");
}

TEST_F(Audited, TwoCapturesOfOneOrderAreFound) {
    evidence.payments = {paid("order_1")};
    evidence.books = {entry("key_1", 9'900, 0), entry("key_2", 9'900, 9'900)};
    expect("order_1 is captured twice");
    expect("order_1 is charged more than its price");
}

TEST_F(Audited, MoreBackThanCameIsFound) {
    evidence.books = {entry("key_1", 9'900, 10'000)};
    expect("order_1 went back more than it was taken");
}

TEST_F(Audited, TwoOpenPaymentsOfOnePurchaseAreFound) {
    auto first = made("order_1");
    auto second = made("order_2");
    stores(first);
    stores(second);
    moves(first, PaymentStatus::processing);
    moves(second, PaymentStatus::processing);
    expect("of one purchase are open at once");
}

TEST_F(Audited, OnePurchasePaidTwiceIsFound) {
    auto first = made("order_1");
    auto second = made("order_2");
    stores(first);
    stores(second);
    for (auto* payment : {&first, &second}) {
        moves(*payment, PaymentStatus::processing);
        moves(*payment, PaymentStatus::completed);
    }
    evidence.payments = {first, second};
    expect("order_1 and order_2 both hold money of one purchase");
}

TEST_F(Audited, AMoveWithoutAnEventIsFound) {
    auto payment = made("order_1");
    stores(payment);
    payment.status = PaymentStatus::processing;
    stores(payment);
    expect("order_1 became processing without an event");
}

TEST_F(Audited, AnEventThatIsNeverToldIsFound) {
    auto payment = made("order_1");
    stores(payment);
    expect("payment.created was never told");
}

TEST_F(Audited, AnEventToldBeforeAnEarlierOneIsFound) {
    auto payment = made("order_1");
    stores(payment);
    domain::move_to(payment, PaymentStatus::processing, noon);
    stores(payment);
    payment.meta.events.erase(payment.meta.events.begin());
    tells(payment);
    expect("payment.processing of order_1 was told out of order");
}

TEST_F(Audited, AnotherAnswerToARepeatIsFound) {
    chronicle.answered("start a", "order_1");
    chronicle.answered("start a", "order_1");
    EXPECT_THAT(findings(), IsEmpty());
    chronicle.answered("start a", "order_2");
    expect("start a was answered");
}

TEST_F(Audited, WhatIsLeftOpenIsFound) {
    auto payment = made("order_1");
    stores(payment);
    tells(payment);
    moves(payment, PaymentStatus::processing);
    domain::Refund refund;
    refund.reason = "a";
    refund.status = domain::RefundStatus::sending;
    payment.refunds.push_back(refund);
    refund.status = domain::RefundStatus::completed;
    payment.refunds.push_back(refund);
    payment.discrepant = true;
    evidence.payments = {payment};
    evidence.unread_webhooks = 1;
    expect("order_1 is left processing");
    expect("order_1 has a refund left sending");
    expect("order_1 was refunded twice for one request");
    expect("order_1 is discrepant");
    expect("1 webhooks are left unread");
}

/// An entry of the ledger: 9,900 won that the provider owes us, against `credit`.
domain::LedgerEntry entry_of_sale(std::uint64_t number, std::int64_t credit) {
    using enum domain::LedgerAccount;
    constexpr auto posted = domain::LedgerPhase::posted;
    domain::LedgerEntry entry;
    entry.number = number;
    entry.lines = {
        {{provider_receivable, posted, {9900, domain::Currency::krw}}, {}},
        {{revenue, posted, {-credit, domain::Currency::krw}}, {}}};
    return entry;
}

TEST(LedgerAuditor, FindsNothingWhenTheLedgerIsTheBooks) {
    Evidence evidence;
    evidence.books.push_back(
        {.payment_key = "key", .order_id = "ord_1", .captured = 9900, .returned = 0}
    );
    evidence.ledger.push_back(entry_of_sale(1, 9900));
    EXPECT_EQ(audit_ledger(evidence), std::vector<std::string>());
}

TEST(LedgerAuditor, FindsMoneyThatIsNotInTheLedger) {
    Evidence evidence;
    evidence.books.push_back(
        {.payment_key = "key", .order_id = "ord_1", .captured = 9900, .returned = 0}
    );
    EXPECT_EQ(audit_ledger(evidence).size(), 1U);
}

TEST(LedgerAuditor, FindsEntriesThatDoNotBalanceOrAreOutOfTheirRow) {
    Evidence evidence;
    evidence.books.push_back(
        {.payment_key = "key", .order_id = "ord_1", .captured = 9900, .returned = 0}
    );
    evidence.ledger.push_back(entry_of_sale(2, 9000));
    EXPECT_EQ(audit_ledger(evidence).size(), 2U);
}

TEST(LedgerAuditor, FindsWhatIsLeftPending) {
    Evidence evidence;
    auto entry = entry_of_sale(1, 9900);
    for (auto& line : entry.lines)
        line.position.phase = domain::LedgerPhase::pending;
    evidence.ledger.push_back(entry);
    EXPECT_EQ(audit_ledger(evidence).size(), 2U);
}

}  // namespace
}  // namespace gyeol::simulation
