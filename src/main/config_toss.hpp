// Toss Payments' keys: two families, each with a client and a secret half, each test or live.
#pragma once

#include "base/secret.hpp"
#include "main/config_problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::program {

class ConfigReader;
enum class KeyMode : std::uint8_t;

enum class TossFamily : std::uint8_t {
    widget,  // gck and gsk: the payment widget.
    window,  // ck and sk: the payment window, and billing later.
};

enum class TossSide : std::uint8_t { client, secret };

struct TossKeyKind {
    bool live = false;
    TossFamily family = TossFamily::widget;
    TossSide side = TossSide::client;
};

/// Returns what the prefix of `key` says, or none when it is not a key of today.
std::optional<TossKeyKind> find_toss_key_kind(std::string_view key);

struct TossKeyPair {
    std::string client_key;
    Secret secret_key;

    friend bool operator==(const TossKeyPair&, const TossKeyPair&) = default;
};

/// The pairs that are complete; at least one, or the configuration has a problem.
struct TossKeys {
    std::optional<TossKeyPair> widget;
    std::optional<TossKeyPair> window;
    bool live = false;
};

/// The four variables as given; empty when not.
struct TossKeyTexts {
    std::string widget_client;
    std::string widget_secret;
    std::string window_client;
    std::string window_secret;
};

/// Returns the pairs, adding to `problems` what is wrong: a key of the wrong family or side, half a
/// pair, test beside live. A widget pair under the tutorial's names `TOSS_CLIENT_KEY` and
/// `TOSS_SECRET_KEY` is taken as one, with a notice.
TossKeys read_toss_keys(
    TossKeyTexts texts, std::vector<Problem>& problems, std::vector<Problem>& notices
);

/// Reads the settings, adding what is wrong. Made-up keys stand in where the sandbox is played. Returns the
/// mode of the keys, none when Toss Payments is not used.
std::optional<KeyMode> read_toss(ConfigReader& reader);

/// Returns made-up keys, which the sandbox takes.
TossKeys sandbox_toss_keys();

}  // namespace gyeol::program
