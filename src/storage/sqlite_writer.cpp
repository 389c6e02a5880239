#include "storage/sqlite_writer.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "storage/applied_change.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <exception>

namespace gyeol::storage {
namespace {

/// 32 MB of log: under constant load the checkpointer never finds the log at rest, so the writer itself
/// starts it anew, which is short because most of it is moved by then.
constexpr int pages_before_restart = 8192;
constexpr int wait_for_readers_ms = 50;

int keep_count(void* into, sqlite3* /*database*/, const char* /*name*/, int pages) {
    *static_cast<int*>(into) = pages;
    return SQLITE_OK;
}

Error broken(const std::exception& cause) {
    note(NoteLevel::error, "store.broken", {{"cause", cause.what()}});
    Error error;
    error.reason = "store_broken";
    error.detail = "The change was dropped before it was stored.";
    return error;
}

}  // namespace

SqliteWriter::SqliteWriter(
    Database database,
    const ports::Cipher& cipher,
    SqliteQueue& queue,
    SqliteCheckpointer& checkpointer,
    boost::asio::any_io_executor loop
)
    : database_(std::move(database)),
      rows_(database_, cipher),
      queue_(queue),
      checkpointer_(checkpointer),
      loop_(std::move(loop)),
      restart_at_(pages_before_restart) {
    sqlite3_wal_hook(database_.raw(), keep_count, &log_pages_);
    thread_ = std::thread([this] { run(); });
}

SqliteWriter::~SqliteWriter() {
    queue_.close();
    thread_.join();
}

void SqliteWriter::run() {
    while (true) {
        auto jobs = queue_.take(limits::store_batch_max);
        if (jobs.empty()) return;
        commit(jobs);
        deliver_on(loop_, std::move(jobs));
        checkpointer_.log_holds(log_pages_);
        restart_long_log();
    }
}

void SqliteWriter::commit(SqliteJobs& jobs) {
    try {
        const int failure = run_all(jobs);
        if (failure != SQLITE_OK) {
            undo(jobs, sqlite_error(failure));
            return;
        }
    } catch (const std::exception& cause) {
        undo(jobs, broken(cause));
        return;
    }
    const int code = database_.execute("COMMIT");
    if (code == SQLITE_OK) return;
    // Money: when writing or syncing fails at the commit, its last page may be on the disk all the
    // same and come to life after a restart. Saying "not stored" could charge twice.
    // Guarded by SqliteStore.AFailedSyncLeavesTheChangeUnknown.
    undo(jobs, is_io_failure(code) ? store_unknown(sqlite_error(code).detail) : sqlite_error(code));
}

int SqliteWriter::run_all(SqliteJobs& jobs) {
    const int begun = database_.execute("BEGIN IMMEDIATE");
    if (begun != SQLITE_OK) return begun;
    for (auto& job : jobs) {
        job->run(rows_);
        const int failure = rows_.take_failure();
        if (failure != 0) return failure;
    }
    return SQLITE_OK;
}

void SqliteWriter::undo(SqliteJobs& jobs, const Error& error) {
    if (database_.is_in_transaction()) {
        const int code = database_.execute("ROLLBACK");
        if (code != SQLITE_OK) {
            note(NoteLevel::error, "store.rollback_failed", {{"code", sqlite3_errstr(code)}});
        }
    }
    note(
        NoteLevel::error,
        "store.write_failed",
        {{"reason", error.reason}, {"changes", fmt::to_string(jobs.size())}}
    );
    for (auto& job : jobs)
        job->fail(error);
}

void SqliteWriter::restart_long_log() {
    if (log_pages_ < restart_at_) {
        if (log_pages_ < pages_before_restart) restart_at_ = pages_before_restart;
        return;
    }
    // A reader beside us may keep the log for long; then it grows on, and we try again later.
    restart_at_ = log_pages_ + pages_before_restart;
    sqlite3_busy_timeout(database_.raw(), wait_for_readers_ms);
    sqlite3_wal_checkpoint_v2(
        database_.raw(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr
    );
    sqlite3_busy_timeout(database_.raw(), Database::wait_for_lock_ms);
}

}  // namespace gyeol::storage
