// The open purchase of one plan by one user: the obligation that may be paid once. Its record points
// at the one payment that may serve it now, so that two tabs never buy twice.
#pragma once

#include "domain/record.hpp"
#include "domain/words.hpp"

#include <string>

namespace gyeol::domain {

/// The id is derived from (user, plan). It points at a payment before that payment is created, and
/// moves on to another only after that one has ended: whoever moves it brings the old one to its end
/// first, by writing it `cancelled` even when it was never created. So at most one payment of a
/// purchase can be sent at any time.
struct Purchase {
    PurchaseId id;
    RecordMeta meta;
    UserId user_id;
    std::string plan_id;
    PaymentId payment_id;

    friend bool operator==(const Purchase&, const Purchase&) = default;
};

/// Returns whether a payment in `status` keeps its purchase: a new one is refused meanwhile.
bool holds_purchase(PaymentStatus status);

}  // namespace gyeol::domain
