// All payments the simulator holds, findable by key, by order and by the moment they expire.
#pragma once

#include "sandbox/toss/model.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gyeol::sandbox::toss {

/// A payment as one key pair names it.
struct PaymentName {
    std::string_view pair;
    std::string_view payment_key;
};

/// An order as one key pair names it.
struct OrderName {
    std::string_view pair;
    std::string_view order_id;
};

/// Plain state: knows no rule. A reference into it stays valid for the book's life.
class PaymentBook {
public:
    /// Stores `payment` under its key, new or not, and brings the indexes up to date.
    Payment& put(Payment payment);

    /// Must follow every change made through a reference.
    void reindex(const Payment& payment);

    /// Returns the payment if it belongs to the pair, null when there is none.
    [[nodiscard]] Payment* find(PaymentName name);

    /// Returns the payment with this key whoever owns it, null when there is none.
    [[nodiscard]] Payment* find(std::string_view payment_key);

    /// Returns all tries for one order, oldest first.
    [[nodiscard]] std::vector<const Payment*> find_order(OrderName name) const;

    /// Returns a payment whose window closed at or before `now`, the earliest first; null when none did.
    [[nodiscard]] Payment* find_expired(Instant now);

    [[nodiscard]] std::optional<Instant> next_expiry() const;

    /// Calls `visit` with every payment, in the order they were opened.
    void for_each(const std::function<void(const Payment&)>& visit) const;

private:
    std::unordered_map<std::string, Payment> by_key_;
    std::unordered_map<std::string, std::vector<std::string>> by_order_;
    std::vector<std::string> opened_;
    std::unordered_map<std::string, Instant> expiry_of_;
    std::set<std::pair<Instant, std::string>> expiries_;
};

}  // namespace gyeol::sandbox::toss
