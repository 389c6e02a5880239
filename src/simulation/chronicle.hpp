// What an observer outside the program saw, in the order in which it became true: every stored version of
// every payment, every line told, every answer. It knows no rule of money but those it is asked to watch.
#pragma once

#include "domain/aggregate.hpp"
#include "ports/payment_log.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::simulation {

/// One payment, as its stored versions followed one another.
struct PaymentHistory {
    std::string order_id;
    std::pair<std::string, std::string> purchase;  // Who buys what.
    std::uint64_t version = 0;
    domain::PaymentStatus status = domain::PaymentStatus::pending;
    std::vector<domain::Event> events;  // All that were ever stored, in order.
    std::size_t told = 0;               // How many of them were told.
    std::size_t created_at = 0;         // The number of the write.
    std::optional<std::size_t> completed_at;
};

class Chronicle {
public:
    /// A version became durable. Breaches that only this moment shows are found at once.
    void stored(const domain::Aggregate& record);

    /// A line of the payment log was written. Repeats of what was told before are no breach.
    void told(const ports::PaymentLine& line);

    /// A request under `key` was answered. A repeat must get the same answer.
    void answered(const std::string& key, const std::string& answer);

    /// Somebody saw a promise broken.
    void found(std::string finding);

    /// By order id.
    [[nodiscard]] const std::map<std::string, PaymentHistory>& payments() const {
        return payments_;
    }

    [[nodiscard]] const std::vector<std::string>& findings() const { return findings_; }

private:
    void follow(PaymentHistory& history, const domain::Payment& payment, bool is_new);
    void watch_purchase(const PaymentHistory& history);

    std::size_t writes_ = 0;
    std::map<std::string, PaymentHistory> payments_;
    std::map<std::string, std::string> answers_;
    std::vector<std::string> findings_;
};

}  // namespace gyeol::simulation
