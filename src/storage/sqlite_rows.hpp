// What the store does to the rows of one connection: the same statements for the writer, inside its
// transaction, and for the reader.
#pragma once

#include "ports/crypto.hpp"
#include "ports/store.hpp"
#include "storage/sqlite_database.hpp"
#include "storage/sqlite_schema.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::storage {

/// Borrows database and cipher. One thread.
class SqliteRows {
public:
    SqliteRows(const Database& database, const ports::Cipher& cipher)
        : database_(database), cipher_(cipher) {}

    Result<ports::Committed> apply(domain::Change change);
    Result<std::vector<ports::Committed>> apply_in_order(std::vector<domain::Change> changes);
    Result<std::optional<domain::Aggregate>> load(domain::RecordKind kind, Id id);
    Result<std::optional<domain::User>> find_user_by_email(const std::string& email);
    Result<ports::PaymentPage> list_payments(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    );
    Result<std::vector<domain::Payment>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    );
    Result<std::vector<domain::LedgerEntry>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    );
    Result<ports::DeliveryPage> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    );
    Result<std::vector<domain::Aggregate>> due(
        domain::RecordKind kind, Instant now, std::size_t count
    );

    Result<std::size_t> purge_idempotency(Instant now) {
        return purge(domain::RecordKind::idempotency, now);
    }

    Result<std::size_t> purge_deliveries(Instant now) {
        return purge(domain::RecordKind::deliveries, now);
    }

    Result<std::vector<std::uint64_t>> totals();

    /// Writes a row, so that a commit has something to make durable.
    Done touch();

    /// Returns the first error code of SQLite since the last call, 0 when there was none.
    int take_failure() { return std::exchange(failure_, 0); }

private:
    enum class Query : std::uint8_t { insert, replace, replace_all, load, due, count, purge };
    static constexpr std::size_t query_count = 7;

    /// A change with its record as it will stand.
    struct Prepared {
        domain::Aggregate record;
        std::string document;
        std::optional<std::uint64_t> replaces;
        OpId op;
    };

    [[nodiscard]] Result<Prepared> prepare(domain::Change change) const;
    Result<ports::Committed> write(Prepared change);
    Result<ports::Committed> find_in_the_way(Prepared change);
    Result<bool> try_write(Query query, const Prepared& change);
    Result<std::optional<domain::Aggregate>> find_other_holder(const domain::Aggregate& record);
    Result<domain::Aggregate> read(domain::RecordKind kind, Id id, std::string_view document) const;
    Result<std::optional<domain::Aggregate>> find(Statement& query, domain::RecordKind kind);

    /// Reads every row of the bound `query`.
    template <typename Record>
    Result<std::vector<Record>> read_all(Statement& query);

    /// Reads the bound `query` up to `count` rows; the cursor is there when there are more.
    template <typename Record>
    Result<std::optional<ports::PageCursor>> read_page(
        Statement& query, std::size_t count, std::vector<Record>& into
    );
    Result<std::size_t> purge(domain::RecordKind kind, Instant now);
    Error failed(int code);
    Statement& statement(Query query, domain::RecordKind kind);
    Statement& named(std::optional<Statement>& slot, std::string_view sql);

    const Database& database_;
    const ports::Cipher& cipher_;
    std::array<std::array<std::optional<Statement>, query_count>, domain::record_kind_count>
        statements_;
    std::array<std::optional<Statement>, 4> lists_;
    std::optional<Statement> by_email_;
    std::optional<Statement> by_order_;
    std::optional<Statement> scan_payments_;
    std::optional<Statement> scan_ledger_;
    std::array<std::optional<Statement>, 2> delivery_lists_;
    std::optional<Statement> touch_;
    int failure_ = 0;
};

}  // namespace gyeol::storage
