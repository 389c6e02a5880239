#include "main/config_providers.hpp"

#include "main/config_values.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace gyeol::program {
namespace {

bool is_production(const ConfigReader& reader) {
    return reader.out.config.environment == NodeEnv::production;
}

bool plays_sandbox(const ConfigReader& reader) {
    return reader.out.config.providers == Providers::sandbox;
}

/// One provider's line of `read_providers`.
struct ProviderSection {
    /// Returns the mode of its keys, none when it has none.
    std::optional<KeyMode> (*read)(ConfigReader& reader);
    std::string_view key;  // Where a mix of modes is complained about.
};

constexpr std::array sections{
    ProviderSection{read_toss, "TOSS_SECRET_KEY"},
    ProviderSection{read_kakaopay, "KAKAO_SECRET_KEY"},
    ProviderSection{read_stripe, "STRIPE_SECRET_KEY"},
};

}  // namespace

std::string find_provider_key(
    ConfigReader& reader, std::string_view variable, const ProviderWords& words
) {
    auto value = reader.find(variable);
    if (!value) return {};
    if (!is_placeholder(*value)) return std::move(*value);
    const std::string what = "It is an example's value.";
    const auto cure = "Copy the key from the developer centre of " + std::string(words.title) + ".";
    is_production(reader) ? reader.refuse(variable, what, cure)
                          : reader.notice(variable, what + " It is not used.", cure);
    return {};
}

std::string read_api_url(ConfigReader& reader, const ProviderWords& words) {
    const auto own_sandbox = "http://localhost:" + std::to_string(reader.out.config.sandbox_port) +
                             std::string(words.sandbox_path);
    auto url = reader.text(words.url, plays_sandbox(reader) ? own_sandbox : words.own_host);
    const auto parsed = parse_base_url(url);
    if (parsed) return *parsed;
    reader.refuse(
        words.url, parsed.error().detail, "Remove it to talk to " + std::string(words.title) + "."
    );
    return url;
}

void check_mode(
    ConfigReader& reader, const ProviderWords& words, KeyMode mode, std::string_view api_url
) {
    if (mode == KeyMode::test) {
        if (is_production(reader))
            reader.notice(words.key, "Test keys take no money.", "Set the live keys to sell.");
        return;
    }
    if (plays_sandbox(reader)) {
        reader.refuse(
            words.key,
            "Live keys never talk to the sandbox.",
            "Use test keys here, or `gyeol serve`."
        );
    }
    // Money: with live keys any other host could take the keys, or claim payments that never were.
    // Guarded by Config.LiveKeysTalkToTossOnly and ConfigKakaoPay.LiveKeysTalkToKakaoPayOnly and its like.
    if (api_url != words.own_host) {
        reader.refuse(
            words.url, "Live keys talk to " + std::string(words.own_host) + " only.", "Remove it."
        );
    }
}

void read_providers(ConfigReader& reader) {
    const auto problems_before = reader.out.problems.size();

    struct Found {
        std::string_view key;
        KeyMode mode;
    };

    std::vector<Found> found;
    for (const auto& section : sections) {
        if (const auto mode = section.read(reader)) found.push_back({section.key, *mode});
    }
    const auto is_live = [](const Found& each) { return each.mode == KeyMode::live; };
    auto& config = reader.out.config;
    config.live = std::any_of(found.begin(), found.end(), is_live);
    const bool is_served = config.live && !plays_sandbox(reader);
    if (is_served && !is_production(reader)) {
        reader.refuse(
            "NODE_ENV",
            "Live keys take real money, and development is lenient.",
            "Set NODE_ENV=production, or use test keys."
        );
    }
    const auto test = std::find_if_not(found.begin(), found.end(), is_live);
    if (is_served && test != found.end()) {
        reader.refuse(
            test->key,
            "Test keys stand beside another provider's live keys.",
            "Use keys of one kind only, or leave one provider out."
        );
    }
    if (!found.empty() || reader.out.problems.size() > problems_before) return;
    reader.refuse(
        "TOSS_WIDGET_SECRET_KEY",
        "No key of any provider is set.",
        "Set the keys of Toss Payments, Kakao Pay or Stripe, or try everything without any by "
        "`gyeol dev`."
    );
}

}  // namespace gyeol::program
