// AES-256-GCM as the standard has it: key, nonce and associated data in, ciphertext and tag out. Which
// key, which nonce and what is inside is aes_cipher.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::platform {

constexpr std::size_t gcm_key_bytes = 32;
constexpr std::size_t gcm_nonce_bytes = 12;
constexpr std::size_t gcm_tag_bytes = 16;

/// What both directions need. `key` and `nonce` have exactly the lengths above.
struct GcmBox {
    std::string_view key;
    std::string_view nonce;
    std::string_view associated;
};

/// Returns the ciphertext followed by its tag. Money: a nonce is used once per key, ever.
std::string seal_gcm(GcmBox box, std::string_view plaintext);

/// Returns the plaintext of what `seal_gcm` returned, or none when anything was altered.
std::optional<std::string> open_gcm(GcmBox box, std::string_view sealed);

}  // namespace gyeol::platform
