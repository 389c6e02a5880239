// Payments: order, confirm, read, cancel; by their owner, by the holder of a checkout token, and the
// provider's webhooks.
#include "base/json.hpp"
#include "base/limits.hpp"
#include "http/handlers.hpp"
#include "http/page_request.hpp"
#include "http/wire.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace gyeol::http {
namespace {

constexpr TextRule word_rule{1, 20};

/// Toss's alphabet for order ids: letters, digits, `-`, `_` and `=`.
bool is_order_id(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
               (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_' || letter == '=';
    });
}

/// What the three providers' returns bring: `paymentKey` and `amount` (Toss Payments), `pgToken` (Kakao Pay),
/// `paymentIntentId` (Stripe); each with `orderId`.
Result<domain::ConfirmPayment> parse_confirm(std::string_view text) {
    const auto body = parse_json_object(text);
    if (!body) return body.error();
    FieldReader fields(*body);
    domain::ConfirmPayment command;
    constexpr TextRule key_rule{1, limits::payment_key_bytes_max};
    if (auto token = fields.optional_text("pgToken", key_rule)) {
        command.proof = Secret(std::move(*token));
    } else if (auto intent = fields.optional_text("paymentIntentId", key_rule)) {
        command.payment_key = std::move(*intent);
    } else {
        command.payment_key = fields.text("paymentKey", key_rule);
        command.amount_minor = fields.amount("amount", true);
    }
    command.order_id =
        fields.text("orderId", {limits::order_id_bytes_min, limits::order_id_bytes_max});
    if (!is_order_id(command.order_id)) {
        fields.refuse(
            "orderId", "invalid_order_id", "`orderId` has letters, digits, `-`, `_` and `=` only."
        );
    }
    if (const auto read = fields.finish(); !read) return read.error();
    return command;
}

Result<app::StartPayment> parse_start(std::string_view text) {
    const auto body = parse_json_object(text);
    if (!body) return body.error();
    FieldReader fields(*body);
    app::StartPayment command;
    command.plan_id = fields.text("planId", {1, limits::plan_id_bytes_max});
    const auto provider = domain::find_provider_name(fields.text("provider", word_rule));
    if (!provider) fields.refuse("provider", "unknown_provider", "There is no such provider.");
    command.provider = provider.value_or(command.provider);
    if (const auto flow = fields.optional_text("flow", word_rule)) {
        command.flow = domain::find_checkout_flow(*flow);
        if (!command.flow) {
            fields.refuse(
                "flow", "unknown_flow", "`flow` is `widget`, `window`, `redirect` or `element`."
            );
        }
    }
    command.sdk = fields.optional_text("sdk", word_rule).value_or("v2");
    if (command.sdk != "v1" && command.sdk != "v2")
        fields.refuse("sdk", "unknown_sdk", "`sdk` is `v1` or `v2`.");
    if (const auto read = fields.finish(); !read) return read.error();
    return command;
}

Result<domain::RequestRefund> parse_refund(std::string_view text) {
    const auto body = parse_json_object(text);
    if (!body) return body.error();
    FieldReader fields(*body);
    domain::RequestRefund command;
    command.amount_minor = fields.amount("amount", false);
    command.expected_balance_minor = fields.amount("expectedBalance", false);
    command.reason = fields.text("reason", {1, limits::refund_reason_bytes_max});
    if (const auto* account = fields.optional_object("refundAccount")) {
        FieldReader members(*account);
        command.account = domain::RefundAccount{
            members.text("bank", word_rule),
            members.text("accountNumber", word_rule),
            members.text("holder", {1, limits::name_bytes_max}),
        };
        if (const auto read = members.finish(); !read) return read.error();
    }
    if (const auto read = fields.finish(); !read) return read.error();
    return command;
}

/// An id that cannot be one is answered like one that is not there.
Result<domain::PaymentId> parse_payment_id(std::string_view text) {
    auto id = domain::PaymentId::parse(text);
    if (id) return id;
    Error missing;
    missing.code = ErrorCode::not_found;
    missing.reason = "payment_not_found";
    missing.detail = "There is no such payment.";
    return missing;
}

}  // namespace

Task<Result<Response>> Handlers::start_payment(Call call) {
    auto command = parse_start(call.request.body);
    if (!command) co_return command.error();
    command->idempotency_key = call.idempotency_key;
    const auto checkout =
        co_await app_.start_payment(std::move(call.caller->user), std::move(*command));
    if (!checkout) co_return checkout.error();
    co_return write_json(201, write_started(*checkout));
}

Task<Result<Response>> Handlers::list_payments(Call call) {
    const auto page = parse_page(call.request.query);
    if (!page) co_return page.error();
    const auto found = co_await app_.list_payments(call.caller->user.id, page->after, page->count);
    if (!found) co_return found.error();
    co_return write_json(200, write_payments(*found));
}

Task<Result<Response>> Handlers::read_payment(Call call) {
    const auto id = parse_payment_id(call.parameters[0]);
    if (!id) co_return id.error();
    const auto payment = co_await app_.read_payment(call.caller->user.id, *id);
    if (!payment) co_return payment.error();
    co_return write_json(200, write_payment(*payment));
}

Task<Result<Response>> Handlers::cancel_payment(Call call) {
    const auto id = parse_payment_id(call.parameters[0]);
    if (!id) co_return id.error();
    if (const auto empty = expect_no_members(call.request.body); !empty) co_return empty.error();
    const auto payment = co_await app_.cancel_payment(call.caller->user.id, *id);
    if (!payment) co_return payment.error();
    co_return write_json(200, write_payment(*payment));
}

Task<Result<Response>> Handlers::refund_payment(Call call) {
    const auto id = parse_payment_id(call.parameters[0]);
    if (!id) co_return id.error();
    auto command = parse_refund(call.request.body);
    if (!command) co_return command.error();
    const auto payment =
        co_await app_.refund_payment(std::move(call.caller->user), *id, std::move(*command));
    if (!payment) co_return payment.error();
    co_return write_json(201, write_payment(*payment));
}

Task<Result<Response>> Handlers::confirm_payment(Call call) {
    auto command = parse_confirm(call.request.body);
    if (!command) co_return command.error();
    app::ConfirmAccess access;
    access.owner = call.caller->user.id;
    const auto payment = co_await app_.confirm_payment(std::move(access), std::move(*command));
    if (!payment) co_return payment.error();
    co_return write_json(200, write_payment(*payment));
}

Task<Result<Response>> Handlers::read_checkout(Call call) {
    const auto checkout = co_await app_.read_checkout(call.parameters[0]);
    if (!checkout) co_return checkout.error();
    co_return write_json(200, write_checkout(*checkout, site_));
}

Task<Result<Response>> Handlers::confirm_checkout(Call call) {
    auto command = parse_confirm(call.request.body);
    if (!command) co_return command.error();
    app::ConfirmAccess access;
    access.checkout_token = call.parameters[0];
    const auto payment = co_await app_.confirm_payment(std::move(access), std::move(*command));
    if (!payment) co_return payment.error();
    co_return write_json(200, write_payment(*payment));
}

Task<Result<Response>> Handlers::receive_toss_webhook(Call call) {
    return receive_webhook(domain::ProviderName::toss, std::move(call));
}

Task<Result<Response>> Handlers::receive_stripe_webhook(Call call) {
    return receive_webhook(domain::ProviderName::stripe, std::move(call));
}

Task<Result<Response>> Handlers::receive_webhook(domain::ProviderName provider, Call call) {
    auto headers = call.request.headers.copy();
    // The bytes as they came: a signature is over nothing else.
    const auto stored =
        co_await app_.receive_webhook(provider, std::move(headers), std::move(call.request.body));
    if (!stored) co_return stored.error();
    co_return write_json(200, R"({"received":true})");
}

}  // namespace gyeol::http
