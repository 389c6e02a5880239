#include "sandbox/stripe/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::stripe {
namespace {

using Types = std::vector<std::string>;

std::string refund_form(const Told& paid, std::string_view more = {}) {
    return "payment_intent=" + paid.id() + "&" + std::string(more);
}

TEST(StripeCharge, TheBalanceTransactionComesLaterWithAnEvent) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_visa");
    const auto path = "charges/" + paid.text("latest_charge");
    EXPECT_TRUE(merchant.gets(path).is_null("balance_transaction"));
    merchant.hears();
    merchant.passes(5s);
    const auto charge = merchant.gets(path + "?expand[]=balance_transaction");
    EXPECT_EQ(charge.number("balance_transaction.amount"), 9900);
    EXPECT_EQ(
        charge.number("balance_transaction.net"), 9900 - charge.number("balance_transaction.fee")
    );
    EXPECT_EQ(merchant.hears(), Types{"charge.updated"});
    const auto event = merchant.gets("events?type=charge.updated");
    const auto& first = event.body.at("data").as_array().front().as_object();
    EXPECT_TRUE(first.at("data").at("previous_attributes").at("balance_transaction").is_null());
    EXPECT_TRUE(first.at("request").at("id").is_null());
}

TEST(StripeCharge, ASynchronousCaptureKnowsItsTransactionAtOnce) {
    TestMerchant merchant;
    const auto paid =
        merchant.pays("pm_card_visa", "capture_method=automatic&expand[]=latest_charge");
    EXPECT_TRUE(paid.text("latest_charge.balance_transaction").starts_with("txn_"));
}

TEST(StripeRefund, PartialOnesAddUpAndNoMoreIsGivenBack) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_visa");
    merchant.hears();
    const auto part = merchant.posts("refunds", refund_form(paid, "amount=4000&reason=duplicate"));
    EXPECT_EQ(part.text("status"), "succeeded");
    EXPECT_EQ(part.text("reason"), "duplicate");
    EXPECT_EQ(merchant.hears(), (Types{"refund.created", "charge.refunded"}));
    const auto over = merchant.posts("refunds", refund_form(paid, "amount=5901"));
    EXPECT_EQ(over.outcome(), "400 invalid_request_error");
    EXPECT_EQ(
        over.text("error.message"),
        "Refund amount (5901) is greater than unrefunded amount on charge (5900)"
    );
    EXPECT_EQ(merchant.posts("refunds", refund_form(paid)).number("amount"), 5900);
    EXPECT_EQ(
        merchant.posts("refunds", refund_form(paid)).outcome(), "400 charge_already_refunded"
    );
    EXPECT_EQ(merchant.sandbox().books().front().returned, 9900);
    const auto charge =
        merchant.gets("charges/" + paid.text("latest_charge") + "?expand[]=refunds");
    EXPECT_EQ(charge.number("amount_refunded"), 9900);
    EXPECT_EQ(charge.body.at("refunds").at("data").as_array().size(), 2U);
}

TEST(StripeRefund, APendingOneSucceedsLater) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_pendingRefund");
    const auto refund = merchant.posts("refunds", refund_form(paid));
    EXPECT_EQ(refund.text("status"), "pending");
    merchant.hears();
    merchant.passes(10s);
    EXPECT_EQ(merchant.gets("refunds/" + refund.id()).text("status"), "succeeded");
    EXPECT_EQ(
        merchant.hears(), (Types{"charge.updated", "refund.updated", "charge.refund.updated"})
    );
}

TEST(StripeRefund, OneThatSucceededMayComeBack) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_refundFail");
    const auto refund = merchant.posts("refunds", refund_form(paid));
    EXPECT_EQ(refund.text("status"), "succeeded");
    EXPECT_EQ(merchant.sandbox().books().front().returned, 9900);
    merchant.passes(10s);
    const auto failed = merchant.gets("refunds/" + refund.id());
    EXPECT_EQ(failed.text("status"), "failed");
    EXPECT_TRUE(failed.text("failure_balance_transaction").starts_with("txn_"));
    EXPECT_EQ(merchant.sandbox().books().front().returned, 0);
    EXPECT_EQ(merchant.gets("charges/" + paid.text("latest_charge")).number("amount_refunded"), 0);
}

TEST(StripeRefund, WhatWasNotTakenCannotBeGivenBack) {
    TestMerchant merchant;
    const auto held = merchant.pays("pm_card_visa", "capture_method=manual");
    EXPECT_EQ(merchant.posts("refunds", refund_form(held)).status, 400);
    const auto open = merchant.posts("payment_intents", "amount=9900&currency=krw");
    EXPECT_EQ(merchant.posts("refunds", refund_form(open)).status, 400);
    EXPECT_EQ(merchant.posts("refunds", "amount=1").outcome(), "400 parameter_missing");
    EXPECT_EQ(merchant.posts("refunds", "payment_intent=pi_no").outcome(), "400 resource_missing");
    EXPECT_EQ(merchant.gets("refunds/re_no").outcome(), "404 resource_missing");
}

TEST(StripeDispute, TheMoneyGoesAndComesBackWithWinningEvidence) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_createDispute");
    merchant.hears();
    merchant.passes(2s);
    EXPECT_EQ(
        merchant.hears(), (Types{"charge.dispute.created", "charge.dispute.funds_withdrawn"})
    );
    EXPECT_EQ(merchant.posts("refunds", refund_form(paid)).outcome(), "400 charge_disputed");
    const auto found = merchant.gets("disputes?payment_intent=" + paid.id());
    const auto path = "disputes/" + found.column("id").at(0);
    EXPECT_EQ(found.column("status"), Types{"needs_response"});
    EXPECT_EQ(found.column("reason"), Types{"fraudulent"});
    const auto answered =
        merchant.posts(path, "evidence[uncategorized_text]=winning_evidence&submit=true");
    EXPECT_EQ(answered.text("status"), "under_review");
    merchant.passes(10s);
    const auto won = merchant.gets(path);
    EXPECT_EQ(won.text("status"), "won");
    ASSERT_EQ(won.body.at("balance_transactions").as_array().size(), 2U);
    EXPECT_EQ(
        won.body.at("balance_transactions").at(1).at("reporting_category"), "dispute_reversal"
    );
}

TEST(StripeDispute, ClosingAcceptsTheLossAndAnInquiryMovesNoMoney) {
    TestMerchant merchant;
    merchant.pays("pm_card_createDisputeProductNotReceived");
    merchant.passes(2s);
    const auto lost = merchant.gets("disputes").column("id").at(0);
    EXPECT_EQ(merchant.posts("disputes/" + lost + "/close").text("status"), "lost");
    EXPECT_EQ(merchant.posts("disputes/" + lost + "/close").status, 400);

    const auto asked = merchant.pays("pm_card_createDisputeInquiry");
    merchant.passes(2s);
    const auto inquiry = merchant.gets("disputes?payment_intent=" + asked.id());
    EXPECT_EQ(inquiry.column("status"), Types{"warning_needs_response"});
    EXPECT_EQ(merchant.posts("refunds", refund_form(asked)).status, 200);
}

TEST(StripeBalance, WhatIsPendingRipens) {
    TestMerchant merchant;
    const auto paid = merchant.pays("pm_card_visa", "capture_method=automatic");
    const auto source = "balance_transactions?source=" + paid.text("latest_charge");
    EXPECT_EQ(merchant.gets(source).column("status"), Types{"pending"});
    merchant.passes(std::chrono::days(2));
    EXPECT_EQ(merchant.gets(source).column("status"), Types{"available"});
    const auto at_once = merchant.pays("pm_card_bypassPending", "capture_method=automatic");
    EXPECT_EQ(
        merchant.gets("balance_transactions?source=" + at_once.text("latest_charge"))
            .column("status"),
        Types{"available"}
    );
}

}  // namespace
}  // namespace gyeol::sandbox::stripe
