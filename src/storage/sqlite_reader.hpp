// The one thread that reads, beside the writer and never in its way.
#pragma once

#include "ports/crypto.hpp"
#include "storage/sqlite_database.hpp"
#include "storage/sqlite_jobs.hpp"

#include <thread>

namespace gyeol::storage {

/// Takes jobs until its queue is closed and empty. Each job begins after it was asked for, so it sees
/// every change that was answered `done` before.
class SqliteReader {
public:
    /// Borrows everything but the connection.
    SqliteReader(
        Database database,
        const ports::Cipher& cipher,
        SqliteQueue& queue,
        boost::asio::any_io_executor loop
    );
    SqliteReader(const SqliteReader&) = delete;
    SqliteReader& operator=(const SqliteReader&) = delete;
    ~SqliteReader();

private:
    void run();

    Database database_;
    SqliteRows rows_;
    SqliteQueue& queue_;
    boost::asio::any_io_executor loop_;
    std::thread thread_;
};

}  // namespace gyeol::storage
