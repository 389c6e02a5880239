#include "storage/sqlite_rows.hpp"

#include "storage/applied_change.hpp"
#include "storage/record_codec.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <limits>

namespace gyeol::storage {

using domain::Aggregate;
using domain::RecordKind;
using ports::Committed;

namespace {

// Parameters of every writing statement: ?1 id, ?2 v, ?3 next_at, ?4 document, then the table's own
// columns, moving ones first, and last the version that is replaced.
constexpr std::size_t own_columns_at = 5;

std::string insert_sql(const KindTable& table) {
    std::string names;
    std::string values;
    std::size_t at = own_columns_at;
    for (const auto* columns : {&table.moving, &table.fixed}) {
        for (const auto column : *columns) {
            names += fmt::format(", {}", column);
            values += fmt::format(", ?{}", at++);
        }
    }
    return fmt::format(
        "INSERT INTO {}(id, v, next_at, document{}) VALUES(?1, ?2, ?3, ?4{}) ON CONFLICT DO "
        "NOTHING",
        table.name,
        names,
        values
    );
}

/// Setting an indexed column rewrites its index entry even when the value stays, so the columns that
/// usually stay are a condition, and only the rare change that moves them sets them.
std::string replace_sql(const KindTable& table) {
    std::string sets;
    std::string conditions;
    std::size_t at = own_columns_at;
    for (const auto column : table.moving)
        sets += fmt::format(", {} = ?{}", column, at++);
    for (const auto column : table.fixed)
        conditions += fmt::format(" AND {} IS ?{}", column, at++);
    return fmt::format(
        "UPDATE {} SET v = ?2, next_at = ?3, document = ?4{} WHERE id = ?1 AND v = ?{}{}",
        table.name,
        sets,
        at,
        conditions
    );
}

std::string replace_all_sql(const KindTable& table) {
    std::string sets;
    std::size_t at = own_columns_at;
    for (const auto* columns : {&table.moving, &table.fixed}) {
        for (const auto column : *columns)
            sets += fmt::format(", {} = ?{}", column, at++);
    }
    return fmt::format(
        "UPDATE OR IGNORE {} SET v = ?2, next_at = ?3, document = ?4{} WHERE id = ?1 AND v = ?{}",
        table.name,
        sets,
        at
    );
}

void bind_text_or_null(Statement& statement, int at, const std::string& text) {
    if (text.empty()) {
        statement.bind_null(at);
    } else {
        statement.bind(at, std::string_view(text));
    }
}

/// Binds the table's own columns and returns the next free parameter.
int bind_own_columns(Statement& statement, const Aggregate& record) {
    int at = static_cast<int>(own_columns_at);
    if (const auto* user = std::get_if<domain::User>(&record)) {
        bind_text_or_null(statement, at++, user->email);
    } else if (const auto* payment = std::get_if<domain::Payment>(&record)) {
        statement.bind(at++, word(payment->status));
        statement.bind(at++, payment->user_id.raw());
        statement.bind(at++, to_millis(payment->created_at));
        bind_text_or_null(statement, at++, payment->order_id);
    } else if (const auto* answered = std::get_if<domain::IdempotencyRecord>(&record)) {
        statement.bind(at++, to_millis(answered->expires_at));
    } else if (const auto* entry = std::get_if<domain::LedgerEntry>(&record)) {
        statement.bind(at++, entry->payment_id.raw());
        statement.bind(at++, static_cast<std::int64_t>(entry->number));
    } else if (const auto* delivery = std::get_if<domain::Delivery>(&record)) {
        statement.bind(at++, word(delivery->state));
        statement.bind(at++, to_millis(delivery->expires_at));
        statement.bind(at++, to_millis(delivery->created_at));
    }
    return at;
}

std::int64_t signed_version(std::uint64_t version) {
    return static_cast<std::int64_t>(version);
}

}  // namespace

Error SqliteRows::failed(int code) {
    if (failure_ == 0) failure_ = code;
    return sqlite_error(code);
}

Statement& SqliteRows::statement(Query query, RecordKind kind) {
    auto& slot = statements_.at(static_cast<std::size_t>(kind)).at(static_cast<std::size_t>(query));
    if (slot) return *slot;
    const auto& table = table_of(kind);
    switch (query) {
        case Query::insert:
            return slot.emplace(database_.prepare(insert_sql(table)));
        case Query::replace:
            return slot.emplace(database_.prepare(replace_sql(table)));
        case Query::replace_all:
            return slot.emplace(database_.prepare(replace_all_sql(table)));
        case Query::load:
            return slot.emplace(database_.prepare(
                fmt::format("SELECT id, document FROM {} WHERE id = ?1", table.name)
            ));
        case Query::due:
            return slot.emplace(database_.prepare(fmt::format(
                "SELECT id, document FROM {} WHERE next_at <= ?1 ORDER BY next_at, id", table.name
            )));
        case Query::count:
            return slot.emplace(database_.prepare(fmt::format("SELECT count(*) FROM {}", table.name)
            ));
        case Query::purge:
            return slot.emplace(
                database_.prepare(fmt::format("DELETE FROM {} WHERE expires_at <= ?1", table.name))
            );
    }
    return *slot;
}

Statement& SqliteRows::named(std::optional<Statement>& slot, std::string_view sql) {
    return slot ? *slot : slot.emplace(database_.prepare(sql));
}

Result<SqliteRows::Prepared> SqliteRows::prepare(domain::Change change) const {
    Prepared prepared;
    prepared.replaces = change.replaces;
    prepared.op = change.op;
    prepared.record = apply_change(std::move(change));
    auto document = write_record(prepared.record, cipher_);
    if (!document) return document.error();
    prepared.document = std::move(*document);
    return prepared;
}

Result<Committed> SqliteRows::apply(domain::Change change) {
    auto prepared = prepare(std::move(change));
    if (!prepared) return prepared.error();
    return write(std::move(*prepared));
}

Result<std::vector<Committed>> SqliteRows::apply_in_order(std::vector<domain::Change> changes) {
    std::vector<Prepared> prepared;
    for (auto& change : changes) {
        auto one = prepare(std::move(change));
        if (!one) return one.error();
        prepared.push_back(std::move(*one));
    }
    std::vector<Committed> answers;
    for (auto& change : prepared) {
        auto answer = write(std::move(change));
        if (!answer) return answer.error();
        answers.push_back(std::move(*answer));
        if (answers.back().state != Committed::State::done) break;
    }
    return answers;
}

Result<Committed> SqliteRows::write(Prepared change) {
    const auto query = change.replaces ? Query::replace : Query::insert;
    const auto written = try_write(query, change);
    if (!written) return written.error();
    if (*written) return Committed{Committed::State::done, std::move(change.record)};
    return find_in_the_way(std::move(change));
}

Result<bool> SqliteRows::try_write(Query query, const Prepared& change) {
    auto& write = statement(query, domain::kind_of(change.record));
    const ResetAfter reset(write);
    const auto id = domain::id_of(change.record);
    const auto& meta = domain::meta_of(change.record);
    write.bind(1, id);
    write.bind(2, signed_version(meta.version));
    write.bind(3, meta.next_at);
    write.bind(4, std::string_view(change.document));
    const int after = bind_own_columns(write, change.record);
    if (change.replaces) write.bind(after, signed_version(*change.replaces));
    const int code = write.step();
    if (code != SQLITE_DONE) return failed(code);
    return database_.changed() == 1;
}

Result<Committed> SqliteRows::find_in_the_way(Prepared change) {
    const auto kind = domain::kind_of(change.record);
    auto stored = load(kind, domain::id_of(change.record));
    if (!stored) return stored.error();
    if (*stored) {
        const auto version = domain::meta_of(**stored).version;
        if (!change.replaces) {
            return answer_in_the_way(Committed::State::exists, change.op, std::move(**stored));
        }
        if (version != *change.replaces) {
            return answer_in_the_way(Committed::State::stale, change.op, std::move(**stored));
        }
        const auto written = try_write(Query::replace_all, change);
        if (!written) return written.error();
        if (*written) return Committed{Committed::State::done, std::move(change.record)};
    } else if (change.replaces) {
        return Committed{Committed::State::gone, {}};
    }
    auto holder = find_other_holder(change.record);
    if (!holder) return holder.error();
    if (!*holder) return failed(SQLITE_CORRUPT);  // A row refused ours, and is not there.
    return answer_in_the_way(Committed::State::exists, change.op, std::move(**holder));
}

Result<std::optional<Aggregate>> SqliteRows::find_other_holder(const Aggregate& record) {
    if (const auto* user = std::get_if<domain::User>(&record)) {
        auto found = find_user_by_email(user->email);
        if (!found) return found.error();
        if (!*found) return std::optional<Aggregate>();
        return std::optional<Aggregate>(std::move(**found));
    }
    const auto* payment = std::get_if<domain::Payment>(&record);
    if (payment == nullptr) return std::optional<Aggregate>();
    auto& query = named(by_order_, "SELECT id, document FROM stored_payments WHERE order_id = ?1");
    const ResetAfter reset(query);
    query.bind(1, std::string_view(payment->order_id));
    return find(query, RecordKind::payments);
}

Result<Aggregate> SqliteRows::read(RecordKind kind, Id id, std::string_view document) const {
    auto record = read_record({kind, id}, document, cipher_);
    if (!record) note_unreadable(kind, id, record.error());
    return record;
}

Result<std::optional<Aggregate>> SqliteRows::find(Statement& query, RecordKind kind) {
    const int code = query.step();
    if (code == SQLITE_DONE) return std::optional<Aggregate>();
    if (code != SQLITE_ROW) return failed(code);
    auto record = read(kind, query.id(0), query.text(1));
    if (!record) return record.error();
    return std::optional<Aggregate>(std::move(*record));
}

Result<std::optional<Aggregate>> SqliteRows::load(RecordKind kind, Id id) {
    auto& query = statement(Query::load, kind);
    const ResetAfter reset(query);
    query.bind(1, id);
    return find(query, kind);
}

Result<std::optional<domain::User>> SqliteRows::find_user_by_email(const std::string& email) {
    auto& query = named(by_email_, "SELECT id, document FROM stored_users WHERE email = ?1");
    const ResetAfter reset(query);
    query.bind(1, std::string_view(email));
    auto found = find(query, RecordKind::users);
    if (!found) return found.error();
    if (!*found) return std::optional<domain::User>();
    return std::optional<domain::User>(std::get<domain::User>(std::move(**found)));
}

Result<std::vector<Aggregate>> SqliteRows::due(RecordKind kind, Instant now, std::size_t count) {
    auto& query = statement(Query::due, kind);
    const ResetAfter reset(query);
    query.bind(1, to_millis(now));
    std::vector<Aggregate> found;
    int code = SQLITE_DONE;
    while (found.size() < count && (code = query.step()) == SQLITE_ROW) {
        auto record = read(kind, query.id(0), query.text(1));
        if (record) found.push_back(std::move(*record));
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE) return failed(code);
    return found;
}

Result<std::size_t> SqliteRows::purge(RecordKind kind, Instant now) {
    auto& query = statement(Query::purge, kind);
    const ResetAfter reset(query);
    query.bind(1, to_millis(now));
    const int code = query.step();
    if (code != SQLITE_DONE) return failed(code);
    return static_cast<std::size_t>(database_.changed());
}

Result<std::vector<std::uint64_t>> SqliteRows::totals() {
    std::vector<std::uint64_t> counts;
    for (std::size_t kind = 0; kind < domain::record_kind_count; ++kind) {
        auto& query = statement(Query::count, static_cast<RecordKind>(kind));
        const ResetAfter reset(query);
        const int code = query.step();
        if (code != SQLITE_ROW) return failed(code);
        counts.push_back(static_cast<std::uint64_t>(query.integer(0)));
    }
    return counts;
}

Done SqliteRows::touch() {
    auto& query = named(touch_, "UPDATE store_health SET checks = checks + 1");
    const ResetAfter reset(query);
    const int code = query.step();
    if (code != SQLITE_DONE) return failed(code);
    return {};
}

}  // namespace gyeol::storage
