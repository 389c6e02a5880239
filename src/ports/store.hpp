// Where records live. One record, one write: no operation spans two records. This one contract runs on
// SQLite and in memory (and is held by one suite on each): tests/contract/store_contract_test.cpp.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "domain/aggregate.hpp"
#include "ports/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::ports {

/// What became of a change. `stored` is what stands in the store after it: for `done` the record with
/// its new version and op, for `exists` and `stale` the record that is in the way.
struct Committed {
    enum class State : std::uint8_t {
        done,    // Durable. Also when the very same op was applied before: a repeat is harmless.
        exists,  // Create: the id (or a user's e-mail address) is taken by another op.
        stale,   // Replace: the record has another version, made by another op.
        gone,    // Replace: there is no such record.
    };

    State state = State::gone;
    std::optional<domain::Aggregate> stored;
};

/// Where a page starts: right after this record in the order newest first.
struct PageCursor {
    Instant created_at;
    Id id;
};

struct PaymentFilter {
    std::optional<domain::UserId> user_id;
    std::optional<domain::PaymentStatus> status;
};

struct PaymentPage {
    std::vector<domain::Payment> payments;
    std::optional<PageCursor> next;  // Absent on the last page.
};

/// Where a page of the ledger starts: right after this entry in the order of payments and numbers.
struct LedgerCursor {
    domain::PaymentId payment_id;
    std::uint64_t number = 0;
};

struct DeliveryPage {
    std::vector<domain::Delivery> deliveries;
    std::optional<PageCursor> next;  // Absent on the last page.
};

/// Promises:
/// - `commit`: when it returns `done`, the change survives a crash of process and machine. The store
///   sets the version (1, then `replaces` + 1) and appends the op (at most `limits::ops_kept`). Never an
///   upsert. Errors: `unavailable` (nothing was handed over: full queue, closed, read-only, disk full
///   before the write), `store_unknown` (it may have landed: repeat the very same change).
/// - `commit_in_order`: exactly as if the changes were committed one after the other, stopping behind
///   the first that is not `done`; the answers of those tried, in order. Not atomic: a crash may part
///   them. One round trip where the store can.
/// - reads see every change that was `done` before they were called. `load` of what is not there is none.
/// - lists: newest first by (created_at, id), neither skipping nor repeating under inserts.
/// - `due`: at most `count` records whose `next_at` is at or before `now`, the longest due first.
/// - nothing is retried inside; a record that cannot be read back (damaged, key missing, newer format)
///   fails with `internal` and a note, and never hides others from `due`.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    virtual Task<Result<Committed>> commit(domain::Change change) = 0;
    virtual Task<Result<std::vector<Committed>>> commit_in_order(std::vector<domain::Change> changes
    ) = 0;

    virtual Task<Result<std::optional<domain::Aggregate>>> load(domain::RecordKind kind, Id id) = 0;
    virtual Task<Result<std::optional<domain::User>>> find_user_by_email(std::string email) = 0;
    virtual Task<Result<PaymentPage>> list_payments(
        PaymentFilter filter, std::optional<PageCursor> after, std::size_t count
    ) = 0;

    /// Returns at most `count` payments in the order of their ids, those behind `after`.
    virtual Task<Result<std::vector<domain::Payment>>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) = 0;

    /// Returns at most `count` entries of the ledger in the order of payment id and number, those behind
    /// `after`.
    virtual Task<Result<std::vector<domain::LedgerEntry>>> scan_ledger(
        std::optional<LedgerCursor> after, std::size_t count
    ) = 0;

    virtual Task<Result<DeliveryPage>> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<PageCursor> after,
        std::size_t count
    ) = 0;
    virtual Task<Result<std::vector<domain::Aggregate>>> due(
        domain::RecordKind kind, Instant now, std::size_t count
    ) = 0;

    /// Removes idempotency records that expired at or before `now`; returns how many.
    virtual Task<Result<std::size_t>> purge_idempotency(Instant now) = 0;

    /// Removes deliveries that expired at or before `now`; returns how many.
    virtual Task<Result<std::size_t>> purge_deliveries(Instant now) = 0;

    /// Returns the number of records of each kind, in the order of `RecordKind`.
    virtual Task<Result<std::vector<std::uint64_t>>> totals() = 0;

    /// Succeeds when a durable write is possible right now; `unavailable` says why not.
    virtual Task<Done> health() = 0;
};

/// Loads a record of one type; none when it is not there.
template <typename T>
Task<Result<std::optional<T>>> load_as(Store& store, Id id) {
    auto loaded = co_await store.load(domain::kind_of_type<T>, id);
    if (!loaded) co_return loaded.error();
    if (!*loaded) co_return std::optional<T>();
    co_return std::optional<T>(std::get<T>(std::move(**loaded)));
}

}  // namespace gyeol::ports
