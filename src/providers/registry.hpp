// The providers that this deployment takes payments with, by name. Adding one is one line in
// `make_providers`.
#pragma once

#include "ports/provider.hpp"
#include "providers/toss/toss_provider.hpp"

#include <memory>
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

/// What the configuration says about all providers; one without keys is not used.
struct ProviderSettings {
    toss::TossKeys toss_keys;
    toss::TossUrls toss_urls;
};

/// Everything in `parts` must outlive the registry.
Registry make_providers(ProviderSettings settings, toss::TossParts parts);

}  // namespace gyeol::providers
