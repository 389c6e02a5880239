#include "storage/sqlite_log.hpp"

#include "base/note.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace gyeol::storage {
namespace {

// The format is described in SQLite's "WAL-mode File Format".
constexpr std::size_t header_size = 32;
constexpr std::size_t frame_header_size = 24;
constexpr std::uint32_t little_endian_magic = 0x377F0682;

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, 4))
        value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
}

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t at = 4; at-- > 0;)
        value = value << 8U | static_cast<std::uint8_t>(bytes[at]);
    return value;
}

/// The running checksum of the log: each frame's continues the one before.
struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    void add(std::string_view bytes) {
        for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
            first += little_endian(bytes) + second;
            second += little_endian(bytes.substr(4)) + first;
        }
    }

    [[nodiscard]] bool is(std::string_view written) const {
        return big_endian(written) == first && big_endian(written.substr(4)) == second;
    }
};

bool read(std::ifstream& from, std::vector<char>& into) {
    from.read(into.data(), static_cast<std::streamsize>(into.size()));
    return from.gcount() == static_cast<std::streamsize>(into.size());
}

}  // namespace

bool has_commits_behind_damage(const std::filesystem::path& log) {
    std::ifstream in(log, std::ios::binary);
    std::vector<char> header_bytes(header_size);
    if (!read(in, header_bytes)) return false;
    const std::string_view header(header_bytes.data(), header_bytes.size());
    if (big_endian(header) != little_endian_magic) return false;
    constexpr std::size_t page_max = 65536;
    const auto page_size = big_endian(header.substr(8));
    if (page_size > page_max) return false;
    const auto salt = header.substr(16, 8);
    Checksum sum;
    sum.add(header.substr(0, 24));
    bool is_whole = sum.is(header.substr(24));
    std::vector<char> frame_bytes(frame_header_size + page_size);
    while (read(in, frame_bytes)) {
        const std::string_view frame(frame_bytes.data(), frame_bytes.size());
        const bool is_of_this_log = frame.substr(8, 8) == salt;
        const bool is_commit = big_endian(frame.substr(4)) != 0;
        if (!is_whole && is_of_this_log && is_commit) return true;
        sum.add(frame.substr(0, 8));
        sum.add(frame.substr(frame_header_size));
        is_whole = is_whole && is_of_this_log && sum.is(frame.substr(16));
    }
    return false;
}

void keep_cut_log(const std::filesystem::path& log) {
    if (!has_commits_behind_damage(log)) return;
    auto kept = log;
    kept += ".cut";
    std::error_code failure;
    std::filesystem::copy_file(
        log, kept, std::filesystem::copy_options::overwrite_existing, failure
    );
    note(
        NoteLevel::error,
        "store.log_cut",
        {{"kept_as", failure ? "nothing: " + failure.message() : kept.native()}}
    );
}

}  // namespace gyeol::storage
