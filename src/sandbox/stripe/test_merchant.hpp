// A merchant and a customer at the simulator, for its unit tests: short words for what they do.
#pragma once

#include "base/json.hpp"
#include "sandbox/stripe/stripe_sandbox.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

/// One answered call, parsed.
struct Told {
    int status = 0;
    boost::json::object body;
    std::string raw;
    std::vector<ports::HttpHeader> headers;
    Fault fault;

    /// Returns the text at a path such as `last_payment_error.code`; empty when there is none.
    [[nodiscard]] std::string text(std::string_view path) const;
    [[nodiscard]] std::int64_t number(std::string_view path) const;
    [[nodiscard]] bool is_null(std::string_view path) const;

    /// Returns such as `402 card_declined/insufficient_funds`, `200`, or `400 type` when there is no code.
    [[nodiscard]] std::string outcome() const;

    [[nodiscard]] std::string id() const { return text("id"); }

    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(ports::find_header(headers, name));
    }

    /// Returns the member `name` of every element of a list.
    [[nodiscard]] std::vector<std::string> column(std::string_view name) const;
};

/// One webhook as the shop's server received it.
struct Received {
    std::uint64_t id = 0;
    std::string signature;
    std::string raw;
    boost::json::object body;
};

class TestMerchant {
public:
    explicit TestMerchant(Options options = signing());

    /// Options with a real HMAC and one endpoint, whose secret is `whsec_made_up`. In webhook_test.cpp, since
    /// only tests may use the platform's HMAC.
    static Options signing();

    StripeSandbox& sandbox() { return sandbox_; }

    void passes(Millis time) { now_ += time; }

    [[nodiscard]] Instant now() const { return now_; }

    Told posts(std::string_view path, std::string_view form = {});
    Told gets(std::string_view path);
    Told deletes(std::string_view path);
    Told calls(const ports::HttpRequest& request);
    Told browser(std::string_view path, std::string_view form = {});

    /// Creates and confirms a payment of 9,900 won by this test id; cards only, so that nothing redirects.
    Told pays(std::string_view method, std::string_view more = {});

    /// As `pays`, with a return URL, on-session.
    Told pays_on_session(std::string_view method, std::string_view more = {});

    /// Returns the id of a new customer.
    std::string has_customer();

    /// Returns the types of the events so far, oldest first, and forgets them.
    std::vector<std::string> hears();

    /// Takes the webhooks that are due; the caller answers them.
    std::vector<Received> receives();

    std::string key = "sk_test_made_up";
    std::string idempotency_key;
    std::string version = std::string(api_version);

private:
    Told sends(ports::HttpMethod method, std::string_view path, std::string_view form);

    Instant now_{Millis(1'767'322'800'000)};  // 2026-01-02T03:00:00Z
    StripeSandbox sandbox_;
    std::size_t events_heard_ = 0;
};

}  // namespace gyeol::sandbox::stripe
