// What stands in for a provider that this deployment does not use any more, while payments of it are still
// open: nobody can be asked, so nothing is known and nothing is sent, until its keys are back.
#pragma once

#include "ports/provider.hpp"

namespace gyeol::app {

/// Keeps the promises of `ports::Provider`: every call answers at once, with an alarm.
class AbsentProvider final : public ports::Provider {
public:
    /// Requires `name` of the provider that is missing.
    explicit AbsentProvider(domain::ProviderName name) : name_(name) {}

    [[nodiscard]] domain::ProviderName name() const override { return name_; }

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
    domain::ProviderName name_;
};

}  // namespace gyeol::app
