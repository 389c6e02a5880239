// The store of tests and simulations: the same promises as SQLite, kept in memory, on the loop thread.
#pragma once

#include "ports/crypto.hpp"
#include "ports/store.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::storage {

/// Keeps encoded documents, so that what cannot be stored cannot be kept here either. Completes every
/// call before it suspends; the same calls give the same answers. Loop thread only.
class MemoryStore final : public ports::Store {
public:
    /// What a coming write meets instead of success.
    enum class Fault : std::uint8_t {
        none,
        unavailable,     // Refused; nothing is applied.
        unknown_before,  // `store_unknown`; nothing was applied.
        unknown_after,   // `store_unknown`; it was applied.
    };

    /// Borrows `cipher`, which must outlive the store.
    explicit MemoryStore(const ports::Cipher& cipher) : cipher_(cipher) {}

    Task<Result<ports::Committed>> commit(domain::Change change) override;
    Task<Result<std::vector<ports::Committed>>> commit_in_order(std::vector<domain::Change> changes
    ) override;
    Task<Result<std::optional<domain::Aggregate>>> load(domain::RecordKind kind, Id id) override;
    Task<Result<std::optional<domain::User>>> find_user_by_email(std::string email) override;
    Task<Result<ports::PaymentPage>> list_payments(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::Payment>>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::LedgerEntry>>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) override;
    Task<Result<ports::DeliveryPage>> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    ) override;
    Task<Result<std::vector<domain::Aggregate>>> due(
        domain::RecordKind kind, Instant now, std::size_t count
    ) override;
    Task<Result<std::size_t>> purge_idempotency(Instant now) override;
    Task<Result<std::size_t>> purge_deliveries(Instant now) override;
    Task<Result<std::vector<std::uint64_t>>> totals() override;
    Task<Done> health() override;

    /// The next changes meet `faults`, one each, in order.
    void test_fail_next(std::vector<Fault> faults);

    /// Every call fails with `unavailable` until this is called with `true` again.
    void test_set_reachable(bool reachable) { reachable_ = reachable; }

    /// Shows `observer` every version that becomes durable, before its writer hears of it.
    void test_on_stored(std::function<void(const domain::Aggregate&)> observer) {
        observer_ = std::move(observer);
    }

    /// Returns when the next record of `kind` is due; none when none will be.
    [[nodiscard]] std::optional<Instant> test_next_due(domain::RecordKind kind) const;

    /// Returns the stored document, empty when there is none.
    [[nodiscard]] std::string test_document(domain::RecordKind kind, Id id) const;

    /// Puts `document` in the place of a stored one, as damage on a disk would.
    void test_replace_document(domain::RecordKind kind, Id id, std::string document);

private:
    struct Row {
        std::uint64_t version = 0;
        std::string document;
        std::optional<Instant> next_at;
        std::string name;
        Instant created_at;
        Instant expires_at;
        domain::UserId user_id;
        domain::PaymentStatus status = domain::PaymentStatus::pending;
        domain::DeliveryState state = domain::DeliveryState::pending;
    };

    struct Table {
        std::map<Id, Row> rows;
        std::set<std::pair<Instant, Id>> due;
        std::set<std::pair<Instant, Id>> by_age;
        std::map<std::string, Id> names;  // E-mail addresses, order ids, places in the ledger.
    };

    Result<ports::Committed> apply(domain::Change change);
    Result<ports::Committed> apply_with_faults(domain::Change change);
    Result<ports::Committed> put(domain::Change change);
    Result<ports::Committed> in_the_way(
        ports::Committed::State state, domain::RecordKind kind, Id id, OpId op
    ) const;
    [[nodiscard]] Result<domain::Aggregate> read(domain::RecordKind kind, Id id) const;
    [[nodiscard]] static Row row_of(const domain::Aggregate& record, std::string document);
    void erase(Table& table, Id id);
    std::size_t erase_expired(domain::RecordKind kind, Instant now);

    Table& table(domain::RecordKind kind) { return tables_.at(static_cast<std::size_t>(kind)); }

    [[nodiscard]] const Table& table(domain::RecordKind kind) const {
        return tables_.at(static_cast<std::size_t>(kind));
    }

    const ports::Cipher& cipher_;
    std::array<Table, domain::record_kind_count> tables_;
    std::deque<Fault> faults_;
    std::function<void(const domain::Aggregate&)> observer_;
    bool reachable_ = true;
};

}  // namespace gyeol::storage
