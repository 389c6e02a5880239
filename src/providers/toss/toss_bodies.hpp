// Payment bodies as Toss Payments writes them, with made-up values, for the tests of this folder.
#pragma once

#include "ports/http_client.hpp"

#include <map>
#include <string>

namespace gyeol::providers::toss {

/// Members by name, each value written as JSON; an empty value leaves the member out.
using BodyChanges = std::map<std::string, std::string>;

/// Returns a card payment of 9,900 won for `ord_one` that was approved, with `changes`.
inline std::string payment_body(const BodyChanges& changes = {}) {
    BodyChanges members{
        {"version", R"("2022-11-16")"},
        {"type", R"("NORMAL")"},
        {"mId", R"("tshop")"},
        {"paymentKey", R"("key_one")"},
        {"orderId", R"("ord_one")"},
        {"orderName", R"("성격 검사")"},
        {"status", R"("DONE")"},
        {"requestedAt", R"("2026-03-01T10:00:00+09:00")"},
        {"approvedAt", R"("2026-03-01T10:00:30+09:00")"},
        {"currency", R"("KRW")"},
        {"totalAmount", "9900"},
        {"balanceAmount", "9900"},
        {"method", R"("카드")"},
        {"secret", "null"},
        {"cancels", "null"},
        {"failure", "null"},
        {"virtualAccount", "null"},
        {"receipt", R"({"url":"https://receipt.example/1"})"},
    };
    for (const auto& [name, value] : changes)
        members[name] = value;
    std::string body = "{";
    for (const auto& [name, value] : members) {
        if (value.empty()) continue;
        if (body.size() > 1) body += ',';
        body += '"' + name + "\":" + value;
    }
    return body + '}';
}

/// The changes that make it an open virtual account.
inline BodyChanges waiting_for_deposit() {
    return {
        {"status", R"("WAITING_FOR_DEPOSIT")"},
        {"approvedAt", "null"},
        {"method", R"("가상계좌")"},
        {"secret", R"("ps_made_up")"},
        {"virtualAccount",
         R"({"accountType":"일반","accountNumber":"X6505012345","bankCode":"88","customerName":"김결",)"
         R"("dueDate":"2026-03-08T23:59:59+09:00","expired":false,"refundStatus":"NONE"})"},
    };
}

inline std::string error_body(const std::string& code) {
    return R"({"code":")" + code + R"(","message":"안내 문구"})";
}

inline ports::HttpReply reply_of(int status, std::string body) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

}  // namespace gyeol::providers::toss
