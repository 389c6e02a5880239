// What the keys of all payment providers have in common: where they may be sent, that test and live ones
// never meet, and that there is at least one. What a key of one provider looks like is in its own file.
#pragma once

#include "main/config_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::program {

enum class KeyMode : std::uint8_t { test, live };

/// How one provider is called in the settings.
struct ProviderWords {
    std::string_view title;         // As people say it.
    std::string_view key;           // The variable that complaints about its keys name.
    std::string_view url;           // The variable of its address.
    std::string_view own_host;      // Where it really is.
    std::string_view sandbox_path;  // Below the sandbox's address.
};

/// Returns the key, leaving out an example's value: refused in production, no key elsewhere.
std::string find_provider_key(
    ConfigReader& reader, std::string_view variable, const ProviderWords& words
);

/// Returns where its adapter talks to, without a slash at its end: the sandbox when this command plays it.
std::string read_api_url(ConfigReader& reader, const ProviderWords& words);

/// Refuses live keys in the sandbox and at any host but the provider's own; in production, tells of test keys.
void check_mode(
    ConfigReader& reader, const ProviderWords& words, KeyMode mode, std::string_view api_url
);

/// Reads the settings of every provider. Refuses when none has keys, and test keys beside live ones.
void read_providers(ConfigReader& reader);

}  // namespace gyeol::program
