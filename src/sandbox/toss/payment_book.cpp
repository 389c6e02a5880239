#include "sandbox/toss/payment_book.hpp"

namespace gyeol::sandbox::toss {
namespace {

std::string order_index(OrderName name) {
    std::string index(name.pair);
    index.push_back('\n');
    index.append(name.order_id);
    return index;
}

}  // namespace

Payment& PaymentBook::put(Payment payment) {
    const auto key = payment.payment_key;
    const auto [entry, is_new] = by_key_.insert_or_assign(key, std::move(payment));
    if (is_new) {
        opened_.push_back(key);
        by_order_[order_index({entry->second.pair, entry->second.order_id})].push_back(key);
    }
    reindex(entry->second);
    return entry->second;
}

void PaymentBook::reindex(const Payment& payment) {
    const auto known = expiry_of_.find(payment.payment_key);
    if (known != expiry_of_.end()) {
        expiries_.erase({known->second, payment.payment_key});
        expiry_of_.erase(known);
    }
    if (!payment.expires_at) return;
    expiries_.insert({*payment.expires_at, payment.payment_key});
    expiry_of_.emplace(payment.payment_key, *payment.expires_at);
}

Payment* PaymentBook::find(std::string_view payment_key) {
    const auto entry = by_key_.find(std::string(payment_key));
    return entry == by_key_.end() ? nullptr : &entry->second;
}

Payment* PaymentBook::find(PaymentName name) {
    auto* payment = find(name.payment_key);
    return payment != nullptr && payment->pair == name.pair ? payment : nullptr;
}

std::vector<const Payment*> PaymentBook::find_order(OrderName name) const {
    const auto keys = by_order_.find(order_index(name));
    if (keys == by_order_.end()) return {};
    std::vector<const Payment*> found;
    for (const auto& key : keys->second)
        found.push_back(&by_key_.at(key));
    return found;
}

Payment* PaymentBook::find_expired(Instant now) {
    if (expiries_.empty() || expiries_.begin()->first > now) return nullptr;
    return find(expiries_.begin()->second);
}

std::optional<Instant> PaymentBook::next_expiry() const {
    if (expiries_.empty()) return std::nullopt;
    return expiries_.begin()->first;
}

void PaymentBook::for_each(const std::function<void(const Payment&)>& visit) const {
    for (const auto& key : opened_)
        visit(by_key_.at(key));
}

}  // namespace gyeol::sandbox::toss
