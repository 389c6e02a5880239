#include "storage/sqlite_checkpointer.hpp"

#include "base/note.hpp"

#include <sqlite3.h>

namespace gyeol::storage {
namespace {

/// 4 MB of log: rare enough to cost little, often enough that a restart reads little.
constexpr int pages_between = 1000;

}  // namespace

SqliteCheckpointer::SqliteCheckpointer(Database database)
    : database_(std::move(database)), thread_([this] { run(); }) {}

SqliteCheckpointer::~SqliteCheckpointer() {
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
    }
    wanted_.notify_one();
    thread_.join();
}

void SqliteCheckpointer::log_holds(int pages) {
    if (pages < moved_.load()) moved_.store(0);  // The log began anew.
    if (pages - moved_.load() < pages_between) return;
    {
        const std::lock_guard lock(mutex_);
        is_wanted_ = true;
    }
    wanted_.notify_one();
}

void SqliteCheckpointer::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wanted_.wait(lock, [this] { return is_wanted_ || is_closed_; });
        if (is_closed_) return;
        is_wanted_ = false;
        lock.unlock();
        int held = 0;
        int moved = 0;
        const int code = sqlite3_wal_checkpoint_v2(
            database_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &held, &moved
        );
        if (code == SQLITE_OK) {
            moved_.store(moved);
        } else if (code != SQLITE_BUSY) {
            note(NoteLevel::error, "store.checkpoint_failed", {{"code", sqlite3_errstr(code)}});
        }
        lock.lock();
    }
}

}  // namespace gyeol::storage
