// A webhook as it was received: stored before it is acknowledged, read as a hint, never believed.
#pragma once

#include "domain/record.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <string>

namespace gyeol::domain {

/// What a webhook seems to say. Every member may be empty or wrong; nothing here settles a payment.
struct ProviderNotice {
    std::string event_type;       // `PAYMENT_STATUS_CHANGED`, `DEPOSIT_CALLBACK`, ...
    std::string transmission_id;  // The provider's name for the delivery, empty when it gave none.
    std::string order_id;
    std::string payment_key;
    std::string status;
    std::string transaction_key;
    std::string
        secret;  // What a deposit callback must know; compared in constant time, never noted.

    friend bool operator==(const ProviderNotice&, const ProviderNotice&) = default;
};

/// The id is derived from what makes two deliveries the same, so that a repeat is an insert answered
/// "exists".
struct InboxItem {
    enum class State : std::uint8_t {
        received,  // To be looked at.
        done,      // An ask that began after it came was answered.
        ignored,   // It names nothing of ours, or its secret is wrong.
    };

    InboxId id;
    RecordMeta meta;
    ProviderName provider = ProviderName::toss;
    ProviderNotice notice;  // Its secret is stored encrypted.
    std::string body;       // As received, stored encrypted.
    State state = State::received;
    int tries = 0;
    Instant received_at;

    friend bool operator==(const InboxItem&, const InboxItem&) = default;
};

std::string_view word(InboxItem::State state);
std::optional<InboxItem::State> find_inbox_state(std::string_view text);

/// Returns the text whose digest is the item's id: the transmission when it has one, else what
/// happened to what.
std::string identity_of(ProviderName provider, const ProviderNotice& notice);

/// Returns when to look again after `tries` looks that could not be answered: 1, 5, 25 min, then hourly.
Instant next_inbox_look(int tries, Instant now);

}  // namespace gyeol::domain
