#include "domain/delivery.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace gyeol::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// The waits behind each failed try; the schedule of Standard Webhooks.
constexpr std::array<Millis, 9> webhook_waits{
    seconds(5),
    minutes(5),
    minutes(30),
    hours(2),
    hours(5),
    hours(10),
    hours(14),
    hours(20),
    hours(24)};

/// An alert is read soon or never.
constexpr std::array<Millis, 7> mail_waits{
    minutes(1), minutes(5), minutes(30), hours(2), hours(5), hours(10), hours(14)};

std::span<const Millis> waits_of(DeliveryChannel channel) {
    switch (channel) {
        case DeliveryChannel::webhook:
            return webhook_waits;
        case DeliveryChannel::alert:
        case DeliveryChannel::receipt:
            break;
    }
    return mail_waits;
}

void finish(Delivery& delivery, DeliveryState state, Instant now) {
    delivery.state = state;
    delivery.finished_at = now;
    delivery.expires_at = now + limits::deliveries_kept;
    delivery.meta.next_at.reset();
}

void remember(Delivery& delivery, DeliveryTry tried) {
    delivery.log.push_back(std::move(tried));
    if (delivery.log.size() > limits::delivery_tries_kept) delivery.log.erase(delivery.log.begin());
}

Millis wait_after(const Delivery& delivery, Millis asked_for, std::uint8_t jitter) {
    const auto waits = waits_of(delivery.channel);
    const auto planned = waits[static_cast<std::size_t>(delivery.tries - 1)];
    const auto wait = std::max(planned, std::min<Millis>(asked_for, hours(24)));
    constexpr int fifth_of_a_byte = 5 * 256;
    return wait + wait * jitter / fifth_of_a_byte;
}

}  // namespace

std::string_view word(DeliveryChannel channel) {
    switch (channel) {
        case DeliveryChannel::webhook:
            return "webhook";
        case DeliveryChannel::alert:
            return "alert";
        case DeliveryChannel::receipt:
            return "receipt";
    }
    return "webhook";
}

std::string_view word(DeliveryState state) {
    switch (state) {
        case DeliveryState::pending:
            return "pending";
        case DeliveryState::delivered:
            return "delivered";
        case DeliveryState::given_up:
            return "given_up";
    }
    return "pending";
}

std::optional<DeliveryChannel> find_delivery_channel(std::string_view text) {
    using enum DeliveryChannel;
    for (const auto channel : {webhook, alert, receipt}) {
        if (word(channel) == text) return channel;
    }
    return std::nullopt;
}

std::optional<DeliveryState> find_delivery_state(std::string_view text) {
    using enum DeliveryState;
    for (const auto state : {pending, delivered, given_up}) {
        if (word(state) == text) return state;
    }
    return std::nullopt;
}

std::string identity_of(
    DeliveryChannel channel, EndpointId endpoint, PaymentId payment, std::uint64_t event_number
) {
    return fmt::format(
        "delivery\n{}\n{}\n{}\n{}", word(channel), endpoint.hex(), payment.hex(), event_number
    );
}

Delivery begin_delivery(NewDelivery made_of, Instant now) {
    Delivery delivery;
    delivery.id = made_of.id;
    delivery.channel = made_of.channel;
    delivery.endpoint_id = made_of.endpoint_id;
    delivery.payment_id = made_of.payment_id;
    delivery.event_number = made_of.event.number;
    delivery.event_type = std::move(made_of.event.type);
    delivery.event_at = made_of.event.at;
    delivery.body = std::move(made_of.body);
    delivery.after = made_of.after;
    delivery.created_at = now;
    delivery.expires_at = now + limits::deliveries_kept;
    delivery.meta.next_at = now;
    return delivery;
}

DeliveryOutcome outcome_of_status(int status, Millis retry_after) {
    using Kind = DeliveryOutcome::Kind;
    constexpr int gone = 410;
    if (status >= 200 && status < 300) return {Kind::accepted, status, "", {}};
    if (status == gone) return {Kind::refused, status, "the endpoint is gone", {}};
    return {Kind::later, status, "the endpoint did not take it", retry_after};
}

void begin_try(Delivery& delivery, Instant now) {
    ++delivery.tries;
    delivery.meta.next_at = now + limits::delivery_lease;
}

void settle_try(
    Delivery& delivery, const DeliveryOutcome& outcome, std::uint8_t jitter, Instant now
) {
    using Kind = DeliveryOutcome::Kind;
    remember(delivery, {now, outcome.status, outcome.detail});
    if (outcome.kind == Kind::accepted) return finish(delivery, DeliveryState::delivered, now);
    const auto tries_max = waits_of(delivery.channel).size() + 1;
    const bool is_last = static_cast<std::size_t>(delivery.tries) >= tries_max;
    if (outcome.kind == Kind::refused || is_last)
        return finish(delivery, DeliveryState::given_up, now);
    delivery.meta.next_at = now + wait_after(delivery, outcome.retry_after, jitter);
    delivery.expires_at = *delivery.meta.next_at + limits::deliveries_kept;
}

void give_up(Delivery& delivery, std::string why, Instant now) {
    remember(delivery, {now, 0, std::move(why)});
    finish(delivery, DeliveryState::given_up, now);
}

void postpone(Delivery& delivery, Instant until) {
    delivery.meta.next_at = until;
}

void replay(Delivery& delivery, Instant now) {
    delivery.state = DeliveryState::pending;
    delivery.tries = 0;
    delivery.finished_at.reset();
    delivery.expires_at = now + limits::deliveries_kept;
    delivery.meta.next_at = now;
}

std::optional<DeliveryChannel> mail_about(std::string_view event_type) {
    constexpr std::array alarming{
        std::string_view("payment.failed"),
        std::string_view("payment.discrepant"),
        std::string_view("refund.failed"),
        std::string_view("refund.needs_operator"),
    };
    if (event_type == "payment.completed") return DeliveryChannel::receipt;
    if (std::find(alarming.begin(), alarming.end(), event_type) != alarming.end())
        return DeliveryChannel::alert;
    return std::nullopt;
}

}  // namespace gyeol::domain
