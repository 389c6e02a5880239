// Everything that needs a cryptographic library, as promises.
#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "ports/task.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::ports {

/// Where a ciphertext lives. It is part of the plaintext and checked on reading, so that a ciphertext
/// moved to another record or field is refused.
struct CipherPlace {
    std::string_view record_id;
    std::string_view field;
};

/// AES-256-GCM, associated data `ktest`, a fresh random 96-bit nonce each time, the key's id in front.
/// Promises: thread-safe; `open(seal(x, p), p)` is `x` with the key it was sealed with or any later key
/// set that still holds it. Pure computation, microseconds.
class Cipher {
public:
    Cipher() = default;
    Cipher(const Cipher&) = delete;
    Cipher& operator=(const Cipher&) = delete;
    virtual ~Cipher() = default;

    /// Returns printable text: `v1.<key id>.<base64url>`.
    [[nodiscard]] virtual std::string seal(std::string_view plaintext, CipherPlace place) const = 0;

    /// Fails with `internal` (reason `cipher_unreadable`) when the text is altered, from another place,
    /// or made with a key that is not here.
    [[nodiscard]] virtual Result<std::string> open(std::string_view sealed, CipherPlace place)
        const = 0;
};

/// Argon2id. Promises: hashing runs off the loop in a small pool; the returned text carries salt and
/// cost, so costs may rise later.
class PasswordHasher {
public:
    PasswordHasher() = default;
    PasswordHasher(const PasswordHasher&) = delete;
    PasswordHasher& operator=(const PasswordHasher&) = delete;
    virtual ~PasswordHasher() = default;

    /// Fails with `unavailable` when too many hashes wait already.
    virtual Task<Result<std::string>> hash(Secret password) = 0;

    /// Returns whether `password` made `stored`. An empty `stored` (unknown account) takes the same
    /// work and returns false. Fails with `unavailable` when too many hashes wait already.
    virtual Task<Result<bool>> verify(Secret password, std::string stored) = 0;
};

/// What a sign-in token says.
struct TokenClaims {
    std::string user_id;   // `sub`.
    std::string token_id;  // `jti`, 24 hex digits.
    std::int64_t session_version =
        0;               // `sv`; a password change raises the user's and ends the token.
    Instant issued_at;   // `iat`, whole seconds.
    Instant expires_at;  // `exp`, whole seconds.
};

/// JWT, HS256 over the bytes of `JWT_SECRET`; no other algorithm is ever accepted.
class TokenSigner {
public:
    TokenSigner() = default;
    TokenSigner(const TokenSigner&) = delete;
    TokenSigner& operator=(const TokenSigner&) = delete;
    virtual ~TokenSigner() = default;

    [[nodiscard]] virtual std::string sign(const TokenClaims& claims) const = 0;

    /// Fails with `unauthenticated` (reasons `token_invalid`, `token_expired`).
    [[nodiscard]] virtual Result<TokenClaims> verify(std::string_view token, Instant now) const = 0;
};

/// The only source of randomness and of digests. Loop thread only.
class IdSource {
public:
    IdSource() = default;
    IdSource(const IdSource&) = delete;
    IdSource& operator=(const IdSource&) = delete;
    virtual ~IdSource() = default;

    /// Returns `count` random bytes fit for keys and tokens.
    [[nodiscard]] virtual std::string random_bytes(std::size_t count) = 0;

    /// Returns the 32 bytes of SHA-256 over `text`.
    [[nodiscard]] virtual std::array<std::uint8_t, 32> sha256(std::string_view text) const = 0;

    /// Returns the 32 bytes of HMAC-SHA-256 over `text` with the bytes of `key`.
    [[nodiscard]] virtual std::array<std::uint8_t, 32> hmac_sha256(
        const Secret& key, std::string_view text
    ) const = 0;

    /// Returns 32 bytes of HMAC-SHA-256 over `text` with the deployment's own derivation secret; the
    /// same text gives the same bytes as long as the secret stays.
    [[nodiscard]] virtual std::array<std::uint8_t, 32> keyed_digest(std::string_view text
    ) const = 0;
};

/// Returns a random id that begins with the time, so that ids of one kind sort by age roughly.
Id make_id(IdSource& ids, Instant now);

/// Returns the id derived from `text`: the first 96 bits of SHA-256. Ids are derived where uniqueness
/// matters, so that the second writer of the same fact finds the first one's record.
Id derive_id(const IdSource& ids, std::string_view text);

/// Returns SHA-256 of `text` as 64 lower-case hex digits.
std::string hex_digest(const IdSource& ids, std::string_view text);

}  // namespace gyeol::ports
