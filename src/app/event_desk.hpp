// Hands the events of stored payments to the payment log, each at least once: after a commit here, and
// again by the reconciler when the process died in between. Who is told outside gets deliveries
// (tell_others.cpp); an event leaves its payment only when both are done.
#pragma once

#include "domain/payment.hpp"
#include "ports/payment_log.hpp"

#include <cstdint>
#include <deque>
#include <unordered_map>

namespace gyeol::app {

/// Remembers per payment which events it delivered, so that a running process delivers each once and
/// delivered ones leave with the record's next change. Loop thread only.
class EventDesk {
public:
    explicit EventDesk(ports::PaymentLog& log) : log_(log) {}

    /// Delivers what is new in `payment`. Requires a record that is stored: an event that was never
    /// stored must never be told.
    void deliver(const domain::Payment& payment);

    /// Remembers that everybody outside who is to be told of the payment's events up to `number` will be.
    void mark_posted(domain::PaymentId id, std::uint64_t number);

    /// Returns the number of the last event that was posted, 0 when none is remembered.
    [[nodiscard]] std::uint64_t posted(domain::PaymentId id) const;

    /// Returns `payment` without the events that were delivered and posted so far, to be stored.
    [[nodiscard]] domain::Payment without_delivered(domain::Payment payment) const;

private:
    /// The numbers of the last events.
    struct Row {
        std::uint64_t logged = 0;
        std::uint64_t posted = 0;
    };

    Row& row_of(domain::PaymentId id);

    ports::PaymentLog& log_;
    std::unordered_map<domain::PaymentId, Row> delivered_;
    std::deque<domain::PaymentId> order_;
};

}  // namespace gyeol::app
