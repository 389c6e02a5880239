// Randomness and digests of the real machine.
#pragma once

#include "platform/digest.hpp"
#include "ports/crypto.hpp"

namespace gyeol::platform {

/// Fulfils the promises of `IdSource` with OpenSSL.
class SystemIds final : public ports::IdSource {
public:
    /// Derives with `derivation_secret`, which must stay the same as long as the data lives.
    explicit SystemIds(const Secret& derivation_secret) : derivation_(derivation_secret) {}

    [[nodiscard]] std::string random_bytes(std::size_t count) override;
    [[nodiscard]] Digest sha256(std::string_view text) const override;
    [[nodiscard]] Digest keyed_digest(std::string_view text) const override;

private:
    HmacSha256 derivation_;
};

}  // namespace gyeol::platform
