// How one attempt becomes one request to Toss Payments, and how each reply or silence becomes an
// outcome. What the JSON means is in toss_wire.hpp.
#pragma once

#include "base/secret.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/http_client.hpp"
#include "ports/provider.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::toss {

/// One family's client key (browser) and secret key (server). Both begin with `test_` or `live_`.
struct TossKeyPair {
    std::string client_key;
    Secret secret_key;
};

/// A merchant has a pair for the widget (`gck`/`gsk`) and one for the payment window (`ck`/`sk`); a
/// payment belongs to the pair it was begun with for life.
struct TossKeys {
    std::optional<TossKeyPair> widget;
    std::optional<TossKeyPair> api;
};

struct TossUrls {
    std::string api = "https://api.tosspayments.com";
    std::string script_v2 = "https://js.tosspayments.com/v2/standard";
    std::string script_v1_widget = "https://js.tosspayments.com/v1/payment-widget";
    std::string script_v1_window = "https://js.tosspayments.com/v1/payment";
};

/// What a provider works with; all of it outlives the provider.
struct TossParts {
    ports::HttpClient& http;
    ports::Clock& clock;
    const ports::IdSource& ids;
};

/// Keeps the promises of `ports::Provider`. Loop thread only.
class TossProvider final : public ports::Provider {
public:
    TossProvider(TossKeys keys, TossUrls urls, TossParts parts);

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
    /// Returns the pair of an account word such as `widget_test_1f0c9a2b`; null when it is not set, is
    /// of the other mode, or is another merchant's.
    [[nodiscard]] const TossKeyPair* find_keys(std::string_view account) const;

    [[nodiscard]] ports::HttpRequest get(const std::string& path, const domain::Payment& payment)
        const;
    [[nodiscard]] ports::HttpRequest post(const std::string& path, const domain::Payment& payment)
        const;

    Task<ports::Exchanged> exchange(std::string call, ports::HttpRequest request, Instant deadline);
    Task<domain::ProviderOutcome> query(
        std::string path, domain::Payment payment, Instant deadline
    );
    Task<domain::ProviderOutcome> ask_by_order(domain::Payment payment, Instant deadline);
    Task<domain::ProviderOutcome> ask_until(domain::Payment payment, Instant deadline);

    /// Asks before a later try of a payment is sent. Returns none when the books show that it waits for
    /// this very confirm; otherwise the outcome to answer instead of sending.
    Task<std::optional<domain::ProviderOutcome>> ask_before_sending(domain::Payment payment);

    TossKeys keys_;
    TossUrls urls_;
    ports::HttpClient& http_;
    ports::Clock& clock_;
    std::string
        widget_account_;  // Empty when there is no pair, or its two keys are not of one mode.
    std::string api_account_;
};

}  // namespace gyeol::providers::toss
