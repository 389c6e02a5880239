#include "sandbox/toss/browser.hpp"

#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/cancel.hpp"
#include "sandbox/toss/session.hpp"
#include "sandbox/toss/virtual_account.hpp"
#include "sandbox/url.hpp"

#include <algorithm>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;
using ports::HttpMethod;

constexpr std::size_t accounts_max = 50;

json::object write_waiting(const Payment& payment, Instant now) {
    const auto& account = *payment.virtual_account;
    return {
        {"paymentKey", payment.payment_key},
        {"orderId", payment.order_id},
        {"orderName", payment.order_name},
        {"amount", payment.total},
        {"bankCode", account.bank_code},
        {"accountNumber", account.account_number},
        {"customerName", account.customer_name},
        {"status", word(payment.status)},
        {"dueDate", write_korean_time(account.due_at)},
        {"expired", now > account.due_at},
    };
}

Answer list_accounts(const World& world, Instant now) {
    json::array accounts;
    world.payments.for_each([&](const Payment& payment) {
        const bool is_issued =
            payment.virtual_account && !payment.virtual_account->account_number.empty();
        if (is_issued) accounts.push_back(write_waiting(payment, now));
    });
    std::reverse(accounts.begin(), accounts.end());
    if (accounts.size() > accounts_max) accounts.resize(accounts_max);
    const json::object answer{{"accounts", std::move(accounts)}};
    return {200, json::serialize(answer), {}};
}

/// The bank's own cancel: it knows the account the money came from.
bool cancel_account(World& world, Payment& payment, Instant now) {
    CancelCommand command;
    command.reason = "입금 취소";
    command.refund_account =
        RefundAccount{"88", "110123456789", payment.virtual_account->customer_name};
    if (!find_cancel_refusal(payment, command, now).empty()) return false;
    apply_cancel(world, payment, command, now);
    return true;
}

Answer act_at_bank(World& world, std::string_view action, const json::object& body, Instant now) {
    auto* payment = world.payments.find(find_text(body, "paymentKey").value_or(""));
    if (payment == nullptr || !payment->virtual_account) return refuse("NOT_FOUND_PAYMENT");
    bool done = false;
    if (action == "deposit") done = deposit(world, *payment, DepositKind::in_time, now);
    if (action == "deposit-late") done = deposit(world, *payment, DepositKind::late, now);
    if (action == "take-back") done = take_deposit_back(world, *payment, now);
    if (action == "pass-due-date") done = pass_due_date(world, *payment, now);
    if (action == "cancel") done = cancel_account(world, *payment, now);
    if (!done) return refuse("INVALID_REQUEST");
    return {200, json::serialize(write_waiting(*payment, now)), {}};
}

Answer answer_session(
    World& world,
    HttpMethod method,
    const std::vector<std::string>& path,
    const json::object& body,
    Instant now
) {
    if (path.size() == 2 && method == HttpMethod::post) return open_session(world, body, now);
    auto* payment = path.size() > 2 ? world.payments.find(path[2]) : nullptr;
    if (payment == nullptr) return refuse("NOT_FOUND_PAYMENT_SESSION");
    if (path.size() == 3 && method == HttpMethod::get) return show_session(*payment);
    if (path.size() != 4 || method != HttpMethod::post) return refuse("NOT_FOUND");
    if (path[3] == "authenticate") return authenticate(world, *payment, body, now);
    if (path[3] == "close") return close_session(*payment);
    return refuse("NOT_FOUND");
}

Answer answer_browser(World& world, const ports::HttpRequest& request, Instant now) {
    const auto path = segments_of(target_of(request.url));
    json::object body;
    if (request.method == HttpMethod::post) {
        // A form of another page cannot send this type without asking first.
        const auto type = ports::find_header(request.headers, "Content-Type");
        auto read = parse_json_object(request.body);
        if (!type.starts_with("application/json") || !read) return refuse("INVALID_REQUEST");
        body = std::move(*read);
    }
    if (path.size() >= 2 && path[1] == "sessions")
        return answer_session(world, request.method, path, body, now);
    if (path.size() != 3 || path[1] != "bank") return refuse("NOT_FOUND");
    if (request.method == HttpMethod::post) return act_at_bank(world, path[2], body, now);
    return path[2] == "accounts" ? list_accounts(world, now) : refuse("NOT_FOUND");
}

void allow_origin(const World& world, const ports::HttpRequest& request, ports::HttpReply& reply) {
    const std::string origin(ports::find_header(request.headers, "Origin"));
    const auto& allowed = world.options.shop_origins;
    reply.headers.push_back({"Vary", "Origin"});
    if (origin.empty() || std::find(allowed.begin(), allowed.end(), origin) == allowed.end())
        return;
    reply.headers.push_back({"Access-Control-Allow-Origin", origin});
    if (request.method != HttpMethod::options) return;
    reply.headers.push_back({"Access-Control-Allow-Methods", "GET, POST"});
    reply.headers.push_back({"Access-Control-Allow-Headers", "content-type"});
    reply.headers.push_back({"Access-Control-Max-Age", "600"});
}

}  // namespace

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now) {
    ports::HttpReply reply;
    if (request.method == HttpMethod::options) {
        reply.status = 204;
    } else {
        auto answer = answer_browser(world, request, now);
        reply.status = answer.status;
        reply.body = std::move(answer.body);
        reply.headers.push_back({"Content-Type", "application/json;charset=UTF-8"});
        reply.headers.push_back({"Cache-Control", "no-store"});
    }
    allow_origin(world, request, reply);
    return reply;
}

}  // namespace gyeol::sandbox::toss
