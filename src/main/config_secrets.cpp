#include "main/config_secrets.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "platform/system_ids.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

namespace gyeol::program {
namespace {

namespace fs = std::filesystem;

Error unusable(const fs::path& path, std::string_view why) {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = "secrets_file";
    error.detail = path.string() + ": " + std::string(why);
    return error;
}

Error failed(const fs::path& path) {
    return unusable(path, std::strerror(errno));
}

Result<KeptSecrets> read_secrets(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return failed(path);
    const auto object = parse_json_object(text.str());
    const auto jwt_secret = object ? find_text(*object, "jwtSecret") : std::nullopt;
    const auto encryption_key = object ? find_text(*object, "encryptionKey") : std::nullopt;
    if (!jwt_secret || !encryption_key) {
        return unusable(
            path,
            "It does not hold the secrets made here. Bring it back from a copy; without it the "
            "data "
            "encrypted so far cannot be read."
        );
    }
    return KeptSecrets{Secret(*jwt_secret), Secret(*encryption_key)};
}

std::string make_secrets() {
    platform::SystemIds ids(Secret("unused"));
    const boost::json::object made{
        {"jwtSecret", write_hex(ids.random_bytes(32))},
        {"encryptionKey", write_hex(ids.random_bytes(32))}};
    return boost::json::serialize(made) + "\n";
}

/// Writes a file that did not exist, down to the disk.
Done write_new(const fs::path& path, std::string_view text) {
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) return failed(path);
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(file) == 0;
    const auto why = errno;
    ::close(file);
    if (written) return {};
    errno = why;
    return failed(path);
}

}  // namespace

Result<KeptSecrets> keep_secrets(const std::string& data_dir) {
    const auto path = fs::path(data_dir) / "secrets.json";
    std::error_code failure;
    fs::create_directories(data_dir, failure);
    if (failure) return unusable(data_dir, failure.message());
    if (fs::exists(path, failure)) return read_secrets(path);
    // The whole file appears at once under its name, and only if nobody else's is there: a process that
    // dies half-way, or another one that starts now, never leaves half a file or two sets of secrets.
    const auto draft =
        path.string() + "." + write_hex(platform::SystemIds(Secret("unused")).random_bytes(8));
    const auto written = write_new(draft, make_secrets());
    if (!written) return written.error();
    const bool linked = ::link(draft.c_str(), path.c_str()) == 0;
    const auto why = errno;
    ::unlink(draft.c_str());
    if (!linked && why != EEXIST) {
        errno = why;
        return failed(path);
    }
    return read_secrets(path);
}

}  // namespace gyeol::program
