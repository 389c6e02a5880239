// What merchants, the payment log and the outbox are told. An event is part of the record whose change
// it tells, and is stored with it in one write.
#pragma once

#include "base/time.hpp"
#include "domain/ledger_line.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gyeol::domain {

/// One thing that happened to a payment. `number` counts from 1 per record, so that
/// `<record id>:<number>` names it for ever and a consumer can drop repeats.
struct Event {
    std::uint64_t number = 0;
    std::string type;  // `payment.completed`, ...
    Instant at;
    PaymentStatus status = PaymentStatus::pending;  // The status right after it.
    std::uint64_t ledger_entry =
        0;  // The number of its entry in the ledger; 0 when no money moved.
    std::string ledger_previous = std::string();  // The hash of the line before its first.
    std::vector<LedgerLine> lines =
        {};  // Double entries, balanced per currency and phase; ledger.hpp.

    friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace gyeol::domain
