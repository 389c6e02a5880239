#include "ports/crypto.hpp"

#include <algorithm>

namespace gyeol::ports {

Id make_id(IdSource& ids, Instant now) {
    Id::Bytes bytes{};
    const auto seconds = static_cast<std::uint32_t>(to_millis(now) / 1000);
    // As in a MongoDB ObjectId: four big-endian bytes of seconds first, so that shells show the age.
    for (std::size_t at = 0; at < 4; ++at)
        bytes[at] = static_cast<std::uint8_t>(seconds >> (8 * (3 - at)));
    const auto random = ids.random_bytes(Id::size - 4);
    std::copy(random.begin(), random.end(), bytes.begin() + 4);
    return Id(bytes);
}

Id derive_id(const IdSource& ids, std::string_view text) {
    const auto digest = ids.sha256(text);
    Id::Bytes bytes{};
    std::copy_n(digest.begin(), Id::size, bytes.begin());
    return Id(bytes);
}

std::string hex_digest(const IdSource& ids, std::string_view text) {
    const auto digest = ids.sha256(text);
    std::string bytes;
    for (const auto byte : digest)
        bytes.push_back(static_cast<char>(byte));
    return write_hex(bytes);
}

}  // namespace gyeol::ports
