// One writing process per data folder: a lock that ends with the process, however it ends.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <utility>

namespace gyeol::storage {

/// Holds an advisory lock on a file that names the holder's process id.
class FileLock {
public:
    /// Fails with `unavailable`: `store_in_use` when another process holds it (its id is in the text),
    /// `store_not_writable` when the file cannot be made.
    static Result<FileLock> take(const std::filesystem::path& file);

    FileLock(FileLock&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), was_clean_(other.was_clean_) {}

    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

    /// Empties the file, which tells the next holder that this one ended in order.
    ~FileLock();

    /// Returns whether the holder before ended in order.
    [[nodiscard]] bool was_clean() const { return was_clean_; }

private:
    FileLock(int descriptor, bool was_clean) : descriptor_(descriptor), was_clean_(was_clean) {}

    int descriptor_ = -1;
    bool was_clean_ = true;
};

}  // namespace gyeol::storage
