// Kakao Pay's key and merchant codes. A code fixes the product (one-time or recurring) as well as the merchant,
// and tells whether real money moves: the codes for tests begin with `TC`.
#pragma once

#include "base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gyeol::program {

class ConfigReader;
enum class KeyMode : std::uint8_t;

struct KakaoPayKeys {
    Secret secret_key;
    std::string cid_onetime;
    Secret cid_onetime_secret;  // Empty: Kakao Pay gives one to few.

    friend bool operator==(const KakaoPayKeys&, const KakaoPayKeys&) = default;
};

/// Reads the settings, adding what is wrong: an admin key of the old API, a code of another product, a
/// development key beside a real code or the reverse. Made-up keys stand in where the sandbox is played.
/// Returns the mode of the keys, none when Kakao Pay is not used.
std::optional<KeyMode> read_kakaopay(ConfigReader& reader);

/// Returns a made-up key, which the sandbox takes, and the code for tests.
KakaoPayKeys sandbox_kakaopay_keys();

}  // namespace gyeol::program
