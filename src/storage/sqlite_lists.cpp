// Pages of records: lists newest first, and walks over everything.
#include "storage/sqlite_rows.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <limits>

namespace gyeol::storage {
namespace {

std::string list_sql(const ports::PaymentFilter& filter) {
    return fmt::format(
        "SELECT id, document FROM stored_payments WHERE {}{}(created_at, id) < (?3, ?4) "
        "ORDER BY created_at DESC, id DESC LIMIT ?5",
        filter.user_id ? "user_id = ?1 AND " : "",
        filter.status ? "status = ?2 AND " : ""
    );
}

/// Binds where a page starts: its time to `at`, its id to the parameter behind it.
void bind_cursor(Statement& statement, int at, const std::optional<ports::PageCursor>& after) {
    // Sorts after every id: the first page starts behind it.
    static constexpr std::string_view beyond_ids =
        "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    constexpr auto end_of_time = std::numeric_limits<std::int64_t>::max();
    statement.bind(at, after ? to_millis(after->created_at) : end_of_time);
    if (after) return statement.bind(at + 1, after->id);
    statement.bind_bytes(at + 1, beyond_ids);
}

}  // namespace

template <typename Record>
Result<std::optional<ports::PageCursor>> SqliteRows::read_page(
    Statement& query, std::size_t count, std::vector<Record>& into
) {
    constexpr auto kind = domain::kind_of_type<Record>;
    int code = query.step();
    for (; code == SQLITE_ROW && into.size() < count; code = query.step()) {
        auto record = read(kind, query.id(0), query.text(1));
        if (!record) return record.error();
        into.push_back(std::get<Record>(std::move(*record)));
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE) return failed(code);
    if (code != SQLITE_ROW || into.empty()) return std::optional<ports::PageCursor>();
    return std::optional(ports::PageCursor{into.back().created_at, into.back().id.raw()});
}

template <typename Record>
Result<std::vector<Record>> SqliteRows::read_all(Statement& query) {
    std::vector<Record> found;
    int code = query.step();
    for (; code == SQLITE_ROW; code = query.step()) {
        auto record = read(domain::kind_of_type<Record>, query.id(0), query.text(1));
        if (!record) return record.error();
        found.push_back(std::get<Record>(std::move(*record)));
    }
    if (code != SQLITE_DONE) return failed(code);
    return found;
}

Result<ports::PaymentPage> SqliteRows::list_payments(
    ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
) {
    const std::size_t slot = (filter.user_id ? 1U : 0U) + (filter.status ? 2U : 0U);
    auto& query = named(lists_.at(slot), list_sql(filter));
    const ResetAfter reset(query);
    if (filter.user_id) query.bind(1, filter.user_id->raw());
    if (filter.status) query.bind(2, word(*filter.status));
    bind_cursor(query, 3, after);
    query.bind(5, static_cast<std::int64_t>(count + 1));
    ports::PaymentPage page;
    auto next = read_page(query, count, page.payments);
    if (!next) return next.error();
    page.next = *next;
    return page;
}

Result<ports::DeliveryPage> SqliteRows::list_deliveries(
    std::optional<domain::DeliveryState> state,
    std::optional<ports::PageCursor> after,
    std::size_t count
) {
    auto& query = named(
        delivery_lists_.at(state ? 1 : 0),
        fmt::format(
            "SELECT id, document FROM stored_deliveries WHERE {}(created_at, id) < (?2, ?3) "
            "ORDER BY created_at DESC, id DESC LIMIT ?4",
            state ? "state = ?1 AND " : ""
        )
    );
    const ResetAfter reset(query);
    if (state) query.bind(1, word(*state));
    bind_cursor(query, 2, after);
    query.bind(4, static_cast<std::int64_t>(count + 1));
    ports::DeliveryPage page;
    auto next = read_page(query, count, page.deliveries);
    if (!next) return next.error();
    page.next = *next;
    return page;
}

Result<std::vector<domain::Payment>> SqliteRows::scan_payments(
    std::optional<domain::PaymentId> after, std::size_t count
) {
    auto& query = named(
        scan_payments_,
        "SELECT id, document FROM stored_payments WHERE id > ?1 ORDER BY id LIMIT ?2"
    );
    const ResetAfter reset(query);
    if (after) {
        query.bind(1, after->raw());
    } else {
        query.bind_bytes(1, {});
    }
    query.bind(2, static_cast<std::int64_t>(count));
    return read_all<domain::Payment>(query);
}

Result<std::vector<domain::LedgerEntry>> SqliteRows::scan_ledger(
    std::optional<ports::LedgerCursor> after, std::size_t count
) {
    auto& query = named(
        scan_ledger_,
        "SELECT id, document FROM stored_ledger WHERE (payment_id, number) > (?1, ?2) "
        "ORDER BY payment_id, number LIMIT ?3"
    );
    const ResetAfter reset(query);
    if (after) {
        query.bind(1, after->payment_id.raw());
    } else {
        query.bind_bytes(1, {});
    }
    query.bind(2, after ? static_cast<std::int64_t>(after->number) : 0);
    query.bind(3, static_cast<std::int64_t>(count));
    return read_all<domain::LedgerEntry>(query);
}

}  // namespace gyeol::storage
