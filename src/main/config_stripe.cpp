#include "main/config_stripe.hpp"

#include "main/config_providers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace gyeol::program {
namespace {

constexpr ProviderWords stripe{
    .title = "Stripe",
    .key = "STRIPE_SECRET_KEY",
    .url = "STRIPE_API_URL",
    .own_host = "https://api.stripe.com",
    .sandbox_path = "/stripe",
};

constexpr std::string_view secret_name = stripe.key;
constexpr std::string_view publishable_name = "STRIPE_PUBLISHABLE_KEY";
constexpr std::string_view webhook_name = "STRIPE_WEBHOOK_SECRET";
constexpr std::string_view webhook_prefix = "whsec_";

enum class Side : std::uint8_t { publishable, secret };

struct Prefix {
    std::string_view text;
    Side side;
    KeyMode mode;
};

constexpr std::array prefixes{
    Prefix{"pk_test_", Side::publishable, KeyMode::test},
    Prefix{"pk_live_", Side::publishable, KeyMode::live},
    Prefix{"sk_test_", Side::secret, KeyMode::test},
    Prefix{"sk_live_", Side::secret, KeyMode::live},
    // Restricted keys: a secret key that may do less.
    Prefix{"rk_test_", Side::secret, KeyMode::test},
    Prefix{"rk_live_", Side::secret, KeyMode::live},
};

bool is_plain(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
        return letter == '_' || std::isalnum(letter) != 0;
    });
}

const Prefix* find_prefix(std::string_view key) {
    const auto* const found =
        std::find_if(prefixes.begin(), prefixes.end(), [key](const Prefix& prefix) {
            return key.starts_with(prefix.text) && is_plain(key.substr(prefix.text.size()));
        });
    return found == prefixes.end() ? nullptr : found;
}

/// One of the two keys, as it is set.
struct GivenKey {
    std::string_view variable;
    std::string_view text;
};

/// Returns the mode of the key, none when it is not one of its variable's side.
std::optional<KeyMode> check_key(ConfigReader& reader, const GivenKey& key) {
    const auto variable = key.variable;
    const auto side = variable == secret_name ? Side::secret : Side::publishable;
    const auto* prefix = find_prefix(key.text);
    if (prefix != nullptr && prefix->side == side) return prefix->mode;
    const std::string wanted = side == Side::secret
                                   ? "Copy the key that begins with sk_test_ or sk_live_ (or rk_) "
                                     "from Stripe's Dashboard, under developers."
                                   : "Copy the key that begins with pk_test_ or pk_live_ from "
                                     "Stripe's Dashboard, under developers.";
    if (prefix == nullptr) {
        reader.refuse(variable, "It is not a key of Stripe.", wanted);
    } else if (side == Side::publishable) {
        reader.refuse(variable, "It is a secret key; every browser would be shown it.", wanted);
    } else {
        reader.refuse(
            variable, "It is a publishable key; a secret or restricted key belongs here.", wanted
        );
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Returns the secrets, which a comma separates while one is rolled.
std::vector<Secret> read_webhook_secrets(ConfigReader& reader) {
    const auto text = find_provider_key(reader, webhook_name, stripe);
    std::vector<Secret> secrets;
    std::string_view left = text;
    while (!left.empty()) {
        const auto end = std::min(left.find(','), left.size());
        const auto secret = trimmed(left.substr(0, end));
        left.remove_prefix(std::min(end + 1, left.size()));
        const bool is_secret =
            secret.starts_with(webhook_prefix) && is_plain(secret.substr(webhook_prefix.size()));
        if (!is_secret) {
            reader.refuse(
                webhook_name,
                "It is not the secret of a webhook endpoint.",
                "Copy the endpoint's signing secret, which begins with whsec_; while you roll it, "
                "set the new and the old one with a comma between."
            );
            return {};
        }
        secrets.emplace_back(std::string(secret));
    }
    return secrets;
}

/// Refuses half a pair. Returns whether both are there.
bool has_both(ConfigReader& reader, std::string_view secret, std::string_view publishable) {
    if (!secret.empty() && !publishable.empty()) return true;
    const auto missing = secret.empty() ? secret_name : publishable_name;
    const auto given = secret.empty() ? publishable_name : secret_name;
    reader.refuse(
        missing,
        "It is missing, although " + std::string(given) + " is set.",
        "Set both keys of the pair, or neither."
    );
    return false;
}

}  // namespace

std::optional<KeyMode> read_stripe(ConfigReader& reader) {
    auto& config = reader.out.config;
    const bool plays_sandbox = config.providers == Providers::sandbox;
    const auto problems_before = reader.out.problems.size();
    auto secret = find_provider_key(reader, secret_name, stripe);
    auto publishable = find_provider_key(reader, publishable_name, stripe);
    auto webhook_secrets = read_webhook_secrets(reader);
    config.stripe_api_url = read_api_url(reader, stripe);
    if (secret.empty() && publishable.empty()) {
        const bool has_problem = reader.out.problems.size() > problems_before;
        if (!plays_sandbox || has_problem) return std::nullopt;
        config.stripe = sandbox_stripe_keys();
        reader.show(secret_name, "made-up keys of the sandbox", "default");
        return KeyMode::test;
    }
    if (!has_both(reader, secret, publishable)) return std::nullopt;
    const auto mode = check_key(reader, {secret_name, secret});
    const auto other = check_key(reader, {publishable_name, publishable});
    if (!mode || !other) return std::nullopt;
    if (*mode != *other) {
        reader.refuse(
            publishable_name, "A test key stands beside a live key.", "Use keys of one kind only."
        );
        return std::nullopt;
    }
    check_mode(reader, stripe, *mode, config.stripe_api_url);
    if (plays_sandbox && webhook_secrets.empty()) {
        webhook_secrets = sandbox_stripe_keys().webhook_secrets;
    } else if (webhook_secrets.empty()) {
        reader.notice(
            webhook_name,
            "Without it webhooks are refused: disputes and what is done in the Dashboard are only "
            "seen on day 1, 7 and 30.",
            "Make an endpoint in Stripe's Dashboard and copy its signing secret."
        );
    }
    config.stripe =
        StripeKeys{std::move(publishable), Secret(std::move(secret)), std::move(webhook_secrets)};
    return mode;
}

StripeKeys sandbox_stripe_keys() {
    return {
        "pk_test_gyeolsandboxstripepublishable",
        Secret("sk_test_gyeolsandboxstripesecret"),
        {Secret("whsec_gyeolsandboxstripewebhook")}};
}

}  // namespace gyeol::program
