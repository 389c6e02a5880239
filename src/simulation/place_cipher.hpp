// A cipher without a key, for stories and simulations: bound to its place like the real one, and anybody
// can see what was sealed.
#pragma once

#include "base/ids.hpp"
#include "ports/crypto.hpp"

#include <fmt/format.h>

namespace gyeol::simulation {

/// Writes `v1.test.<hex of place and plaintext>`.
class PlaceCipher final : public ports::Cipher {
public:
    [[nodiscard]] std::string seal(std::string_view plaintext, ports::CipherPlace place)
        const override {
        return fmt::format("{}{}", mark, write_hex(prefix_of(place).append(plaintext)));
    }

    [[nodiscard]] Result<std::string> open(std::string_view sealed, ports::CipherPlace place)
        const override {
        Error unreadable;
        unreadable.code = ErrorCode::internal;
        unreadable.reason = "cipher_unreadable";
        if (!sealed.starts_with(mark)) return unreadable;
        const auto inside = parse_hex(sealed.substr(mark.size()));
        const auto prefix = prefix_of(place);
        if (!inside || !inside->starts_with(prefix)) return unreadable;
        return inside->substr(prefix.size());
    }

private:
    static constexpr std::string_view mark = "v1.test.";

    static std::string prefix_of(ports::CipherPlace place) {
        return fmt::format("{}|{}|", place.record_id, place.field);
    }
};

}  // namespace gyeol::simulation
