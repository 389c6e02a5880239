// Small stand-ins for the machine in stories: randomness with a seed, passwords without their cost, a
// payment log that remembers.
#pragma once

#include "ports/crypto.hpp"
#include "ports/payment_log.hpp"
#include "simulation/seeded_ids.hpp"
#include "support/evidence.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gyeol::test {

using simulation::SeededIds;

/// Writes the password behind a mark: right for stories, where only equality matters.
class PlainHasher final : public ports::PasswordHasher {
public:
    Task<Result<std::string>> hash(Secret password) override {
        name_secret("password", password.reveal());
        co_return "plain:" + password.reveal();
    }

    Task<Result<bool>> verify(Secret password, std::string stored) override {
        ++verified_;
        co_return stored == "plain:" + password.reveal();
    }

    /// Returns how many passwords were verified, unknown accounts included.
    [[nodiscard]] int verified() const { return verified_; }

private:
    int verified_ = 0;
};

class RememberingLog final : public ports::PaymentLog {
public:
    void write(ports::PaymentLine line) noexcept override {
        leave_evidence(
            "payment_log", line.action + " " + line.order_id + " " + line.payment_method
        );
        lines_.push_back(std::move(line));
    }

    [[nodiscard]] const std::vector<ports::PaymentLine>& lines() const { return lines_; }

    /// Returns the actions told about `order_id`, in order.
    [[nodiscard]] std::vector<std::string> actions_of(const std::string& order_id) const {
        std::vector<std::string> actions;
        for (const auto& line : lines_) {
            if (line.order_id == order_id) actions.push_back(line.action);
        }
        return actions;
    }

private:
    std::vector<ports::PaymentLine> lines_;
};

}  // namespace gyeol::test
