// Randomness and digests of the real machine.
#pragma once

#include "platform/digest.hpp"
#include "ports/crypto.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace gyeol::platform {

/// Fulfils the promises of `IdSource` with OpenSSL. Loop thread only.
class SystemIds final : public ports::IdSource {
public:
    /// Derives with `derivation_secret`, which must stay the same as long as the data lives.
    explicit SystemIds(const Secret& derivation_secret) : derivation_(derivation_secret) {}

    SystemIds(const SystemIds&) = delete;
    SystemIds& operator=(const SystemIds&) = delete;
    ~SystemIds() override;

    [[nodiscard]] std::string random_bytes(std::size_t count) override;
    [[nodiscard]] Digest sha256(std::string_view text) const override;
    [[nodiscard]] Digest hmac_sha256(const Secret& key, std::string_view text) const override;
    [[nodiscard]] Digest keyed_digest(std::string_view text) const override;

private:
    HmacSha256 derivation_;
    // Drawn ahead, because one draw costs as much as thousands of bytes. What was given out is wiped.
    std::array<unsigned char, 512> drawn_{};
    std::size_t left_ = 0;
};

}  // namespace gyeol::platform
