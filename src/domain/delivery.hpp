// One thing that somebody outside is to be told: an event on its way to one endpoint, or one e-mail. It is
// a record of its own, so that who listens slowly or never holds no payment. Whether and when to try again
// is decided here; the sending is app/deliver.cpp.
#pragma once

#include "domain/endpoint.hpp"
#include "domain/event.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

using DeliveryId = TypedId<struct DeliveryTag>;

enum class DeliveryChannel : std::uint8_t {
    webhook,  // To an endpoint of the merchant.
    alert,    // An e-mail to the administrator.
    receipt,  // An e-mail to the buyer.
};

enum class DeliveryState : std::uint8_t {
    pending,    // To be tried, or being tried.
    delivered,  // The other side took it.
    given_up,   // Every try failed, or it can never succeed; an operator may replay it.
};

/// What became of one try.
struct DeliveryTry {
    Instant at;
    int status = 0;      // Of HTTP or SMTP; 0 when none came.
    std::string detail;  // Nothing that the other side wrote.

    friend bool operator==(const DeliveryTry&, const DeliveryTry&) = default;
};

/// The id is derived from channel, endpoint and event, so that telling the same twice is an insert
/// answered "exists".
struct Delivery {
    DeliveryId id;
    RecordMeta meta;
    DeliveryChannel channel = DeliveryChannel::webhook;
    EndpointId endpoint_id;  // Of a webhook; zeros otherwise.
    PaymentId payment_id;
    std::uint64_t event_number = 0;
    std::string event_type;
    Instant event_at;
    std::string body;  // Of a webhook, frozen; e-mails are written when they are sent.
    std::optional<DeliveryId> after;  // The payment's event before it to the same endpoint.
    DeliveryState state = DeliveryState::pending;
    int tries = 0;                 // Since it was made, or replayed.
    std::vector<DeliveryTry> log;  // The last tries, newest last.
    Instant created_at;
    std::optional<Instant> finished_at;
    Instant expires_at;  // It is forgotten then; far away while it is pending.

    friend bool operator==(const Delivery&, const Delivery&) = default;
};

std::string_view word(DeliveryChannel channel);
std::string_view word(DeliveryState state);
std::optional<DeliveryChannel> find_delivery_channel(std::string_view text);
std::optional<DeliveryState> find_delivery_state(std::string_view text);

/// Returns the text whose digest is the delivery's id.
std::string identity_of(
    DeliveryChannel channel, EndpointId endpoint, PaymentId payment, std::uint64_t event_number
);

/// What a new delivery is made of.
struct NewDelivery {
    DeliveryId id;
    DeliveryChannel channel = DeliveryChannel::webhook;
    EndpointId endpoint_id;
    PaymentId payment_id;
    Event event;
    std::string body;
    std::optional<DeliveryId> after;
};

/// Returns the delivery, due at once.
Delivery begin_delivery(NewDelivery made_of, Instant now);

/// What the other side did with one try.
struct DeliveryOutcome {
    enum class Kind : std::uint8_t {
        accepted,
        later,    // It may succeed another time.
        refused,  // It never will.
    };

    Kind kind = Kind::later;
    int status = 0;
    std::string detail;
    Millis retry_after{0};  // What the other side asked for.
};

/// Returns what an endpoint's HTTP status means: only 2xx is taken, 410 is a refusal for good.
DeliveryOutcome outcome_of_status(int status, Millis retry_after);

/// Claims a try: counted before it is made, so that a delivery that kills its process is not tried for
/// ever. Should the process die now, it is due again after `limits::delivery_lease`.
void begin_try(Delivery& delivery, Instant now);

/// `jitter` is a random byte: waits grow by up to a fifth, so that what failed together does not come
/// back together. A webhook has ten tries within about three days, an e-mail eight within a day and a half.
void settle_try(
    Delivery& delivery, const DeliveryOutcome& outcome, std::uint8_t jitter, Instant now
);

/// Ends it without a try.
void give_up(Delivery& delivery, std::string why, Instant now);

/// Looks again at `until`; nothing is counted.
void postpone(Delivery& delivery, Instant until);

/// Starts it anew, whatever became of it.
void replay(Delivery& delivery, Instant now);

/// Returns the e-mail that tells an event, none for most.
std::optional<DeliveryChannel> mail_about(std::string_view event_type);

}  // namespace gyeol::domain
