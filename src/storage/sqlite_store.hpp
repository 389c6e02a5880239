// The store of a single machine: one SQLite file in the data folder. docs/storage.md tells operators
// what is where and what to do when it fails.
#pragma once

#include "base/result.hpp"
#include "ports/crypto.hpp"
#include "ports/handoff.hpp"
#include "ports/store.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace gyeol::storage {

struct SqliteOptions {
    std::filesystem::path folder;  // Made when it is not there; holds gyeol.db and gyeol.lock.
    std::string vfs;               // SQLite's name of a file system; empty is the machine's own.
};

/// Opens `gyeol.db` for writing, as the only process. Answers come back on `loop`, which must outlive
/// the store, as must `cipher`. Destroying the store first finishes what was handed over, then closes.
///
/// Fails with `unavailable`, and a detail that says what to do: `store_in_use`, `store_not_writable`,
/// `store_damaged`, `store_foreign`, `store_too_new`, `disk_full`, `store_io`, `store_locked`.
Result<std::unique_ptr<ports::Store>> open_sqlite_store(
    const SqliteOptions& options, const ports::Cipher& cipher, boost::asio::any_io_executor loop
);

}  // namespace gyeol::storage
