// SQLite's C interface as two owning types. Codes are SQLite's own until `sqlite_error` turns one into
// an error that says what to do.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace gyeol::storage {

/// One prepared statement. Belongs to the thread of its database. What is bound is borrowed until
/// `reset`.
class Statement {
public:
    Statement() = default;

    /// A statement that cannot be prepared keeps the code, and `step` returns it.
    Statement(sqlite3* database, std::string_view sql);

    void bind(int at, std::int64_t value);
    void bind(int at, std::string_view text);
    void bind(int at, const Id& id);
    void bind(int at, std::optional<Instant> instant);
    void bind_bytes(int at, std::string_view bytes);
    void bind_null(int at);

    /// Returns `SQLITE_ROW`, `SQLITE_DONE` or an extended error code.
    int step();
    void reset();

    /// Columns of the row that `step` found. A text stays until the next `step` or `reset`.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] Id id(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int failure_ = 0;
};

/// Resets a statement when the work on its rows ends, so that it holds no snapshot.
class ResetAfter {
public:
    explicit ResetAfter(Statement& statement) : statement_(statement) {}

    ResetAfter(const ResetAfter&) = delete;
    ResetAfter& operator=(const ResetAfter&) = delete;

    ~ResetAfter() { statement_.reset(); }

private:
    Statement& statement_;
};

/// How a connection may be used.
enum class Access : std::uint8_t { write, read };

/// One connection, used by one thread at a time.
class Database {
public:
    /// How long a connection waits for `sqlite3` or a backup beside it that holds a lock.
    static constexpr int wait_for_lock_ms = 5000;

    /// Opens `file` with the store's settings; `vfs` is empty for the system's own files. Creates the
    /// file when it is not there and `access` is `write`.
    static Result<Database> open(
        const std::filesystem::path& file, Access access, const std::string& vfs
    );

    [[nodiscard]] sqlite3* raw() const { return database_.get(); }

    [[nodiscard]] Statement prepare(std::string_view sql) const { return {raw(), sql}; }

    /// Runs statements without rows; returns `SQLITE_OK` or an extended error code.
    [[nodiscard]] int execute(const std::string& sql) const;

    /// Returns the first column of the first row, or the error.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql) const;

    /// Returns the count of rows that the last change touched.
    [[nodiscard]] std::int64_t changed() const;

    /// Returns whether a transaction is open.
    [[nodiscard]] bool is_in_transaction() const;

private:
    struct Close {
        void operator()(sqlite3* database) const;
    };

    std::unique_ptr<sqlite3, Close> database_;
};

/// Returns whether `code` says that writing or syncing failed: at a commit, nobody knows what landed.
bool is_io_failure(int code);

/// Returns `unavailable` with a reason and what an operator can do about `code`.
Error sqlite_error(int code);

}  // namespace gyeol::storage
