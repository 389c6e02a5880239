// How one attempt becomes requests to Stripe, and how each reply or silence becomes an outcome. What the JSON
// means is in stripe_wire.hpp.
//
// The browser alone confirms an intent, so the intent is an open attempt from its creation, and this server
// never sends a confirm: it looks. Looking moves no money and may be repeated; making an intent moves none
// either, since nobody can pay it before its secret was stored and shown.
#pragma once

#include "base/secret.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/http_client.hpp"
#include "ports/provider.hpp"
#include "providers/stripe/stripe_signature.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::stripe {

/// The pair of one mode (`pk_test_` and `sk_test_` or `rk_test_`, or the live ones), and the secrets of the
/// webhook endpoint: two while one is rolled, none when it is not set up.
struct StripeKeys {
    std::string publishable_key;
    Secret secret_key;
    std::vector<Secret> webhook_secrets;
};

struct StripeUrls {
    std::string api = "https://api.stripe.com";
    std::string script = "https://js.stripe.com/endive/stripe.js";
};

/// What a provider works with; all of it outlives the provider.
struct StripeParts {
    ports::HttpClient& http;
    ports::Clock& clock;
    const ports::IdSource& ids;
    Hmac hmac;
};

/// Keeps the promises of `ports::Provider`. Loop thread only.
class StripeProvider final : public ports::Provider {
public:
    StripeProvider(StripeKeys keys, StripeUrls urls, StripeParts parts);

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

    /// Fails with `invalid_request` (`webhook_not_genuine`) when no secret of ours signed it just now.
    [[nodiscard]] Result<domain::ProviderNotice> read_webhook(
        const std::vector<ports::HttpHeader>& headers, const std::string& body
    ) const override;
    Task<Result<std::string>> find_order_id(std::string payment_key) override;

private:
    [[nodiscard]] bool is_ours(const domain::Payment& payment) const;
    [[nodiscard]] ports::HttpRequest get(std::string_view path) const;
    [[nodiscard]] ports::HttpRequest post(std::string_view path, std::string body) const;

    Task<ports::Exchanged> exchange(std::string call, ports::HttpRequest request, Instant deadline);
    Task<domain::ProviderOutcome> look(
        domain::Payment payment, std::string intent_id, Instant deadline
    );
    Task<domain::ProviderOutcome> with_history(domain::ProviderOutcome found, Instant deadline);

    StripeKeys keys_;
    StripeUrls urls_;
    ports::HttpClient& http_;
    ports::Clock& clock_;
    Hmac hmac_;
    std::string account_;  // Empty when the two keys are not of one mode.
};

}  // namespace gyeol::providers::stripe
