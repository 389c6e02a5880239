// A file system for SQLite that fails when a test says so, in front of the machine's own.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace gyeol::test {

/// What every write or sync of `gyeol.db` and its log meets from now on.
enum class DiskFault : std::uint8_t {
    none,
    full,        // Writing says that no space is left.
    broken,      // Writing says that the device failed.
    sync_fails,  // Writing works; making it durable fails.
    read_only,   // Opening for writing is refused.
};

/// Registers the file system once, and returns its name for `SqliteOptions::vfs`.
std::string faulty_vfs();

/// Sets what happens from now on, in every file of `faulty_vfs()`.
void set_disk_fault(DiskFault fault);

}  // namespace gyeol::test
