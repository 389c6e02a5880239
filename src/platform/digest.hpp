// SHA-256 and HMAC-SHA-256, and the text form of bytes in tokens and ciphertexts.
#pragma once

#include "base/secret.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::platform {

using Digest = std::array<std::uint8_t, 32>;

/// Returns the 32 bytes of SHA-256 over `text`.
Digest sha256(std::string_view text);

/// HMAC-SHA-256 with one key. Thread-safe.
class HmacSha256 {
public:
    /// Uses the bytes of `key` as they are.
    explicit HmacSha256(const Secret& key);
    HmacSha256(const HmacSha256&) = delete;
    HmacSha256& operator=(const HmacSha256&) = delete;
    ~HmacSha256();

    [[nodiscard]] Digest digest(std::string_view text) const;

private:
    struct Keyed;
    std::unique_ptr<Keyed> keyed_;
};

/// Returns the bytes as text, for where a string is wanted.
std::string_view text_of(const Digest& digest);

/// Returns base64url without padding (RFC 4648 section 5).
std::string write_base64url(std::string_view bytes);

/// Returns the bytes of base64url without padding, or none when `text` is not exactly that.
std::optional<std::string> parse_base64url(std::string_view text);

/// Returns the bytes of base64 in the usual alphabet with padding, or none when `text` is not that.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace gyeol::platform
