#include "storage/file_lock.hpp"

#include "storage/applied_change.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

namespace gyeol::storage {
namespace {

std::string read_holder(int descriptor) {
    std::array<char, 32> text{};
    const auto size = ::pread(descriptor, text.data(), text.size(), 0);
    if (size <= 0) return "";
    const std::string_view whole(text.data(), static_cast<std::size_t>(size));
    return std::string(whole.substr(0, whole.find('\n')));
}

}  // namespace

Result<FileLock> FileLock::take(const std::filesystem::path& file) {
    constexpr int owner_only = 0600;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open() has no other form.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor < 0) {
        return unavailable(
            "store_not_writable",
            fmt::format("{} cannot be made. Check the data folder and who owns it.", file.native())
        );
    }
    const auto holder = read_holder(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return unavailable(
            "store_in_use",
            fmt::format(
                "Process {} writes to this data folder. Stop it, or choose another folder. Reading "
                "with sqlite3 is possible beside it.",
                holder.empty() ? "unknown" : holder
            )
        );
    }
    const auto pid = fmt::format("{}\n", ::getpid());
    const bool is_written =
        ::ftruncate(descriptor, 0) == 0 &&
        ::pwrite(descriptor, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
    // Without the id the lock still holds; a full disk must not keep the store from being read.
    return FileLock(descriptor, holder.empty() && is_written);
}

FileLock::~FileLock() {
    if (descriptor_ < 0) return;
    [[maybe_unused]] const int emptied = ::ftruncate(descriptor_, 0);
    ::close(descriptor_);
}

}  // namespace gyeol::storage
