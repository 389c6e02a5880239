#include "app/absent_provider.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using domain::ProviderOutcome;

Error not_configured() {
    return Error{
        ErrorCode::conflict,
        "provider_not_configured",
        "This provider is not set up here.",
        {},
        {}};
}

/// Silence that somebody must look into.
ProviderOutcome nobody_answers() {
    auto outcome = ProviderOutcome::unknown("provider_not_configured");
    outcome.alarm = true;
    return outcome;
}

ProviderOutcome nobody_sends() {
    auto outcome = ProviderOutcome::not_sent("provider_not_configured");
    outcome.alarm = true;
    return outcome;
}

}  // namespace

ports::ProviderFacts AbsentProvider::facts() const {
    // Nothing is sent, so no key can grow too old and no answer can come too early.
    constexpr Millis long_enough = std::chrono::days(365);
    return {.not_found_after = long_enough, .key_life = long_enough, .flows = {}, .currencies = {}};
}

Result<std::string> AbsentProvider::account_for(domain::CheckoutFlow /*flow*/) const {
    return not_configured();
}

Result<ports::BrowserCheckout> AbsentProvider::browser_checkout(const domain::Payment& /*payment*/)
    const {
    return not_configured();
}

Task<Result<domain::Preparation>> AbsentProvider::prepare(
    domain::Payment /*payment*/, ports::ReturnUrls /*urls*/
) {
    co_return not_configured();
}

Task<ProviderOutcome> AbsentProvider::confirm(domain::Payment /*payment*/) {
    co_return nobody_sends();
}

Task<ProviderOutcome> AbsentProvider::ask(domain::Payment /*payment*/) {
    co_return nobody_answers();
}

Task<ProviderOutcome> AbsentProvider::close(domain::Payment /*payment*/) {
    co_return nobody_answers();
}

Task<ProviderOutcome> AbsentProvider::refund(domain::Payment /*payment*/) {
    co_return nobody_sends();
}

Result<domain::ProviderNotice> AbsentProvider::read_webhook(
    const std::vector<ports::HttpHeader>& /*headers*/, const std::string& /*body*/
) const {
    return not_configured();
}

}  // namespace gyeol::app
