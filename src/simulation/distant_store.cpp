#include "simulation/distant_store.hpp"

#include <utility>

namespace gyeol::simulation {
namespace {

Error unreachable() {
    return Error{
        .code = ErrorCode::unavailable,
        .reason = "store_unreachable",
        .detail = "The store cannot be reached.",
        .field = {},
        .object_id = {},
    };
}

Error answer_lost() {
    return Error{
        .code = ErrorCode::store_unknown,
        .reason = "store_unknown",
        .detail = "The answer was lost.",
        .field = {},
        .object_id = {},
    };
}

}  // namespace

Task<Result<ports::Committed>> DistantStore::commit(domain::Change change) {
    const auto fate = co_await road_.leaves(StoreCall::write);
    if (fate == StoreFate::refused) co_return unreachable();
    if (fate == StoreFate::lost_before) co_return answer_lost();
    auto answer = co_await store_.commit(std::move(change));
    if (answer && answer->state == ports::Committed::State::done) road_.landed(*answer->stored);
    co_await road_.returns(StoreCall::write);
    if (fate == StoreFate::lost_after) co_return answer_lost();
    co_return answer;
}

Task<Result<std::vector<ports::Committed>>> DistantStore::commit_in_order(
    std::vector<domain::Change> changes
) {
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

Task<Result<std::optional<domain::Aggregate>>> DistantStore::load(domain::RecordKind kind, Id id) {
    const auto fate = co_await road_.leaves(StoreCall::read);
    if (fate != StoreFate::arrives) co_return unreachable();
    auto answer = co_await store_.load(kind, id);
    co_await road_.returns(StoreCall::read);
    co_return answer;
}

template <typename T>
Task<Result<T>> DistantStore::travel(StoreCall kind, Task<Result<T>> call) {
    const auto fate = co_await road_.leaves(kind);
    if (fate != StoreFate::arrives) co_return unreachable();
    auto answer = co_await std::move(call);
    co_await road_.returns(kind);
    co_return answer;
}

Task<Result<std::optional<domain::User>>> DistantStore::find_user_by_email(std::string email) {
    return travel(StoreCall::read, store_.find_user_by_email(std::move(email)));
}

Task<Result<ports::PaymentPage>> DistantStore::list_payments(
    ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
) {
    return travel(StoreCall::sweep, store_.list_payments(filter, after, count));
}

Task<Result<ports::DeliveryPage>> DistantStore::list_deliveries(
    std::optional<domain::DeliveryState> state,
    std::optional<ports::PageCursor> after,
    std::size_t count
) {
    return travel(StoreCall::sweep, store_.list_deliveries(state, after, count));
}

Task<Result<std::vector<domain::Payment>>> DistantStore::scan_payments(
    std::optional<domain::PaymentId> after, std::size_t count
) {
    return travel(StoreCall::sweep, store_.scan_payments(after, count));
}

Task<Result<std::vector<domain::LedgerEntry>>> DistantStore::scan_ledger(
    std::optional<ports::LedgerCursor> after, std::size_t count
) {
    return travel(StoreCall::sweep, store_.scan_ledger(after, count));
}

Task<Result<std::vector<domain::Aggregate>>> DistantStore::due(
    domain::RecordKind kind, Instant now, std::size_t count
) {
    return travel(StoreCall::sweep, store_.due(kind, now, count));
}

Task<Result<std::size_t>> DistantStore::purge_idempotency(Instant now) {
    return travel(StoreCall::sweep, store_.purge_idempotency(now));
}

Task<Result<std::size_t>> DistantStore::purge_deliveries(Instant now) {
    return travel(StoreCall::sweep, store_.purge_deliveries(now));
}

Task<Result<std::vector<std::uint64_t>>> DistantStore::totals() {
    return store_.totals();
}

Task<Done> DistantStore::health() {
    return store_.health();
}

}  // namespace gyeol::simulation
