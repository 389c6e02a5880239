// A merchant and a buyer at the simulator, for its unit tests: short words for what they do.
#pragma once

#include "base/json.hpp"
#include "sandbox/toss/toss_sandbox.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::toss {

/// One answered call, parsed.
struct Told {
    int status = 0;
    boost::json::object body;
    std::string raw;
    std::vector<ports::HttpHeader> headers;
    Fault fault;

    [[nodiscard]] std::string text(std::string_view name) const {
        return find_text(body, name).value_or("");
    }

    [[nodiscard]] std::int64_t number(std::string_view name) const {
        return find_whole(body, name).value_or(-1);
    }

    [[nodiscard]] std::string code() const { return std::to_string(status) + " " + text("code"); }
};

class TestMerchant {
public:
    explicit TestMerchant(Options options = with_webhooks());

    static Options with_webhooks();

    TossSandbox& sandbox() { return sandbox_; }

    void passes(Millis time) { now_ += time; }

    [[nodiscard]] Instant now() const { return now_; }

    /// Opens a window for `order_id`; returns its payment key.
    std::string opens(std::string_view order_id, std::int64_t amount = 9900);

    /// Opens a window and authenticates with the card; returns the payment key.
    std::string authenticates(
        std::string_view order_id, std::int64_t amount = 9900, std::string_view outcome = {}
    );

    /// Opens a window, chooses a virtual account and confirms; returns the payment key.
    std::string is_issued_account(std::string_view order_id, std::int64_t amount = 9900);

    /// Authenticates and confirms by card; returns the payment key.
    std::string pays(std::string_view order_id, std::int64_t amount = 9900);

    Told confirms(
        std::string_view payment_key, std::string_view order_id, std::int64_t amount = 9900
    );
    Told cancels(std::string_view payment_key, const boost::json::object& body);
    Told gets(std::string_view payment_key);
    Told gets_order(std::string_view order_id);
    Told browser(std::string_view path, const boost::json::object& body);
    Told posts(std::string_view path, const boost::json::object& body);
    Told calls(const ports::HttpRequest& request);

    /// Delivers everything due now and answers 200; returns the bodies.
    std::vector<boost::json::object> receives_webhooks();

    std::string secret_key = "test_gsk_made_up";
    std::string idempotency_key;
    std::string test_code;

private:
    Instant now_{Millis(1'767'322'800'000)};  // 2026-01-02T12:00:00+09:00
    TossSandbox sandbox_;
};

}  // namespace gyeol::sandbox::toss
