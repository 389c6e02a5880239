#include "platform/system_ids.hpp"

#include "base/ensure.hpp"

#include <openssl/rand.h>

namespace gyeol::platform {

std::string SystemIds::random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    const auto made =
        RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
    ensure(made == 1, "the machine has randomness");
    return bytes;
}

Digest SystemIds::sha256(std::string_view text) const {
    return platform::sha256(text);
}

Digest SystemIds::keyed_digest(std::string_view text) const {
    return derivation_.digest(text);
}

}  // namespace gyeol::platform
