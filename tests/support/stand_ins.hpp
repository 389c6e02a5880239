// Small stand-ins for the machine in stories: randomness with a seed, passwords without their cost, a
// payment log that remembers.
#pragma once

#include "platform/digest.hpp"
#include "ports/crypto.hpp"
#include "ports/payment_log.hpp"
#include "support/evidence.hpp"

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::test {

/// Randomness from a seed: the same run twice makes the same ids. Digests are the real ones.
class SeededIds final : public ports::IdSource {
public:
    explicit SeededIds(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::string random_bytes(std::size_t count) override {
        std::string bytes;
        for (std::size_t at = 0; at < count; ++at)
            bytes.push_back(static_cast<char>(engine_() & 0xFFU));
        return bytes;
    }

    [[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view text) const override {
        return platform::sha256(text);
    }

    [[nodiscard]] std::array<std::uint8_t, 32> hmac_sha256(const Secret& key, std::string_view text)
        const override {
        return platform::HmacSha256(key).digest(text);
    }

    [[nodiscard]] std::array<std::uint8_t, 32> keyed_digest(std::string_view text) const override {
        return derivation_.digest(text);
    }

private:
    std::mt19937_64 engine_;
    platform::HmacSha256 derivation_{Secret("a derivation secret for tests only")};
};

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
