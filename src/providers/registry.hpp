// The providers that this deployment takes payments with, by name. Adding one is one line in
// `make_providers`.
#pragma once

#include "ports/provider.hpp"
#include "providers/kakaopay/kakaopay_provider.hpp"
#include "providers/stripe/stripe_provider.hpp"
#include "providers/toss/toss_provider.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::providers {

/// Owns the providers; they live as long as it.
class Registry {
public:
    /// Requires names that differ.
    explicit Registry(std::vector<std::unique_ptr<ports::Provider>> providers);

    /// Returns the provider, or null when this deployment does not use it.
    [[nodiscard]] ports::Provider* find(domain::ProviderName name) const;

    /// Returns the names in the order in which they were configured.
    [[nodiscard]] std::vector<domain::ProviderName> names() const;

private:
    std::vector<std::unique_ptr<ports::Provider>> providers_;
};

/// Kakao Pay's keys, and where its API is.
struct KakaoPaySettings {
    kakaopay::KakaoPayKeys keys;
    std::string api_url;
};

/// Stripe's keys, and where its API and its script are.
struct StripeSettings {
    stripe::StripeKeys keys;
    stripe::StripeUrls urls = {};
};

/// What the configuration says about all providers; one without keys is not used.
struct ProviderSettings {
    toss::TossKeys toss_keys = {};
    toss::TossUrls toss_urls = {};
    std::optional<KakaoPaySettings> kakaopay = std::nullopt;
    std::optional<StripeSettings> stripe = std::nullopt;
};

/// What the providers work with; all of it outlives the registry.
struct ProviderParts {
    ports::HttpClient& http;
    ports::Clock& clock;
    ports::IdSource& ids;
    stripe::Hmac hmac = {};  // Stripe's webhooks are signed.
};

Registry make_providers(ProviderSettings settings, ProviderParts parts);

}  // namespace gyeol::providers
