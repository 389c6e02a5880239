// Bodies as Kakao Pay writes them, with made-up values, for the tests of this folder.
#pragma once

#include "ports/http_client.hpp"
#include "providers/kakaopay/kakaopay_requests.hpp"

#include <map>
#include <string>
#include <utility>

namespace gyeol::providers::kakaopay {

/// Members by name, each value written as JSON; an empty value leaves the member out.
using BodyChanges = std::map<std::string, std::string>;

/// A body before a test has changed it.
struct Body {
    [[nodiscard]] std::string with(const BodyChanges& changes) const {
        auto changed = members;
        for (const auto& [name, value] : changes)
            changed[name] = value;
        std::string text = "{";
        for (const auto& [name, value] : changed) {
            if (value.empty()) continue;
            if (text.size() > 1) text += ',';
            text.append(1, '"').append(name).append("\":").append(value);
        }
        return text + '}';
    }

    BodyChanges members;
};

/// Returns an amount object whose other numbers are nought.
inline std::string amounts(const std::string& total) {
    return R"({"total":)" + total +
           R"(,"tax_free":0,"vat":0,"point":0,"discount":0,"green_deposit":0})";
}

/// The names that all the bodies below carry.
inline PaymentNames our_names() {
    return {
        .cid = "TC0ONETIME",
        .tid = "T87734d3620347052c46",
        .order_id = "ord_one",
        .user_id = "user_one"};
}

inline BodyChanges common_members() {
    return {
        {"cid", R"("TC0ONETIME")"},
        {"tid", R"("T87734d3620347052c46")"},
        {"partner_order_id", R"("ord_one")"},
        {"partner_user_id", R"("user_one")"},
        {"payment_method_type", R"("MONEY")"},
        {"item_name", R"("성격 검사")"},
        {"item_code", R"("")"},
        {"quantity", "1"},
        {"amount", amounts("9900")},
        {"created_at", R"("2026-03-01T10:00:00")"},
        {"approved_at", R"("2026-03-01T10:00:30")"},
    };
}

/// Returns an approval of 9,900 won, with `changes`.
inline std::string approved_body(const BodyChanges& changes = {}) {
    auto members = common_members();
    members["aid"] = R"("A5678901234567890123")";
    return Body{std::move(members)}.with(changes);
}

/// Returns the same payment as `order` tells it, with `changes`.
inline std::string order_body(const BodyChanges& changes = {}) {
    auto members = common_members();
    members["status"] = R"("SUCCESS_PAYMENT")";
    members["canceled_amount"] = amounts("0");
    // As in one copy of the documents' own sample: nought beside a payment that is wholly there.
    members["cancel_available_amount"] = amounts("0");
    return Body{std::move(members)}.with(changes);
}

/// The changes that make it a payment that has come to `status` and was not approved.
inline BodyChanges unapproved(const std::string& status) {
    return {
        {"status", '"' + status + '"'},
        {"approved_at", ""},
        {"canceled_amount", ""},
        {"cancel_available_amount", ""}};
}

inline std::string ready_body(const BodyChanges& changes = {}) {
    const std::string page = "https://online-payment.kakaopay.com/mockup/bridge/";
    const Body body{{
        {"tid", R"("T87734d3620347052c46")"},
        {"tms_result", "false"},
        {"next_redirect_pc_url", '"' + page + R"(pc/pg/one-time/payment/0a")"},
        {"next_redirect_mobile_url", '"' + page + R"(mobile-web/pg/one-time/payment/0a")"},
        {"next_redirect_app_url", '"' + page + R"(mobile-app/pg/one-time/payment/0a")"},
        {"created_at", R"("2026-03-01T10:00:00")"},
    }};
    return body.with(changes);
}

/// Returns a refusal; `method_code` is what the means of payment said, none when it is empty.
inline std::string error_body(int code, const std::string& method_code = {}) {
    const auto body =
        R"({"error_code":)" + std::to_string(code) + R"(,"error_message":"안내 문구")";
    if (method_code.empty()) return body + '}';
    return body + R"(,"extras":{"method_result_code":")" + method_code +
           R"(","method_result_message":"안내 문구"}})";
}

inline ports::HttpReply reply_of(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

}  // namespace gyeol::providers::kakaopay
