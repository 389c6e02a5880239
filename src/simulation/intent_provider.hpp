// The adapter of the made-up provider of intents (intent_books.hpp).
#pragma once

#include "ports/clock.hpp"
#include "ports/http_client.hpp"
#include "ports/provider.hpp"

#include <string>
#include <vector>

namespace gyeol::simulation {

/// Keeps the promises of `ports::Provider`. Loop thread only.
class IntentProvider final : public ports::Provider {
public:
    /// `url` is what every address begins with.
    IntentProvider(ports::HttpClient& http, ports::Clock& clock, std::string url)
        : http_(http), clock_(clock), url_(std::move(url)) {}

    [[nodiscard]] domain::ProviderName name() const override;
    [[nodiscard]] ports::ProviderFacts facts() const override;
    [[nodiscard]] Result<std::string> account_for(domain::CheckoutFlow flow) const override;
    [[nodiscard]] Result<ports::BrowserCheckout> browser_checkout(const domain::Payment& payment
    ) const override;

    Task<Result<domain::Preparation>> prepare(domain::Payment payment, ports::ReturnUrls urls)
        override;
    Task<domain::ProviderOutcome> confirm(domain::Payment payment) override;
    Task<domain::ProviderOutcome> ask(domain::Payment payment) override;
    Task<domain::ProviderOutcome> close(domain::Payment payment) override;
    Task<domain::ProviderOutcome> refund(domain::Payment payment) override;

    [[nodiscard]] Result<domain::ProviderNotice> read_webhook(
        const std::vector<ports::HttpHeader>& headers, const std::string& body
    ) const override;

private:
    [[nodiscard]] ports::HttpRequest make(ports::HttpMethod method, const std::string& path) const;
    Task<ports::Exchanged> exchange(ports::HttpRequest request);

    ports::HttpClient& http_;
    ports::Clock& clock_;
    std::string url_;
};

}  // namespace gyeol::simulation
