// The one thread that writes: many changes, one transaction, one sync of the disk.
#pragma once

#include "ports/crypto.hpp"
#include "storage/sqlite_checkpointer.hpp"
#include "storage/sqlite_database.hpp"
#include "storage/sqlite_jobs.hpp"

#include <thread>

namespace gyeol::storage {

/// Takes jobs until its queue is closed and empty. Every answer is given after the commit that makes
/// it true; when the commit fails, every job of its transaction hears so.
class SqliteWriter {
public:
    /// Borrows everything but the connection.
    SqliteWriter(
        Database database,
        const ports::Cipher& cipher,
        SqliteQueue& queue,
        SqliteCheckpointer& checkpointer,
        boost::asio::any_io_executor loop
    );
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;
    ~SqliteWriter();

private:
    void run();
    void commit(SqliteJobs& jobs);
    int run_all(SqliteJobs& jobs);
    void undo(SqliteJobs& jobs, const Error& error);
    void restart_long_log();

    Database database_;
    SqliteRows rows_;
    SqliteQueue& queue_;
    SqliteCheckpointer& checkpointer_;
    boost::asio::any_io_executor loop_;
    int log_pages_ = 0;
    int restart_at_ = 0;
    std::thread thread_;
};

}  // namespace gyeol::storage
