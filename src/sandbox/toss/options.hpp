// How one simulator of Toss Payments is set up: keys, time windows, webhooks and the switches for
// behaviour that merchants have seen but the provider does not promise.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gyeol::sandbox::toss {

using namespace std::chrono_literals;

/// Client and secret key of one product of one merchant. Both are `test_` keys.
struct KeyPair {
    std::string client_key;
    std::string secret_key;
    std::string merchant_id = "tgyeol";
};

struct WebhookOptions {
    std::string url;  // Empty: nothing is sent.
    bool payment_status_changed = true;
    bool deposit_callback = true;
    bool duplicates = false;       // Every event is delivered a second time under another id.
    bool out_of_order = false;     // A later event may be due before an earlier one.
    bool contradict_done = false;  // 46 ms after DONE the same payment is told to be ABORTED.
    Millis retry_unit = 1min;      // The provider's schedule is 1, 4, 16 ... of this.
};

struct Options {
    std::uint64_t seed = 1;  // Same seed, same calls: same ids and same answers.
    std::vector<KeyPair> key_pairs;
    bool any_test_key = true;  // Unlisted test keys are taken, bound by family (widget or API).
    std::vector<std::string> shop_origins;  // Pages on these origins may call `/browser/`.
    std::string page_base =
        "http://localhost:8081/toss";  // Where the pages are; receipts point there.
    WebhookOptions webhooks;

    Millis authentication_window = 30min;  // From the opened window to the buyer's authentication.
    Millis confirm_window = 10min;         // From there to the server's confirm.
    Millis slow_confirm = 30s;  // How long a confirm takes that the buyer chose to be slow.
    Millis refund_account_readable = 30min;
    std::string amount_mismatch_code = "FORBIDDEN_REQUEST";
    bool query_hides_secret = true;
    bool unapproved_readable = true;  // Whether a query finds READY and IN_PROGRESS payments.
    bool repeated_order_ids = false;  // Whether one order id may be approved twice.
    bool unknown_fields = false;      // Adds members nobody has documented to every payment object.
};

}  // namespace gyeol::sandbox::toss
