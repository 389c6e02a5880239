// A provider of the kind whose payments a browser can pay without us, once they are prepared. It keeps a
// small book of its own; what real ones do is held by the provider contract suite.
#pragma once

#include "ports/provider.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

namespace gyeol::test {

class IntentProvider final : public ports::Provider {
public:
    enum class State : std::uint8_t { open, paid, cancelled };

    [[nodiscard]] domain::ProviderName name() const override {
        return domain::ProviderName::stripe;
    }

    [[nodiscard]] ports::ProviderFacts facts() const override {
        return {
            .not_found_after = std::chrono::minutes(1),
            .key_life = std::chrono::hours(24),
            .prepares = true,
            .flows = {domain::CheckoutFlow::element},
            .currencies = {currency},
        };
    }

    [[nodiscard]] Result<std::string> account_for(domain::CheckoutFlow) const override {
        return std::string("intents_test");
    }

    [[nodiscard]] Result<ports::BrowserCheckout> browser_checkout(const domain::Payment&)
        const override {
        return ports::BrowserCheckout{
            .type = "stripe_element", .sdk = {}, .client_key = "pk_test_shop", .script_url = {}};
    }

    Task<Result<domain::Preparation>> prepare(
        domain::Payment payment, ports::ReturnUrls /*urls*/
    ) override {
        if (is_unreachable) {
            co_return Error{ErrorCode::unavailable, "provider_unreachable", "Try again.", {}, {}};
        }
        domain::Preparation ready;
        ready.payment_key = "pi_" + payment.order_id;
        ready.browser_secret = Secret(ready.payment_key + "_secret_1");
        ready.can_take_money = true;
        books.emplace(payment.order_id, State::open);
        co_return ready;
    }

    Task<domain::ProviderOutcome> confirm(domain::Payment payment) override {
        return ask(std::move(payment));
    }

    Task<domain::ProviderOutcome> ask(domain::Payment payment) override {
        co_return outcome_of(payment);
    }

    Task<domain::ProviderOutcome> close(domain::Payment payment) override {
        if (is_unreachable) co_return domain::ProviderOutcome::unknown("timed_out");
        auto& state = books.at(payment.order_id);
        if (state == State::open) state = State::cancelled;
        co_return outcome_of(payment);
    }

    Task<domain::ProviderOutcome> refund(domain::Payment) override {
        co_return domain::ProviderOutcome::unknown("not_here");
    }

    [[nodiscard]] Result<domain::ProviderNotice> read_webhook(
        const std::vector<ports::HttpHeader>& /*headers*/, const std::string& /*body*/
    ) const override {
        return invalid("webhook_unreadable", "None comes from here.");
    }

    domain::Currency currency = domain::Currency::krw;  // What it can be paid in.
    bool is_unreachable = false;
    std::map<std::string, State> books;

private:
    [[nodiscard]] domain::ProviderOutcome outcome_of(const domain::Payment& payment) const {
        using Kind = domain::ProviderOutcome::Kind;
        if (is_unreachable) return domain::ProviderOutcome::unknown("timed_out");
        const auto state = books.at(payment.order_id);
        domain::ProviderView view;
        view.payment_key = "pi_" + payment.order_id;
        view.order_id = payment.order_id;
        view.total = view.balance = payment.amount;
        view.method = domain::PaymentMethod::card;
        domain::ProviderOutcome outcome;
        if (state == State::paid) {
            outcome.kind = Kind::approved;
            view.state = domain::ProviderView::State::captured;
        } else if (state == State::cancelled) {
            outcome.kind = Kind::declined;
            view.state = domain::ProviderView::State::cancelled;
        } else {
            outcome.kind = Kind::not_sent;
        }
        outcome.view = std::move(view);
        return outcome;
    }
};

}  // namespace gyeol::test
