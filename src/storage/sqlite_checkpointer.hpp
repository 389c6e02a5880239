// Moves the write-ahead log into the database beside the writer, so that no commit waits for it.
#pragma once

#include "storage/sqlite_database.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace gyeol::storage {

/// Works on a thread of its own, with a connection of its own.
class SqliteCheckpointer {
public:
    explicit SqliteCheckpointer(Database database);
    SqliteCheckpointer(const SqliteCheckpointer&) = delete;
    SqliteCheckpointer& operator=(const SqliteCheckpointer&) = delete;
    ~SqliteCheckpointer();

    /// Tells how many pages the log holds after a commit. Called by the writer.
    void log_holds(int pages);

private:
    void run();

    Database database_;
    std::atomic<int> moved_{0};  // Pages of the log that are in the database already.
    std::mutex mutex_;
    std::condition_variable wanted_;
    bool is_wanted_ = false;
    bool is_closed_ = false;
    std::thread thread_;
};

}  // namespace gyeol::storage
