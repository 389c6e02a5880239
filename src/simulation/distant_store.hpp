// A store at the other end of a road: what works side by side interleaves, calls and answers get lost, and
// the process may die on the way.
#pragma once

#include "ports/store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::simulation {

enum class StoreCall : std::uint8_t {
    read,   // One record.
    write,  // One change.
    sweep,  // Many records: what is due, lists, what is forgotten.
};

/// What becomes of one call.
enum class StoreFate : std::uint8_t {
    arrives,
    refused,      // `unavailable`: nothing was handed over.
    lost_before,  // `store_unknown`: nothing was applied.
    lost_after,   // `store_unknown`: it was applied.
};

/// What lies between a process and its store. Loop thread of the process.
class StoreRoad {
public:
    StoreRoad() = default;
    StoreRoad(const StoreRoad&) = delete;
    StoreRoad& operator=(const StoreRoad&) = delete;
    virtual ~StoreRoad() = default;

    /// Suspends for the way there, and says what becomes of the call.
    virtual Task<StoreFate> leaves(StoreCall call) = 0;

    /// Suspends for the way back.
    virtual Task<> returns(StoreCall call) = 0;

    /// Is shown every change that was applied, before its caller hears of it.
    virtual void landed(const domain::Aggregate& stored) = 0;
};

/// Keeps the promises of `ports::Store` over `store`. Changes in order travel one by one, so that a crash or
/// another writer may come in between.
class DistantStore final : public ports::Store {
public:
    /// Borrows both.
    DistantStore(ports::Store& store, StoreRoad& road) : store_(store), road_(road) {}

    Task<Result<ports::Committed>> commit(domain::Change change) override;
    Task<Result<std::vector<ports::Committed>>> commit_in_order(std::vector<domain::Change> changes
    ) override;
    Task<Result<std::optional<domain::Aggregate>>> load(domain::RecordKind kind, Id id) override;
    Task<Result<std::optional<domain::User>>> find_user_by_email(std::string email) override;
    Task<Result<ports::PaymentPage>> list_payments(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    ) override;
    Task<Result<ports::DeliveryPage>> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    ) override;
    Task<Result<std::vector<domain::Payment>>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::LedgerEntry>>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::Aggregate>>> due(
        domain::RecordKind kind, Instant now, std::size_t count
    ) override;
    Task<Result<std::size_t>> purge_idempotency(Instant now) override;
    Task<Result<std::size_t>> purge_deliveries(Instant now) override;
    Task<Result<std::vector<std::uint64_t>>> totals() override;
    Task<Done> health() override;

private:
    /// `call` begins when it arrives.
    template <typename T>
    Task<Result<T>> travel(StoreCall kind, Task<Result<T>> call);

    ports::Store& store_;
    StoreRoad& road_;
};

}  // namespace gyeol::simulation
