#include "http/wire.hpp"

#include "base/time.hpp"
#include "domain/money.hpp"
#include "domain/refund.hpp"
#include "http/json_text.hpp"
#include "http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace gyeol::http {
namespace {

void put_instant(JsonText& json, std::string_view name, const std::optional<Instant>& instant) {
    if (instant) json.member(name, write_rfc3339(*instant));
}

void put_text(JsonText& json, std::string_view name, std::string_view text) {
    if (!text.empty()) json.member(name, text);
}

void put_plan(JsonText& json, const domain::Plan& plan) {
    json.begin_object().member("id", plan.id).member("name", plan.name);
    put_text(json, "description", plan.description);
    json.member("amount", plan.amount.minor)
        .member("currency", word(plan.amount.currency))
        .member("vat", domain::split_vat(plan.amount).vat.minor)
        .end_object();
}

void put_failure(JsonText& json, const domain::Failure& failure) {
    json.name("failure").begin_object();
    json.member("code", failure.code).member("message", failure.message);
    put_text(json, "providerCode", failure.provider_code);
    json.end_object();
}

void put_refunds(JsonText& json, const domain::Payment& payment) {
    if (payment.refunds.empty()) return;
    json.name("refunds").begin_array();
    for (const auto& refund : payment.refunds) {
        json.begin_object()
            .member("number", std::int64_t(refund.number))
            .member("cause", word(refund.cause))
            .member("status", word(refund.status))
            .member("amount", refund.amount.minor);
        put_text(json, "reason", refund.reason);
        json.member("createdAt", write_rfc3339(refund.created_at));
        put_instant(json, "completedAt", refund.completed_at);
        if (refund.failure) put_failure(json, *refund.failure);
        json.end_object();
    }
    json.end_array();
}

void put_disputes(JsonText& json, const domain::Payment& payment) {
    if (payment.disputes.empty()) return;
    json.name("disputes").begin_array();
    for (const auto& dispute : payment.disputes) {
        json.begin_object()
            .member("status", word(dispute.status))
            .member("amount", dispute.amount.minor);
        put_text(json, "reason", dispute.reason);
        put_instant(json, "answerBy", dispute.answer_by);
        json.end_object();
    }
    json.end_array();
}

/// Writes the members of `payment` into an open object.
void put_payment_members(JsonText& json, const domain::Payment& payment) {
    json.member("id", payment.id.hex())
        .member("orderId", payment.order_id)
        .member("orderName", payment.order_name)
        .member("planId", payment.plan_id)
        .member("amount", payment.amount.minor)
        .member("currency", word(payment.amount.currency))
        .member("provider", word(payment.provider))
        .member("paymentMethod", word(payment.method))
        .member("status", word(payment.status))
        .member("createdAt", write_rfc3339(payment.created_at));
    put_instant(json, "completedAt", payment.completed_at);
    if (payment.failure) put_failure(json, *payment.failure);
    if (payment.virtual_account) {
        json.name("virtualAccount").begin_object();
        json.member("bank", payment.virtual_account->bank);
        json.member("accountNumber", payment.virtual_account->account_number);
        json.member("holder", payment.virtual_account->holder);
        put_instant(json, "dueAt", payment.virtual_account->due_at);
        json.end_object();
    }
    put_text(json, "receiptUrl", payment.receipt_url);
    if (payment.discrepant) json.name("discrepant").boolean(true);
    if (payment.captured.minor > 0) json.member("refundable", domain::refundable(payment).minor);
    put_refunds(json, payment);
    put_disputes(json, payment);
}

void put_payment(JsonText& json, const domain::Payment& payment) {
    json.begin_object();
    put_payment_members(json, payment);
    json.end_object();
}

void put_browser_checkout(JsonText& json, const app::Checkout& checkout) {
    json.begin_object().member("type", checkout.browser.type);
    put_text(json, "sdk", checkout.browser.sdk);
    put_text(json, "clientKey", checkout.browser.client_key);
    json.member("customerKey", checkout.payment.customer_key);
    put_text(json, "scriptUrl", checkout.browser.script_url);
    if (const auto& ready = checkout.payment.preparation) {
        put_text(json, "clientSecret", ready->browser_secret.reveal());
        put_text(json, "desktopUrl", ready->desktop_url);
        put_text(json, "mobileUrl", ready->mobile_url);
        put_text(json, "appUrl", ready->app_url);
    }
    json.member("successUrl", checkout.success_url)
        .member("failUrl", checkout.fail_url)
        .member("url", checkout.url)
        .end_object();
}

void put_user(JsonText& json, const domain::User& user) {
    json.begin_object()
        .member("id", user.id.hex())
        .member("email", user.email)
        .member("name", user.name);
    put_text(json, "phone", user.phone);
    json.name("subscription").begin_object();
    json.member("plan", user.subscription.plan).member("status", user.subscription.status);
    put_instant(json, "startDate", user.subscription.start_date);
    put_instant(json, "endDate", user.subscription.end_date);
    json.name("autoRenew").boolean(user.subscription.auto_renew);
    json.end_object();
    json.member("createdAt", write_rfc3339(user.created_at));
    put_instant(json, "lastLogin", user.last_login);
    json.end_object();
}

void put_merchant(JsonText& json, const Site& site) {
    json.name("merchant").begin_object().member("name", site.merchant_name).end_object();
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_request:
            return 400;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::idempotency_mismatch:
            return 422;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::too_many:
            return 429;
        case ErrorCode::unavailable:
        case ErrorCode::store_unknown:
            return 503;
        case ErrorCode::internal:
            break;
    }
    return 500;
}

Response write_error(const Error& error, std::string_view request_id) {
    Problem problem;
    problem.status = status_of(error.code);
    problem.code = error.reason.empty() ? std::string(word(error.code)) : error.reason;
    problem.detail = error.detail;
    problem.field = error.field;
    problem.payment_id = error.object_id;
    problem.retry_after_s = error.retry_after_s;
    if (problem.status == 500) {
        // What broke is for the operator, who has it in the note; the caller can do nothing with it.
        problem.code = "internal";
        problem.detail = "Something went wrong here.";
    }
    if (problem.status == 503 && problem.retry_after_s == 0) problem.retry_after_s = 1;
    auto response = write_problem(problem, request_id);
    if (problem.status == 401) {
        const bool missing = problem.code == "sign_in_required";
        response.headers.push_back(
            {"WWW-Authenticate",
             missing ? R"(Bearer realm="gyeol")" : R"(Bearer realm="gyeol", error="invalid_token")"}
        );
    }
    return response;
}

Response write_json(int status, std::string json) {
    Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = std::move(json);
    return response;
}

std::string write_user(const domain::User& user) {
    JsonText json;
    put_user(json, user);
    return json.take();
}

std::string write_signed_in(const app::SignedIn& signed_in) {
    JsonText json;
    json.begin_object().name("user");
    put_user(json, signed_in.user);
    json.member("token", signed_in.token.reveal()).end_object();
    return json.take();
}

std::string write_plans(const domain::Catalogue& catalogue) {
    JsonText json;
    json.begin_object().name("data").begin_array();
    for (const auto& plan : catalogue.plans())
        put_plan(json, plan);
    json.end_array().end_object();
    return json.take();
}

std::string write_payment(const domain::Payment& payment) {
    JsonText json;
    put_payment(json, payment);
    return json.take();
}

std::string write_started(const app::Checkout& checkout) {
    JsonText json;
    json.begin_object();
    put_payment_members(json, checkout.payment);
    json.name("checkout");
    put_browser_checkout(json, checkout);
    json.end_object();
    return json.take();
}

std::string write_checkout(const app::Checkout& checkout, const Site& site) {
    const auto& payment = checkout.payment;
    JsonText json;
    json.begin_object().name("payment");
    put_payment(json, payment);
    // The plan as it was bought: the catalogue may have moved on since.
    json.name("plan");
    put_plan(
        json,
        {.id = payment.plan_id,
         .name = payment.order_name,
         .description = {},
         .amount = payment.amount}
    );
    json.name("checkout");
    put_browser_checkout(json, checkout);
    put_merchant(json, site);
    json.member("returnUrl", site.frontend_url).end_object();
    return json.take();
}

std::string write_payments(const ports::PaymentPage& page) {
    JsonText json;
    json.begin_object().name("data").begin_array();
    for (const auto& payment : page.payments)
        put_payment(json, payment);
    json.end_array();
    if (page.next) json.member("nextCursor", write_cursor(*page.next));
    json.end_object();
    return json.take();
}

std::string write_config(const app::App& app, const Site& site) {
    JsonText json;
    json.begin_object().member("mode", word(site.mode)).name("providers").begin_array();
    for (const auto* provider : app.providers())
        json.text(word(provider->name()));
    json.end_array();
    put_merchant(json, site);
    json.member("currency", "KRW").end_object();
    return json.take();
}

std::string write_methods(const app::App& app, std::optional<domain::Currency> currency) {
    JsonText json;
    json.begin_object().name("data").begin_array();
    for (const auto* provider : app.providers()) {
        const auto facts = provider->facts();
        if (currency && !ports::takes(facts, *currency)) continue;
        json.begin_object().member("provider", word(provider->name())).name("flows").begin_array();
        for (const auto flow : facts.flows) {
            if (provider->account_for(flow)) json.text(word(flow));
        }
        json.end_array().name("currencies").begin_array();
        for (const auto taken : facts.currencies)
            json.text(word(taken));
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.take();
}

std::string write_cursor(const ports::PageCursor& cursor) {
    return fmt::format("{:012x}{}", to_millis(cursor.created_at), cursor.id.hex());
}

Result<ports::PageCursor> parse_cursor(std::string_view text) {
    constexpr std::size_t time_digits = 12;
    const auto refused = invalid("invalid_cursor", "This is no cursor of ours.", "cursor");
    if (text.size() != time_digits + 2 * Id::size) return refused;
    std::int64_t millis = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + time_digits, millis, 16);
    if (failure != std::errc{} || end != text.data() + time_digits || millis < 0) return refused;
    const auto id = Id::parse(text.substr(time_digits));
    if (!id) return refused;
    return ports::PageCursor{from_millis(millis), *id};
}

}  // namespace gyeol::http
