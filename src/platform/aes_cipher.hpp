// How payment data is encrypted at rest: keys, their names, and what a sealed text looks like.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/crypto.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::platform {

/// One AES-256 key and its name in sealed texts, which tells nothing about the key.
struct CipherKey {
    std::string id;  // The first 8 hex digits of SHA-256 over the key.
    Secret bytes;    // 32 bytes.
};

/// Returns the key that `text` (an `ENCRYPTION_KEY`) stands for: 64 hex digits, base64 of 32 bytes
/// (44 characters, either alphabet), or 32 printable ASCII characters taken as they are. Fails with
/// `invalid_request` (reason `encryption_key`) and a sentence that says what is wrong, never the key.
Result<CipherKey> parse_cipher_key(const Secret& text);

/// Returns the keys of `current`, then those of `earlier`, which are separated by white space.
Result<std::vector<CipherKey>> parse_cipher_keys(const Secret& current, const Secret& earlier);

/// Fulfils the promises of `Cipher`: the first key seals, all open.
class AesCipher final : public ports::Cipher {
public:
    /// Requires at least one key.
    explicit AesCipher(std::vector<CipherKey> keys);

    [[nodiscard]] std::string seal(std::string_view plaintext, ports::CipherPlace place)
        const override;
    [[nodiscard]] Result<std::string> open(std::string_view sealed, ports::CipherPlace place)
        const override;

private:
    [[nodiscard]] const CipherKey* find_key(std::string_view id) const;

    std::vector<CipherKey> keys_;
};

}  // namespace gyeol::platform
