#include "domain/purchase.hpp"

#include "domain/aggregate.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

TEST(Purchase, IsHeldByWhatMayStillTakeMoneyAndWasSent) {
    for (const auto status : all_payment_statuses) {
        const bool is_open = status == PaymentStatus::processing ||
                             status == PaymentStatus::unknown ||
                             status == PaymentStatus::waiting_for_deposit;
        EXPECT_EQ(holds_purchase(status), is_open) << word(status);
    }
}

TEST(Words, EveryStatusFlowAndMeansIsReadBackFromItsWord) {
    for (const auto status : all_payment_statuses)
        EXPECT_EQ(find_payment_status(word(status)), status);
    EXPECT_FALSE(find_payment_status("COMPLETED"));
    for (const auto* flow : {"widget", "window", "redirect", "element"})
        EXPECT_EQ(word(find_checkout_flow(flow).value()), flow);
    for (const auto* provider : {"toss", "kakaopay", "stripe"})
        EXPECT_EQ(word(find_provider_name(provider).value()), provider);
    for (const auto* method :
         {"unselected",
          "card",
          "virtual_account",
          "easy_pay",
          "transfer",
          "mobile_phone",
          "gift_certificate"})
        EXPECT_EQ(word(find_payment_method(method).value()), method);
    for (const auto* cause : {"requested", "late_capture", "purchase_moved_on", "external"})
        EXPECT_EQ(word(find_refund_cause(cause).value()), cause);
    for (const auto* status : {"reserved", "sending", "completed", "failed", "needs_operator"})
        EXPECT_EQ(word(find_refund_status(status).value()), status);
}

TEST(Record, KnowsItsKindAndItsVersion) {
    Payment payment;
    payment.meta.version = 7;
    const Aggregate record = payment;
    EXPECT_EQ(kind_of(record), RecordKind::payments);
    EXPECT_EQ(kind_of(record), kind_of_type<Payment>);
    EXPECT_EQ(kind_of(Aggregate(User{})), kind_of_type<User>);
    EXPECT_EQ(kind_of(Aggregate(Purchase{})), kind_of_type<Purchase>);
    EXPECT_EQ(kind_of(Aggregate(InboxItem{})), kind_of_type<InboxItem>);
    EXPECT_EQ(kind_of(Aggregate(IdempotencyRecord{})), kind_of_type<IdempotencyRecord>);
    EXPECT_EQ(meta_of(record).version, 7U);
}

}  // namespace
}  // namespace gyeol::domain
