// Which keys the simulator knows, and which pair each belongs to. A payment opened with a client key
// is visible only to the secret key of the same pair.
#pragma once

#include "sandbox/toss/options.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::toss {

/// The two products: widget keys (`gck`/`gsk`) and API keys (`ck`/`sk`).
enum class KeyFamily : std::uint8_t { widget, api };

struct KeyOwner {
    std::string pair;
    std::string merchant_id;
    KeyFamily family = KeyFamily::api;
};

class KeyRing {
public:
    explicit KeyRing(const Options& options)
        : pairs_(options.key_pairs), any_test_key_(options.any_test_key) {}

    /// Returns the owner of a secret key, none for an unknown one. A `live_` key is never known.
    [[nodiscard]] std::optional<KeyOwner> owner_of_secret(std::string_view key) const;

    /// As `owner_of_secret`, for the key in the browser.
    [[nodiscard]] std::optional<KeyOwner> owner_of_client(std::string_view key) const;

private:
    std::vector<KeyPair> pairs_;
    bool any_test_key_;
};

/// What the `Authorization` header says.
struct BasicAuth {
    bool has_colon = false;
    std::string secret_key;
};

/// Returns the user part of `Basic base64(key:)`; without a colon in it, `has_colon` is false.
BasicAuth parse_basic_auth(std::string_view header);

}  // namespace gyeol::sandbox::toss
