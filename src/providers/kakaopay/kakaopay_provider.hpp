// How one attempt becomes one request to Kakao Pay, and how each reply or silence becomes an outcome. What
// the JSON means is in kakaopay_wire.hpp.
//
// Kakao Pay has no idempotency key and sends no webhook: our stored attempt is the only guard against a
// second approve, and asking is the only way to learn anything later.
#pragma once

#include "base/secret.hpp"
#include "ports/clock.hpp"
#include "ports/http_client.hpp"
#include "ports/provider.hpp"
#include "providers/kakaopay/kakaopay_wire.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::providers::kakaopay {

/// The secret key of the developer centre, and the merchant code of one-time payments. A test code goes
/// with a development key.
struct KakaoPayKeys {
    Secret secret_key;
    MerchantCode onetime;
};

/// What a provider works with; all of it outlives the provider.
struct KakaoPayParts {
    ports::HttpClient& http;
    ports::Clock& clock;
};

/// Keeps the promises of `ports::Provider`. Loop thread only.
class KakaoPayProvider final : public ports::Provider {
public:
    KakaoPayProvider(KakaoPayKeys keys, std::string api_url, KakaoPayParts parts);

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

    /// Kakao Pay sends none: whatever comes is forged.
    [[nodiscard]] Result<domain::ProviderNotice> read_webhook(
        const std::vector<ports::HttpHeader>& headers, const std::string& body
    ) const override;

private:
    [[nodiscard]] bool is_ours(const domain::Payment& payment) const;
    [[nodiscard]] PaymentNames names_of(const domain::Payment& payment) const;
    [[nodiscard]] ports::HttpRequest post(std::string_view call, std::string body) const;

    Task<ports::Exchanged> exchange(std::string call, ports::HttpRequest request);
    Task<domain::ProviderOutcome> ask_order(PaymentNames names);

    KakaoPayKeys keys_;
    std::string api_url_;
    std::string account_;
    ports::HttpClient& http_;
    ports::Clock& clock_;
};

}  // namespace gyeol::providers::kakaopay
