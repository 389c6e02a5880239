#include "providers/registry.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::providers {

Registry::Registry(std::vector<std::unique_ptr<ports::Provider>> providers)
    : providers_(std::move(providers)) {
    for (const auto& provider : providers_) {
        ensure(find(provider->name()) == provider.get(), "each provider is configured once");
    }
}

ports::Provider* Registry::find(domain::ProviderName name) const {
    const auto found = std::find_if(
        providers_.begin(),
        providers_.end(),
        [name](const std::unique_ptr<ports::Provider>& provider) {
            return provider->name() == name;
        }
    );
    return found == providers_.end() ? nullptr : found->get();
}

std::vector<domain::ProviderName> Registry::names() const {
    std::vector<domain::ProviderName> names;
    for (const auto& provider : providers_)
        names.push_back(provider->name());
    return names;
}

Registry make_providers(ProviderSettings settings, ProviderParts parts) {
    std::vector<std::unique_ptr<ports::Provider>> providers;
    if (settings.toss_keys.widget || settings.toss_keys.api) {
        const toss::TossParts toss_parts{parts.http, parts.clock, parts.ids};
        providers.push_back(std::make_unique<toss::TossProvider>(
            std::move(settings.toss_keys), std::move(settings.toss_urls), toss_parts
        ));
    }
    if (auto& kakaopay = settings.kakaopay) {
        const kakaopay::KakaoPayParts kakaopay_parts{parts.http, parts.clock};
        providers.push_back(std::make_unique<kakaopay::KakaoPayProvider>(
            std::move(kakaopay->keys), std::move(kakaopay->api_url), kakaopay_parts
        ));
    }
    if (auto& stripe = settings.stripe) {
        stripe::StripeParts stripe_parts{parts.http, parts.clock, parts.ids, parts.hmac};
        providers.push_back(std::make_unique<stripe::StripeProvider>(
            std::move(stripe->keys), std::move(stripe->urls), std::move(stripe_parts)
        ));
    }
    return Registry(std::move(providers));
}

}  // namespace gyeol::providers
