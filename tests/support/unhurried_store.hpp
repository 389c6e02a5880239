// A store whose answers take their time, each another time: what works side by side interleaves in many
// ways, and the same seed gives the same way again.
#pragma once

#include "ports/store.hpp"
#include "ports/wait.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::test {

/// Waits 0 to 4 virtual milliseconds before every call and again after it; not at all without a seed.
class UnhurriedStore final : public ports::Store {
public:
    UnhurriedStore(ports::Store& store, ports::Clock& clock) : store_(store), clock_(clock) {}

    void test_set_pace(std::uint64_t seed) { pace_.emplace(seed); }

    Task<Result<ports::Committed>> commit(domain::Change change) override {
        co_await idle();
        auto answer = co_await store_.commit(std::move(change));
        co_await idle();
        co_return answer;
    }

    /// A crash may part the changes, and so may somebody who writes in between.
    Task<Result<std::vector<ports::Committed>>> commit_in_order(std::vector<domain::Change> changes
    ) override {
        if (!pace_) {
            co_return co_await store_.commit_in_order(std::move(changes));
        }
        std::vector<ports::Committed> answers;
        for (auto& change : changes) {
            auto answer = co_await commit(std::move(change));
            if (!answer) {
                // What came before it has landed: "nothing was handed over" would be wrong.
                auto error = answer.error();
                if (!answers.empty()) error.code = ErrorCode::store_unknown;
                co_return error;
            }
            answers.push_back(std::move(*answer));
            if (answers.back().state != ports::Committed::State::done) break;
        }
        co_return answers;
    }

    Task<Result<std::optional<domain::Aggregate>>> load(domain::RecordKind kind, Id id) override {
        co_await idle();
        auto answer = co_await store_.load(kind, id);
        co_await idle();
        co_return answer;
    }

    Task<Result<std::optional<domain::User>>> find_user_by_email(std::string email) override {
        return store_.find_user_by_email(std::move(email));
    }

    Task<Result<ports::PaymentPage>> list_payments(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    ) override {
        return store_.list_payments(filter, after, count);
    }

    Task<Result<ports::DeliveryPage>> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    ) override {
        return store_.list_deliveries(state, after, count);
    }

    Task<Result<std::vector<domain::Payment>>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) override {
        return store_.scan_payments(after, count);
    }

    Task<Result<std::vector<domain::LedgerEntry>>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) override {
        return store_.scan_ledger(after, count);
    }

    Task<Result<std::vector<domain::Aggregate>>> due(
        domain::RecordKind kind, Instant now, std::size_t count
    ) override {
        return store_.due(kind, now, count);
    }

    Task<Result<std::size_t>> purge_idempotency(Instant now) override {
        return store_.purge_idempotency(now);
    }

    Task<Result<std::size_t>> purge_deliveries(Instant now) override {
        return store_.purge_deliveries(now);
    }

    Task<Result<std::vector<std::uint64_t>>> totals() override { return store_.totals(); }

    Task<Done> health() override { return store_.health(); }

private:
    Task<> idle() {
        if (!pace_) co_return;
        const Millis wait((*pace_)() % 5);
        if (wait.count() == 0) co_return;
        co_await ports::sleep_until(clock_, clock_.now() + wait);
    }

    ports::Store& store_;
    ports::Clock& clock_;
    std::optional<std::mt19937_64> pace_;
};

}  // namespace gyeol::test
