#include "platform/system_ids.hpp"

#include "base/ensure.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <cstring>

namespace gyeol::platform {

namespace {

void draw(unsigned char* into, std::size_t count) {
    const auto made = RAND_bytes(into, static_cast<int>(count));
    ensure(made == 1, "the machine has randomness");
}

}  // namespace

SystemIds::~SystemIds() {
    OPENSSL_cleanse(drawn_.data(), drawn_.size());
}

std::string SystemIds::random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (count > drawn_.size()) {
        draw(reinterpret_cast<unsigned char*>(bytes.data()), count);
        return bytes;
    }
    if (count > left_) {
        draw(drawn_.data(), drawn_.size());
        left_ = drawn_.size();
    }
    left_ -= count;
    auto* given = drawn_.data() + left_;
    std::memcpy(bytes.data(), given, count);
    OPENSSL_cleanse(given, count);
    return bytes;
}

Digest SystemIds::sha256(std::string_view text) const {
    return platform::sha256(text);
}

Digest SystemIds::hmac_sha256(const Secret& key, std::string_view text) const {
    return HmacSha256(key).digest(text);
}

Digest SystemIds::keyed_digest(std::string_view text) const {
    return derivation_.digest(text);
}

}  // namespace gyeol::platform
