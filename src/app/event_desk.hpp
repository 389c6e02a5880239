// Hands the events of stored payments to the payment log, each at least once: after a commit here, and
// again by the reconciler when the process died in between.
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

    /// Returns `payment` without the events delivered so far, to be stored.
    [[nodiscard]] domain::Payment without_delivered(domain::Payment payment) const;

private:
    void remember(domain::PaymentId id, std::uint64_t number);

    ports::PaymentLog& log_;
    std::unordered_map<domain::PaymentId, std::uint64_t> delivered_;
    std::deque<domain::PaymentId> order_;
};

}  // namespace gyeol::app
