#include "storage/memory_store.hpp"

#include "base/test_point.hpp"
#include "storage/applied_change.hpp"
#include "storage/record_codec.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace gyeol::storage {

using domain::Aggregate;
using domain::RecordKind;
using ports::Committed;

namespace {

/// Sorts by payment and number.
std::string place_in_ledger(domain::PaymentId payment_id, std::uint64_t number) {
    return fmt::format("{}:{:020}", payment_id.hex(), number);
}

/// What no other record of its kind may be called; empty when it has no such name.
std::string name_of(const Aggregate& record) {
    if (const auto* user = std::get_if<domain::User>(&record)) return user->email;
    if (const auto* payment = std::get_if<domain::Payment>(&record)) return payment->order_id;
    if (const auto* entry = std::get_if<domain::LedgerEntry>(&record))
        return place_in_ledger(entry->payment_id, entry->number);
    return "";
}

Error unreachable() {
    return unavailable("store_unreachable", "The store cannot be reached.");
}

}  // namespace

Task<Result<Committed>> MemoryStore::commit(domain::Change change) {
    GYEOL_POINT("store.before_commit");
    auto answer = apply_with_faults(std::move(change));
    GYEOL_POINT("store.after_commit");
    co_return answer;
}

Task<Result<std::vector<Committed>>> MemoryStore::commit_in_order(
    std::vector<domain::Change> changes
) {
    for (const auto& change : changes) {
        const auto document = write_record(change.record, cipher_);
        if (!document) co_return document.error();
    }
    std::vector<Committed> answers;
    for (auto& change : changes) {
        GYEOL_POINT("store.before_commit");
        auto answer = apply_with_faults(std::move(change));
        GYEOL_POINT("store.after_commit");
        // The changes before it have landed, so "nothing was handed over" would be wrong.
        if (!answer && !answers.empty()) co_return store_unknown(answer.error().detail);
        if (!answer) co_return answer.error();
        answers.push_back(std::move(*answer));
        if (answers.back().state != Committed::State::done) break;
    }
    co_return answers;
}

Result<Committed> MemoryStore::apply_with_faults(domain::Change change) {
    if (!reachable_) return unreachable();
    auto fault = Fault::none;
    if (!faults_.empty()) {
        fault = faults_.front();
        faults_.pop_front();
    }
    if (fault == Fault::unavailable) return unreachable();
    if (fault == Fault::unknown_before) return store_unknown("The answer was lost.");
    auto answer = apply(std::move(change));
    if (fault == Fault::unknown_after) return store_unknown("The answer was lost.");
    return answer;
}

Result<Committed> MemoryStore::apply(domain::Change change) {
    const auto kind = domain::kind_of(change.record);
    const auto id = domain::id_of(change.record);
    const auto& rows = table(kind).rows;
    const auto found = rows.find(id);
    if (!change.replaces && found != rows.end()) {
        return in_the_way(Committed::State::exists, kind, id, change.op);
    }
    if (change.replaces && found == rows.end()) return Committed{Committed::State::gone, {}};
    if (change.replaces && found->second.version != *change.replaces) {
        return in_the_way(Committed::State::stale, kind, id, change.op);
    }
    const auto holder = table(kind).names.find(name_of(change.record));
    if (holder != table(kind).names.end() && holder->second != id) {
        return in_the_way(Committed::State::exists, kind, holder->second, change.op);
    }
    return put(std::move(change));
}

Result<Committed> MemoryStore::put(domain::Change change) {
    auto record = apply_change(std::move(change));
    auto document = write_record(record, cipher_);
    if (!document) return document.error();
    const auto id = domain::id_of(record);
    auto& into = table(domain::kind_of(record));
    erase(into, id);
    auto row = row_of(record, std::move(*document));
    if (row.next_at) into.due.emplace(*row.next_at, id);
    into.by_age.emplace(row.created_at, id);
    if (!row.name.empty()) into.names.emplace(row.name, id);
    into.rows.emplace(id, std::move(row));
    if (observer_) observer_(record);
    return Committed{Committed::State::done, std::move(record)};
}

Result<Committed> MemoryStore::in_the_way(Committed::State state, RecordKind kind, Id id, OpId op)
    const {
    auto stored = read(kind, id);
    if (!stored) return stored.error();
    return answer_in_the_way(state, op, std::move(*stored));
}

MemoryStore::Row MemoryStore::row_of(const Aggregate& record, std::string document) {
    Row row;
    row.version = domain::meta_of(record).version;
    row.document = std::move(document);
    row.next_at = domain::meta_of(record).next_at;
    row.name = name_of(record);
    if (const auto* user = std::get_if<domain::User>(&record)) {
        row.created_at = user->created_at;
    } else if (const auto* payment = std::get_if<domain::Payment>(&record)) {
        row.created_at = payment->created_at;
        row.user_id = payment->user_id;
        row.status = payment->status;
    } else if (const auto* answered = std::get_if<domain::IdempotencyRecord>(&record)) {
        row.expires_at = answered->expires_at;
    } else if (const auto* delivery = std::get_if<domain::Delivery>(&record)) {
        row.created_at = delivery->created_at;
        row.expires_at = delivery->expires_at;
        row.state = delivery->state;
    }
    return row;
}

void MemoryStore::erase(Table& table, Id id) {
    const auto found = table.rows.find(id);
    if (found == table.rows.end()) return;
    const auto& row = found->second;
    if (row.next_at) table.due.erase({*row.next_at, id});
    table.by_age.erase({row.created_at, id});
    table.names.erase(row.name);
    table.rows.erase(found);
}

Result<Aggregate> MemoryStore::read(RecordKind kind, Id id) const {
    auto record = read_record({kind, id}, table(kind).rows.at(id).document, cipher_);
    if (!record) note_unreadable(kind, id, record.error());
    return record;
}

Task<Result<std::optional<Aggregate>>> MemoryStore::load(RecordKind kind, Id id) {
    if (!reachable_) co_return unreachable();
    if (!table(kind).rows.contains(id)) co_return std::optional<Aggregate>();
    auto record = read(kind, id);
    if (!record) co_return record.error();
    co_return std::optional<Aggregate>(std::move(*record));
}

Task<Result<std::optional<domain::User>>> MemoryStore::find_user_by_email(std::string email) {
    if (!reachable_) co_return unreachable();
    const auto& names = table(RecordKind::users).names;
    const auto holder = names.find(email);
    if (holder == names.end()) co_return std::optional<domain::User>();
    auto record = read(RecordKind::users, holder->second);
    if (!record) co_return record.error();
    co_return std::optional<domain::User>(std::get<domain::User>(std::move(*record)));
}

Task<Result<ports::PaymentPage>> MemoryStore::list_payments(
    ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
) {
    if (!reachable_) co_return unreachable();
    const auto& payments = table(RecordKind::payments);
    const auto& ages = payments.by_age;
    auto at = after ? ages.lower_bound({after->created_at, after->id}) : ages.end();
    ports::PaymentPage page;
    while (at != ages.begin()) {
        --at;
        const auto& row = payments.rows.at(at->second);
        if (filter.user_id && row.user_id != *filter.user_id) continue;
        if (filter.status && row.status != *filter.status) continue;
        if (page.payments.size() == count) {
            if (count == 0) break;
            const auto& last = page.payments.back();
            page.next = ports::PageCursor{last.created_at, last.id.raw()};
            break;
        }
        auto record = read(RecordKind::payments, at->second);
        if (!record) co_return record.error();
        page.payments.push_back(std::get<domain::Payment>(std::move(*record)));
    }
    co_return page;
}

Task<Result<std::vector<domain::Payment>>> MemoryStore::scan_payments(
    std::optional<domain::PaymentId> after, std::size_t count
) {
    if (!reachable_) co_return unreachable();
    const auto& rows = table(RecordKind::payments).rows;
    auto at = after ? rows.upper_bound(after->raw()) : rows.begin();
    std::vector<domain::Payment> found;
    for (; at != rows.end() && found.size() < count; ++at) {
        auto record = read(RecordKind::payments, at->first);
        if (!record) co_return record.error();
        found.push_back(std::get<domain::Payment>(std::move(*record)));
    }
    co_return found;
}

Task<Result<std::vector<domain::LedgerEntry>>> MemoryStore::scan_ledger(
    std::optional<ports::LedgerCursor> after, std::size_t count
) {
    if (!reachable_) co_return unreachable();
    const auto& places = table(RecordKind::ledger).names;
    auto at = places.begin();
    if (after) at = places.upper_bound(place_in_ledger(after->payment_id, after->number));
    std::vector<domain::LedgerEntry> found;
    for (; at != places.end() && found.size() < count; ++at) {
        auto record = read(RecordKind::ledger, at->second);
        if (!record) co_return record.error();
        found.push_back(std::get<domain::LedgerEntry>(std::move(*record)));
    }
    co_return found;
}

Task<Result<std::vector<Aggregate>>> MemoryStore::due(
    RecordKind kind, Instant now, std::size_t count
) {
    if (!reachable_) co_return unreachable();
    std::vector<Aggregate> found;
    for (const auto& [next_at, id] : table(kind).due) {
        if (next_at > now || found.size() == count) break;
        auto record = read(kind, id);
        if (record) found.push_back(std::move(*record));
    }
    co_return found;
}

Task<Result<ports::DeliveryPage>> MemoryStore::list_deliveries(
    std::optional<domain::DeliveryState> state,
    std::optional<ports::PageCursor> after,
    std::size_t count
) {
    if (!reachable_) co_return unreachable();
    const auto& deliveries = table(RecordKind::deliveries);
    const auto& ages = deliveries.by_age;
    auto at = after ? ages.lower_bound({after->created_at, after->id}) : ages.end();
    ports::DeliveryPage page;
    while (at != ages.begin() && count > 0) {
        --at;
        if (state && deliveries.rows.at(at->second).state != *state) continue;
        if (page.deliveries.size() == count) {
            const auto& last = page.deliveries.back();
            page.next = ports::PageCursor{last.created_at, last.id.raw()};
            break;
        }
        auto record = read(RecordKind::deliveries, at->second);
        if (!record) co_return record.error();
        page.deliveries.push_back(std::get<domain::Delivery>(std::move(*record)));
    }
    co_return page;
}

std::size_t MemoryStore::erase_expired(RecordKind kind, Instant now) {
    auto& records = table(kind);
    std::vector<Id> expired;
    for (const auto& [id, row] : records.rows) {
        if (row.expires_at <= now) expired.push_back(id);
    }
    for (const auto& id : expired)
        erase(records, id);
    return expired.size();
}

Task<Result<std::size_t>> MemoryStore::purge_idempotency(Instant now) {
    if (!reachable_) co_return unreachable();
    co_return erase_expired(RecordKind::idempotency, now);
}

Task<Result<std::size_t>> MemoryStore::purge_deliveries(Instant now) {
    if (!reachable_) co_return unreachable();
    co_return erase_expired(RecordKind::deliveries, now);
}

Task<Result<std::vector<std::uint64_t>>> MemoryStore::totals() {
    if (!reachable_) co_return unreachable();
    std::vector<std::uint64_t> counts;
    for (const auto& one : tables_)
        counts.push_back(one.rows.size());
    co_return counts;
}

Task<Done> MemoryStore::health() {
    if (!reachable_) co_return unreachable();
    co_return Done();
}

void MemoryStore::test_fail_next(std::vector<Fault> faults) {
    faults_.insert(faults_.end(), faults.begin(), faults.end());
}

std::optional<Instant> MemoryStore::test_next_due(RecordKind kind) const {
    const auto& due = table(kind).due;
    if (due.empty()) return std::nullopt;
    return due.begin()->first;
}

std::string MemoryStore::test_document(RecordKind kind, Id id) const {
    const auto& rows = table(kind).rows;
    const auto found = rows.find(id);
    return found == rows.end() ? "" : found->second.document;
}

void MemoryStore::test_replace_document(RecordKind kind, Id id, std::string document) {
    table(kind).rows.at(id).document = std::move(document);
}

}  // namespace gyeol::storage
