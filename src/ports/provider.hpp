// A payment provider, as what it promises to the money rules. Adding one touches its own folder and the
// registry; see CONTRIBUTING.md.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "domain/inbox.hpp"
#include "domain/outcome.hpp"
#include "domain/payment.hpp"
#include "ports/http_client.hpp"
#include "ports/task.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace gyeol::ports {

/// What differs between providers and the rules must know.
struct ProviderFacts {
    /// How long after `send_by` "not found" is still no answer.
    Millis not_found_after{0};
    /// How long a repeated request under one idempotency key is answered and not executed; zero where
    /// there is no such key, and nothing that may have been sent is ever sent again.
    Millis key_life{0};
    bool has_webhooks = false;
    /// Whether a payment must be made ready at the provider before the browser can pay.
    bool prepares = false;
    /// What it offers, the usual one first.
    std::vector<domain::CheckoutFlow> flows;
    /// What it can be paid in.
    std::vector<domain::Currency> currencies;
};

/// Where the provider sends the browser back. They carry the checkout token.
struct ReturnUrls {
    std::string success;
    std::string fail;
    std::string cancel;
};

/// What the browser does next; public values only.
struct BrowserCheckout {
    std::string type;        // `toss_widget`, `toss_window`, `redirect`, `stripe_element`.
    std::string sdk;         // `v1`, `v2`; empty where there is one.
    std::string client_key;  // The browser's half of the payment's key pair.
    std::string script_url;
};

/// Returns whether the provider can be paid in `currency`.
inline bool takes(const ProviderFacts& facts, domain::Currency currency) {
    return std::find(facts.currencies.begin(), facts.currencies.end(), currency) !=
           facts.currencies.end();
}

/// Promises: every call answers within its deadline with a `ProviderOutcome`, whatever the network or
/// the provider does; nothing is repeated inside once it may have been taken; every answer that is not
/// understood is `unknown`. None of them throws. Keys appear in no outcome and no note.
class Provider {
public:
    Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;
    virtual ~Provider() = default;

    [[nodiscard]] virtual domain::ProviderName name() const = 0;
    [[nodiscard]] virtual ProviderFacts facts() const = 0;

    /// Returns which key pair and mode a new payment of this flow belongs to (`widget_test_1f0c9a2b`: with
    /// a fingerprint of the pair, so that another merchant's is never taken for it). Fails with
    /// `invalid_request` (`flow_not_configured`) when its keys are not set.
    [[nodiscard]] virtual Result<std::string> account_for(domain::CheckoutFlow flow) const = 0;

    /// Returns what the browser needs for `payment`, at any time. Fails with `conflict`
    /// (`account_not_configured`) when the payment's key pair is no longer set.
    [[nodiscard]] virtual Result<BrowserCheckout> browser_checkout(const domain::Payment& payment
    ) const = 0;

    /// Makes `payment` ready at the provider, for a browser that comes back to `urls`. Moves no money, and what
    /// it made can take none before its answer has been stored and shown to the buyer; so a lost answer
    /// costs nothing, and it may be called again. Requires `facts().prepares`. Fails with `unavailable`
    /// (`provider_unreachable`) or `conflict` (`payment_refused`, with the provider's reason).
    virtual Task<Result<domain::Preparation>> prepare(domain::Payment payment, ReturnUrls urls) = 0;

    /// Sends the stored attempt once; asks first when the attempt says so. Requires an attempt.
    virtual Task<domain::ProviderOutcome> confirm(domain::Payment payment) = 0;

    /// Asks what became of the attempt: by payment key and, when that is unknown there, by order id.
    virtual Task<domain::ProviderOutcome> ask(domain::Payment payment) = 0;

    /// Asks for the end of what can still take money without us: an open virtual account (under
    /// `payment.cancel_key`), a prepared intent. Then asks what became of it: `declined` when it is closed,
    /// `approved` when the money came first.
    virtual Task<domain::ProviderOutcome> close(domain::Payment payment) = 0;

    /// Sends the payment's refund in flight under its key, once. `approved` carries the new balance;
    /// `declined` says that this refund was refused for good, and nothing about the payment.
    virtual Task<domain::ProviderOutcome> refund(domain::Payment payment) = 0;

    /// Reads a webhook. Pure. Fails with `invalid_request` when the body is none of the provider's
    /// envelopes; an event that is not known is a notice with its type.
    [[nodiscard]] virtual Result<domain::ProviderNotice> read_webhook(
        const std::vector<HttpHeader>& headers, const std::string& body
    ) const = 0;

    /// Asks for the order id of the payment that a notice names by the provider's key alone; empty when it
    /// is none of ours. Fails with `unavailable` (`provider_unreachable`). Most providers name the order in
    /// every notice.
    virtual Task<Result<std::string>> find_order_id(std::string /*payment_key*/) {
        co_return std::string();
    }
};

}  // namespace gyeol::ports
