#include "storage/sqlite_database.hpp"

#include "storage/applied_change.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>

namespace gyeol::storage {
namespace {

/// The small caches keep the whole idle process below its memory goal; the system's page cache holds
/// the rest. Checkpoints are the store's own business (sqlite_checkpointer.hpp); the log keeps its size
/// between them, since writing over a file is faster than making it longer.
constexpr const char* settings = R"(
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -2048;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 50331648;
    PRAGMA secure_delete = FAST;
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
)";

int flags_of(Access access) {
    const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (access) {
        case Access::write:
            return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case Access::read:
            return common | SQLITE_OPEN_READONLY;
    }
    return common;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    failure_ = sqlite3_prepare_v3(
        database,
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &prepared,
        nullptr
    );
    statement_.reset(prepared);
}

void Statement::bind(int at, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), at, value);
}

void Statement::bind(int at, std::string_view text) {
    sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int at, const Id& id) {
    sqlite3_bind_blob64(statement_.get(), at, id.bytes().data(), Id::size, SQLITE_STATIC);
}

void Statement::bind(int at, std::optional<Instant> instant) {
    if (instant) {
        bind(at, to_millis(*instant));
    } else {
        bind_null(at);
    }
}

void Statement::bind_bytes(int at, std::string_view bytes) {
    // A null pointer would bind NULL, which compares with nothing; no bytes are less than any.
    const char* data = bytes.empty() ? "" : bytes.data();
    sqlite3_bind_blob64(statement_.get(), at, data, bytes.size(), SQLITE_STATIC);
}

void Statement::bind_null(int at) {
    sqlite3_bind_null(statement_.get(), at);
}

int Statement::step() {
    return statement_ ? sqlite3_step(statement_.get()) : failure_;
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* bytes = sqlite3_column_blob(statement_.get(), column);
    const auto size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Id Statement::id(int column) const {
    const auto bytes = text(column);
    Id::Bytes raw{};
    if (bytes.size() == Id::size) std::copy(bytes.begin(), bytes.end(), raw.begin());
    return Id(raw);
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Result<Database> Database::open(
    const std::filesystem::path& file, Access access, const std::string& vfs
) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(
        file.c_str(), &opened, flags_of(access), vfs.empty() ? nullptr : vfs.c_str()
    );
    Database database;
    database.database_.reset(opened);
    if (code != SQLITE_OK) return sqlite_error(code);
    sqlite3_busy_timeout(opened, wait_for_lock_ms);
    const int set = database.execute(settings);
    if (set != SQLITE_OK) return sqlite_error(set);
    if (access == Access::write && sqlite3_db_readonly(opened, "main") == 1) {
        return sqlite_error(SQLITE_READONLY);
    }
    return database;
}

int Database::execute(const std::string& sql) const {
    return sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr);
}

Result<std::int64_t> Database::number(std::string_view sql) const {
    auto statement = prepare(sql);
    const int code = statement.step();
    if (code != SQLITE_ROW) return sqlite_error(code);
    return statement.integer(0);
}

std::int64_t Database::changed() const {
    return sqlite3_changes64(raw());
}

bool Database::is_in_transaction() const {
    return sqlite3_get_autocommit(raw()) == 0;
}

bool is_io_failure(int code) {
    return (code & 0xFF) == SQLITE_IOERR;
}

Error sqlite_error(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return unavailable(
                "disk_full", "The disk is full. Free space where gyeol.db is; nothing was stored."
            );
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
        case SQLITE_AUTH:
            return unavailable(
                "store_not_writable",
                "gyeol.db or its folder cannot be opened for writing. Check that the folder "
                "exists, "
                "who owns it, and that the disk is not mounted read-only."
            );
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return unavailable(
                "store_damaged",
                "gyeol.db is damaged or no database. Stop the server, keep a copy of gyeol.db and "
                "gyeol.db-wal, and restore the last backup (docs/storage.md)."
            );
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return unavailable(
                "store_locked", "Another program holds a lock on gyeol.db. End its transaction."
            );
        case SQLITE_IOERR:
            return unavailable(
                "store_io", "The disk reports errors for gyeol.db. Check the system's log."
            );
        default:
            return unavailable(
                "store_failed", fmt::format("The database says: {}.", sqlite3_errstr(code))
            );
    }
}

}  // namespace gyeol::storage
