// Two tabs, two phones, two processes: one purchase never has two payments that could be paid.
#include "app/checkout_token.hpp"
#include "base/limits.hpp"
#include "support/shop.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace gyeol::test {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;
using sandbox::FaultKind;
using sandbox::toss::Operation;
using Fault = storage::MemoryStore::Fault;

class StartPayment : public testing::Test {
protected:
    Result<app::Checkout> starts(std::string key = {}, std::string plan = "basic") {
        return shop.runs(shop.app().start_payment(
            buyer, {.plan_id = std::move(plan), .idempotency_key = std::move(key)}
        ));
    }

    Shop shop;
    domain::User buyer = shop.registers();
};

TEST_F(StartPayment, TheAmountIsTheCataloguesAndTheCustomerKeyTheBuyers) {
    const auto order = shop.starts(buyer, "plus");
    EXPECT_EQ(order.checkout.payment.amount, (domain::Money{19'900, domain::Currency::krw}));
    EXPECT_EQ(order.checkout.payment.customer_key, buyer.customer_key);
    EXPECT_EQ(shop.starts(buyer).checkout.payment.customer_key, buyer.customer_key);
    EXPECT_EQ(starts({}, "no-such-plan").error().reason, "unknown_plan");
}

TEST_F(StartPayment, TheTokenFindsThePaymentAndIsStoredNowhere) {
    const auto order = shop.starts(buyer);
    EXPECT_EQ(app::order_id_of(SeededIds(1), order.token()), order.order_id());
    EXPECT_EQ(
        shop.store()
            .test_document(domain::RecordKind::payments, order.id().raw())
            .find(order.token()),
        std::string::npos
    );
    EXPECT_EQ(shop.runs(shop.app().read_checkout(order.token()))->payment.id, order.id());
}

TEST_F(StartPayment, ANewPaymentSupersedesAPendingOne) {
    const auto first = shop.authenticates(shop.starts(buyer));
    const auto second = shop.pays(buyer);
    EXPECT_EQ(shop.payment(first).status, PaymentStatus::cancelled);
    EXPECT_EQ(shop.payment(first).failure->code, "superseded");
    EXPECT_EQ(shop.confirms(first).error().reason, "payment_cancelled");
    EXPECT_EQ(shop.taken(first.order_id()), 0);
    EXPECT_EQ(shop.taken(second.order_id()), 9'900);
}

TEST_F(StartPayment, AnOpenPaymentIsInTheWayAndNamed) {
    const auto waiting = shop.pays(buyer, Means::virtual_account);
    const auto refused = starts();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(refused.error().reason, "purchase_in_progress");
    EXPECT_EQ(refused.error().object_id, waiting.id().hex());
    EXPECT_TRUE(starts({}, "plus")) << "another plan is another purchase";

    shop.at_the_bank("deposit", waiting);
    EXPECT_TRUE(starts()) << "what is paid for may be bought again";
}

TEST_F(StartPayment, AnUnknownOutcomeIsInTheWayUntilItIsDecided) {
    const auto order = shop.authenticates(shop.starts(buyer));
    shop.webhooks_arrive(false);
    shop.meets(Operation::confirm, {{FaultKind::lose_request}});
    ASSERT_EQ(shop.confirms(order)->status, PaymentStatus::unknown);
    EXPECT_EQ(starts().error().reason, "purchase_in_progress");
    shop.passes(std::chrono::days(1));
    EXPECT_NE(shop.payment(order).status, PaymentStatus::unknown);
    EXPECT_TRUE(starts());
}

TEST_F(StartPayment, AnOrderIsGivenUpAfterAnHour) {
    const auto order = shop.starts(buyer);
    shop.passes(limits::payment_life - 1s);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::pending);
    shop.passes(2s);
    EXPECT_EQ(shop.payment(order).status, PaymentStatus::expired);
}

TEST_F(StartPayment, ARepeatUnderItsKeyIsTheSamePaymentAndDisturbsNoNewerOne) {
    const auto first = starts("key");
    ASSERT_TRUE(first);
    EXPECT_EQ(starts("key")->payment.id, first->payment.id);
    const auto newer = shop.authenticates(shop.starts(buyer));
    EXPECT_EQ(starts("key")->payment.status, PaymentStatus::cancelled);
    EXPECT_EQ(shop.confirms(newer)->status, PaymentStatus::completed);
}

TEST_F(StartPayment, APaymentWhosePurchaseMovedOnIsNeverCreated) {
    // The purchase already pointed at it when its creation failed; then another tab was faster.
    std::vector<Fault> faults;
    for (int tries = 0; tries < limits::store_tries; ++tries)
        faults.insert(faults.end(), {Fault::none, Fault::unavailable});
    shop.store().test_fail_next(faults);
    ASSERT_FALSE(starts("key of the first tab"));
    const auto second = shop.authenticates(shop.starts(buyer));
    const auto late = starts("key of the first tab");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().reason, "purchase_superseded");
    EXPECT_EQ(shop.confirms(second)->status, PaymentStatus::completed);
}

/// Tabs of one buyer, each starting and paying in its own time, on a store that takes its time.
class Tabs {
public:
    Tabs(std::uint64_t seed, int count) : random_(seed) {
        buyer_ = shop_.registers();
        shop_.store_takes_its_time(seed);
        for (int tab = 0; tab < count; ++tab)
            tabs_.push_back({shop_.now() + Millis(random_() % 40), nullptr, nullptr});
    }

    /// Returns the first moment at which two payments could be paid, empty when there is none.
    std::string run() {
        for (int step = 0; step < 100; ++step) {
            for (auto& tab : tabs_)
                move(tab);
            shop_.passes(1ms);
            const auto open = open_payments();
            if (open > 1) return fmt::format("{} open payments at step {}", open, step);
        }
        return {};
    }

    std::int64_t captures() {
        std::int64_t count = 0;
        for (const auto& line : shop_.sandbox().books())
            count += line.captured > 0 ? 1 : 0;
        return count;
    }

    std::int64_t completed() { return count_if({PaymentStatus::completed}); }

private:
    struct Tab {
        Instant starts_at;
        std::shared_ptr<Shop::Pending<Result<app::Checkout>>> start;
        std::shared_ptr<Shop::Pending<Result<domain::Payment>>> confirm;
    };

    void move(Tab& tab) {
        if (!tab.start && shop_.now() >= tab.starts_at) {
            tab.start = shop_.begins(
                shop_.app().start_payment(buyer_, {.plan_id = "basic", .idempotency_key = {}})
            );
        }
        const bool is_ready = tab.start && tab.start->value && *tab.start->value && !tab.confirm;
        if (!is_ready || random_() % 4 != 0) return;
        const auto order = shop_.authenticates(Order{**tab.start->value, {}});
        tab.confirm = shop_.begins(shop_.app().confirm_payment(
            {.owner = buyer_.id, .checkout_token = std::nullopt},
            {.payment_key = order.payment_key, .order_id = order.order_id(), .amount_minor = 9'900}
        ));
    }

    std::int64_t open_payments() {
        return count_if(
            {PaymentStatus::pending,
             PaymentStatus::processing,
             PaymentStatus::unknown,
             PaymentStatus::waiting_for_deposit}
        );
    }

    std::int64_t count_if(const std::vector<PaymentStatus>& statuses) {
        std::int64_t count = 0;
        for (const auto status : statuses) {
            const auto page =
                shop_.runs(shop_.store().list_payments({std::nullopt, status}, {}, 50));
            count += static_cast<std::int64_t>(page.value().payments.size());
        }
        return count;
    }

    std::mt19937_64 random_;
    Shop shop_;
    domain::User buyer_;
    std::vector<Tab> tabs_;
};

TEST_F(StartPayment, TwoTabsNeverHoldTwoOpenPayments) {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        Tabs tabs(seed, 2 + static_cast<int>(seed % 3));
        ASSERT_EQ(tabs.run(), "");
        ASSERT_EQ(tabs.captures(), tabs.completed());
        ASSERT_GT(tabs.completed(), 0) << "some tab succeeds";
    }
}

}  // namespace
}  // namespace gyeol::test
