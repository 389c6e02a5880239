#include "domain/delivery.hpp"

#include "base/limits.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gyeol::domain {
namespace {

using namespace std::chrono_literals;
using Kind = DeliveryOutcome::Kind;

constexpr Instant noon{Millis(1'767'322'800'000)};

Delivery about(DeliveryChannel channel) {
    NewDelivery made_of;
    made_of.channel = channel;
    made_of.event = {1, "payment.completed", noon, PaymentStatus::completed};
    return begin_delivery(made_of, noon);
}

/// Returns the waits between the tries of a delivery that always fails.
std::vector<Millis> waits_of(DeliveryChannel channel, std::uint8_t jitter, Millis asked_for = 0ms) {
    auto delivery = about(channel);
    std::vector<Millis> waits;
    auto now = noon;
    while (delivery.state == DeliveryState::pending) {
        begin_try(delivery, now);
        settle_try(delivery, {Kind::later, 500, "", asked_for}, jitter, now);
        if (!delivery.meta.next_at) break;
        waits.push_back(*delivery.meta.next_at - now);
        now = *delivery.meta.next_at;
    }
    EXPECT_EQ(delivery.state, DeliveryState::given_up);
    return waits;
}

TEST(Delivery, IsTriedOnTheScheduleOfStandardWebhooksAndThenGivenUp) {
    const std::vector<Millis> schedule{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
    EXPECT_EQ(waits_of(DeliveryChannel::webhook, 0), schedule);
    const std::vector<Millis> mails{1min, 5min, 30min, 2h, 5h, 10h, 14h};
    EXPECT_EQ(waits_of(DeliveryChannel::alert, 0), mails);
    EXPECT_EQ(waits_of(DeliveryChannel::receipt, 0), mails);
}

TEST(Delivery, WaitsUpToAFifthLongerByChance) {
    const auto plain = waits_of(DeliveryChannel::webhook, 0);
    for (int jitter = 0; jitter < 256; ++jitter) {
        const auto waits = waits_of(DeliveryChannel::webhook, static_cast<std::uint8_t>(jitter));
        for (std::size_t at = 0; at < plain.size(); ++at) {
            EXPECT_GE(waits[at], plain[at]);
            EXPECT_LT(waits[at], plain[at] * 12 / 10);
        }
    }
    EXPECT_GT(waits_of(DeliveryChannel::webhook, 255)[0], 5900ms);
}

TEST(Delivery, WaitsAsLongAsItIsAskedToButNoLongerThanADay) {
    EXPECT_EQ(waits_of(DeliveryChannel::webhook, 0, 1h)[0], 1h);
    EXPECT_EQ(waits_of(DeliveryChannel::webhook, 0, 1h)[3], 2h);
    EXPECT_EQ(waits_of(DeliveryChannel::webhook, 0, 24h * 365)[0], 24h);
}

TEST(Delivery, IsTakenByTwoHundredsOnlyAndGoneIsForGood) {
    for (const int status : {200, 201, 204, 299})
        EXPECT_EQ(outcome_of_status(status, 0ms).kind, Kind::accepted) << status;
    for (const int status : {100, 199, 300, 301, 308, 400, 401, 404, 409, 429, 500, 502, 503, 504})
        EXPECT_EQ(outcome_of_status(status, 0ms).kind, Kind::later) << status;
    EXPECT_EQ(outcome_of_status(410, 0ms).kind, Kind::refused);
}

TEST(Delivery, EndsWhenItIsTakenOrRefused) {
    for (const auto kind : {Kind::accepted, Kind::refused}) {
        auto delivery = about(DeliveryChannel::webhook);
        EXPECT_EQ(delivery.meta.next_at, noon) << "it is due at once";
        begin_try(delivery, noon);
        EXPECT_EQ(delivery.meta.next_at, noon + limits::delivery_lease)
            << "the process may die now";
        settle_try(delivery, {kind, 0, "", {}}, 200, noon + 1s);
        EXPECT_EQ(
            delivery.state,
            kind == Kind::accepted ? DeliveryState::delivered : DeliveryState::given_up
        );
        EXPECT_EQ(delivery.finished_at, noon + 1s);
        EXPECT_EQ(delivery.meta.next_at, std::nullopt);
        EXPECT_EQ(delivery.expires_at, noon + 1s + limits::deliveries_kept);
    }
}

TEST(Delivery, ThatIsReplayedHasAllItsTriesAgain) {
    auto delivery = about(DeliveryChannel::webhook);
    give_up(delivery, "the endpoint is disabled", noon);
    EXPECT_EQ(delivery.log.back().detail, "the endpoint is disabled");
    replay(delivery, noon + 1h);
    EXPECT_EQ(delivery.state, DeliveryState::pending);
    EXPECT_EQ(delivery.meta.next_at, noon + 1h);
    EXPECT_EQ(delivery.tries, 0);
    EXPECT_EQ(delivery.log.size(), 1U) << "what happened before stays in the log";
}

TEST(Delivery, KeepsTheLastTriesInItsLog) {
    auto delivery = about(DeliveryChannel::webhook);
    for (int times = 0; times < 3; ++times) {
        replay(delivery, noon);
        for (int count = 0; count < 10; ++count) {
            begin_try(delivery, noon);
            settle_try(delivery, {Kind::later, 500 + times, "", {}}, 0, noon);
        }
    }
    EXPECT_EQ(delivery.log.size(), limits::delivery_tries_kept);
    EXPECT_EQ(delivery.log.front().status, 502);
}

TEST(Delivery, IsTheSameForTheSameEventToTheSamePlace) {
    const auto endpoint = EndpointId(*Id::parse("00000000000000000000000a"));
    const auto payment = PaymentId(*Id::parse("00000000000000000000000b"));
    const auto text = identity_of(DeliveryChannel::webhook, endpoint, payment, 3);
    EXPECT_EQ(text, identity_of(DeliveryChannel::webhook, endpoint, payment, 3));
    EXPECT_NE(text, identity_of(DeliveryChannel::webhook, endpoint, payment, 4));
    EXPECT_NE(text, identity_of(DeliveryChannel::webhook, EndpointId(), payment, 3));
    EXPECT_NE(text, identity_of(DeliveryChannel::alert, endpoint, payment, 3));
}

TEST(Delivery, AReceiptIsAboutACompletedPaymentOnly) {
    EXPECT_EQ(mail_about("payment.completed"), DeliveryChannel::receipt);
    for (const auto* type :
         {"payment.created",
          "payment.processing",
          "payment.unknown",
          "payment.waiting_for_deposit",
          "payment.pending",
          "payment.cancelled",
          "payment.expired",
          "payment.refunded"})
        EXPECT_EQ(mail_about(type), std::nullopt) << type;
    for (const auto* type :
         {"payment.failed", "payment.discrepant", "refund.failed", "refund.needs_operator"})
        EXPECT_EQ(mail_about(type), DeliveryChannel::alert) << type;
}

TEST(Delivery, WordsAreReadBack) {
    for (const auto channel :
         {DeliveryChannel::webhook, DeliveryChannel::alert, DeliveryChannel::receipt})
        EXPECT_EQ(find_delivery_channel(word(channel)), channel);
    for (const auto state :
         {DeliveryState::pending, DeliveryState::delivered, DeliveryState::given_up})
        EXPECT_EQ(find_delivery_state(word(state)), state);
    EXPECT_EQ(find_delivery_state("lost"), std::nullopt);
}

}  // namespace
}  // namespace gyeol::domain
