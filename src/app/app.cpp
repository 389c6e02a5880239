#include "app/app.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::app {

App::App(AppPorts ports, AppSettings settings)
    : ports_(std::move(ports)), settings_(std::move(settings)), event_desk_(ports_.payment_log) {}

Task<Done> App::health() {
    return ports_.store.health();
}

ports::Provider* App::find_provider(domain::ProviderName name) {
    const auto found = std::find_if(
        ports_.providers.begin(),
        ports_.providers.end(),
        [name](const auto* provider) { return provider->name() == name; }
    );
    return found == ports_.providers.end() ? nullptr : *found;
}

ports::Provider& App::provider_of(const domain::Payment& payment) {
    // Keys can be taken out of the configuration while payments made with them are open.
    if (auto* provider = find_provider(payment.provider)) return *provider;
    return absent_providers_.try_emplace(payment.provider, payment.provider).first->second;
}

}  // namespace gyeol::app
