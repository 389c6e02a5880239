#include "providers/kakaopay/kakaopay_settle.hpp"

#include "providers/kakaopay/kakaopay_bodies.hpp"

#include <gtest/gtest.h>

namespace gyeol::providers::kakaopay {
namespace {

using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;
using State = domain::ProviderView::State;

constexpr domain::Money won(std::int64_t minor) {
    return {minor, domain::Currency::krw};
}

Reading refused(int code, const std::string& method_code = {}) {
    return read_approve(reply_of(400, error_body(code, method_code)), our_names());
}

ProviderOutcome ordered(const BodyChanges& changes) {
    return read_order(reply_of(200, order_body(changes)), our_names());
}

TEST(KakaoPaySettle, WhatTheBooksSayOutweighsWhatTheApproveSaid) {
    const auto paid = ordered({});
    const auto failed = ordered(unapproved("FAIL_PAYMENT"));
    for (const auto& reading :
         {refused(-702), refused(-708), refused(-780, "LACK_BALANCE"), refused(-500)}) {
        EXPECT_EQ(settle_approve(reading, paid).kind, Kind::approved);
        EXPECT_EQ(settle_approve(reading, failed).kind, Kind::declined);
        EXPECT_EQ(settle_approve(reading, ProviderOutcome::unknown("x")).kind, Kind::unknown);
    }
}

TEST(KakaoPaySettle, AnOpenPaymentIsARefusalOnlyWhereTheReplyWasOne) {
    const auto open = ordered(unapproved("AUTH_PASSWORD"));
    const auto settled = [&open](const Reading& reading) {
        return settle_approve(reading, open).kind;
    };
    EXPECT_EQ(settled(refused(-780, "LACK_BALANCE")), Kind::declined);
    EXPECT_EQ(settled(refused(-780, "BANK_FIRM_UNAVAILABLE")), Kind::not_sent);
    EXPECT_EQ(settled(refused(-503)), Kind::not_sent);
    EXPECT_EQ(settled(refused(-708)), Kind::declined);
    for (const auto& reading :
         {refused(-780, "BANK_FIRM_UNKNOWN"),
          refused(-780, "USER_LOCKED"),
          refused(-780, "0010"),
          refused(-780),
          refused(-500),
          refused(-702),
          refused(-785),
          read_approve(reply_of(502, "<html>"), our_names())}) {
        EXPECT_EQ(settled(reading), Kind::unknown) << reading.outcome.detail;
    }
}

TEST(KakaoPaySettle, ACancelWhoseReplyWasLostIsDecidedByTheBalance) {
    const auto lost = read_cancel(reply_of(502, ""), our_names());
    const auto refusal = read_cancel(reply_of(400, error_body(-781, "6666")), our_names());
    const auto smaller =
        ordered({{"status", R"("PART_CANCEL_PAYMENT")"}, {"canceled_amount", amounts("4000")}});
    const auto whole = ordered({});
    for (const auto& reading : {lost, refusal}) {
        const auto done = settle_cancel(reading, smaller, won(9900));
        EXPECT_EQ(done.kind, Kind::approved);
        EXPECT_EQ(done.view->balance, won(5900));
    }
    EXPECT_EQ(settle_cancel(refusal, whole, won(9900)).kind, Kind::declined);
    EXPECT_EQ(settle_cancel(lost, whole, won(9900)).kind, Kind::unknown);
    EXPECT_EQ(settle_cancel(refusal, ProviderOutcome::unknown("x"), won(9900)).kind, Kind::unknown);
}

}  // namespace
}  // namespace gyeol::providers::kakaopay
