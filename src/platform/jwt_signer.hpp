// Sign-in tokens: JWT with HS256 and nothing else.
#pragma once

#include "platform/digest.hpp"
#include "ports/crypto.hpp"

namespace gyeol::platform {

/// Fulfils the promises of `TokenSigner`. Thread-safe.
class JwtSigner final : public ports::TokenSigner {
public:
    /// Signs with the bytes of `secret` (`JWT_SECRET`) as they are.
    explicit JwtSigner(const Secret& secret) : mac_(secret) {}

    [[nodiscard]] std::string sign(const ports::TokenClaims& claims) const override;
    [[nodiscard]] Result<ports::TokenClaims> verify(std::string_view token, Instant now)
        const override;

private:
    HmacSha256 mac_;
};

}  // namespace gyeol::platform
