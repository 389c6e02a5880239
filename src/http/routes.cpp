#include "http/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace gyeol::http {
namespace {

using enum Access;
using A = AnswerKind;
using B = BodyKind;
using H = Handlers;
using K = KeyUse;
using M = Method;

// clang-format off
constexpr std::array<Route, 40> table{{
    {M::get,   "/api/config",                   anyone, B::none, K::ignored, A::api, &H::read_config, "Mode, providers and merchant: what a page must know before anybody signs in"},
    {M::get,   "/api/plans",                    anyone, B::none, K::ignored, A::api, &H::list_plans, "What is sold"},
    {M::get,   "/api/payment/methods",          anyone, B::none, K::ignored, A::api, &H::list_methods, "Which providers and flows are set up, for one plan or all"},

    {M::post,  "/api/auth/register",            anyone, B::json, K::ignored, A::api, &H::register_user, "Create an account and sign in"},
    {M::post,  "/api/auth/login",               anyone, B::json, K::ignored, A::api, &H::sign_in, "Sign in"},
    {M::post,  "/api/auth/logout",              user,   B::json, K::ignored, A::api, &H::sign_out, "End this sign-in"},
    {M::post,  "/api/auth/password",            user,   B::json, K::ignored, A::api, &H::change_password, "Set another password, which ends every sign-in"},
    {M::get,   "/api/me",                       user,   B::none, K::ignored, A::api, &H::read_profile, "The signed-in user"},
    {M::patch, "/api/me",                       user,   B::json, K::ignored, A::api, &H::update_profile, "Change name or phone"},

    {M::post,  "/api/payments",                 user,   B::json, K::taken,   A::api, &H::start_payment, "Order a plan; the amount is the catalogue's"},
    {M::get,   "/api/payments",                 user,   B::none, K::ignored, A::api, &H::list_payments, "The caller's payments, newest first"},
    {M::get,   "/api/payments/{id}",            user,   B::none, K::ignored, A::api, &H::read_payment, "One payment of the caller"},
    {M::post,  "/api/payments/{id}/cancel",     user,   B::json, K::taken,   A::api, &H::cancel_payment, "Cancel before money moved"},
    {M::post,  "/api/payments/{id}/refunds",    user,   B::json, K::taken,   A::api, &H::refund_payment, "Give money back, in whole or in part"},
    {M::post,  "/api/payment/confirm",          user,   B::json, K::taken,   A::api, &H::confirm_payment, "Confirm with what the provider's return brought"},
    {M::post,  "/api/payment/webhook",          provider, B::any, K::ignored, A::api, &H::receive_toss_webhook, "Toss Payments tells that something changed"},
    {M::post,  "/api/payment/webhook/stripe",   provider, B::any, K::ignored, A::api, &H::receive_stripe_webhook, "Stripe tells that something changed"},

    {M::get,   "/api/checkout/{token}",         checkout_token, B::none, K::ignored, A::api, &H::read_checkout, "The one payment that the token opens"},
    {M::post,  "/api/checkout/{token}/confirm", checkout_token, B::json, K::taken,   A::api, &H::confirm_checkout, "Confirm that payment"},
    {M::post,  "/api/csp-reports",              anyone, B::any,  K::ignored, A::api, &H::receive_csp_report, "A browser tells what a page was kept from doing"},

    {M::get,   "/api/admin/endpoints",          user,   B::none, K::ignored, A::api, &H::list_endpoints, "Where webhooks go; operators only, as all of `/api/admin`"},
    {M::post,  "/api/admin/endpoints",          user,   B::json, K::ignored, A::api, &H::add_endpoint, "Send webhooks to another address; answers its secret, once"},
    {M::del,   "/api/admin/endpoints/{id}",     user,   B::none, K::ignored, A::api, &H::remove_endpoint, "Send it nothing more, and forget it"},
    {M::post,  "/api/admin/endpoints/{id}/enable",  user, B::json, K::ignored, A::api, &H::enable_endpoint, "Send it webhooks again"},
    {M::post,  "/api/admin/endpoints/{id}/disable", user, B::json, K::ignored, A::api, &H::disable_endpoint, "Send it nothing for a while"},
    {M::post,  "/api/admin/endpoints/{id}/rotate-secret", user, B::json, K::ignored, A::api, &H::rotate_endpoint_secret, "Another secret; the old one signs beside it for a day"},
    {M::get,   "/api/admin/ledger",             user,   B::none, K::ignored, A::api, &H::read_ledger, "The trial balance as of an instant"},
    {M::get,   "/api/admin/deliveries",         user,   B::none, K::ignored, A::api, &H::list_deliveries, "Webhooks and e-mails, newest first, with every try"},
    {M::post,  "/api/admin/deliveries/{id}/replay", user, B::json, K::ignored, A::api, &H::replay_delivery, "Deliver it again"},

    {M::get,   "/livez",                        anyone, B::none, K::ignored, A::api, &H::tell_alive, "The process answers"},
    {M::get,   "/readyz",                       anyone, B::none, K::ignored, A::api, &H::tell_ready, "Payments can be taken, check by check"},
    {M::get,   "/openapi.json",                 anyone, B::none, K::ignored, A::asset, &H::read_openapi, "This API for programs (OpenAPI 3.1)"},

    {M::get,   "/checkout/{token}",             checkout_token, B::none, K::ignored, A::page, &H::show_checkout, "Hosted checkout page"},
    {M::get,   "/checkout/{token}/success",     checkout_token, B::none, K::ignored, A::page, &H::show_checkout, "Where the provider sends the buyer back"},
    {M::get,   "/checkout/{token}/fail",        checkout_token, B::none, K::ignored, A::page, &H::show_checkout, "Where the provider sends a buyer who did not pay"},
    {M::get,   "/checkout/{token}/cancel",      checkout_token, B::none, K::ignored, A::page, &H::show_checkout, "Where the provider sends a buyer who turned back"},
    {M::get,   "/assets/{file...}",             anyone, B::none, K::ignored, A::asset, &H::read_asset, "Files of the pages, named by content"},
    {M::get,   "/embed/{file...}",              anyone, B::none, K::ignored, A::asset, &H::read_asset, "The payment modal as a script for any page"},
    {M::get,   "/favicon.ico",                  anyone, B::none, K::ignored, A::asset, &H::read_asset, "The icon"},
    {M::get,   "/",                             anyone, B::none, K::ignored, A::api, &H::tell_name, "What this server is"},
}};

// clang-format on

/// Takes one segment off the front of `path`.
std::string_view cut_segment(std::string_view& path) {
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

std::string_view access_text(Access access) {
    switch (access) {
        case Access::anyone:
            return "anyone";
        case Access::user:
            return "signed-in user";
        case Access::checkout_token:
            return "holder of the token";
        case Access::provider:
            return "provider";
    }
    return "";
}

}  // namespace

std::span<const Route> routes() {
    return table;
}

std::optional<std::vector<std::string>> match_path(
    std::string_view pattern, std::string_view path
) {
    std::vector<std::string> parameters;
    if (path.empty() || path.front() != '/') return std::nullopt;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    while (!pattern.empty()) {
        const bool ended = path.empty();
        const auto wanted = cut_segment(pattern);
        if (wanted.ends_with("...}")) {
            if (ended) return std::nullopt;
            parameters.emplace_back(path);
            return parameters;
        }
        const bool more = path.find('/') != std::string_view::npos;
        const auto segment = cut_segment(path);
        if (ended || segment.empty()) return std::nullopt;
        if (wanted.starts_with('{')) {
            parameters.emplace_back(segment);
        } else if (wanted != segment) {
            return std::nullopt;
        }
        // `/a/` is not `/a`: one thing has one address.
        if (pattern.empty() && more) return std::nullopt;
    }
    if (!path.empty()) return std::nullopt;
    return parameters;
}

Found find_route(Method method, std::string_view path) {
    const auto wanted = method == Method::head ? Method::get : method;
    Found found;
    for (const auto& route : table) {
        // Most paths differ from most patterns before the first placeholder.
        const auto plain = std::min(route.path.find('{'), route.path.size());
        if (path.substr(0, plain) != route.path.substr(0, plain)) continue;
        auto parameters = match_path(route.path, path);
        if (!parameters) continue;
        if (!found.allowed.empty()) found.allowed += ", ";
        found.allowed += route.method == Method::get ? "GET, HEAD" : word(route.method);
        if (route.method != wanted || found.route != nullptr) continue;
        found.route = &route;
        found.parameters = std::move(*parameters);
    }
    return found;
}

std::string write_api_page() {
    std::string page =
        "# The API\n\n"
        "Written from the table in `src/http/routes.cpp`. Shapes, codes and examples are in\n"
        "[openapi.json](openapi.json), which the server also answers at `/openapi.json`.\n\n"
        "| method | path | who | `Idempotency-Key` | what |\n| --- | --- | --- | --- | --- |\n";
    for (const auto& route : table) {
        fmt::format_to(
            std::back_inserter(page),
            "| {} | `{}` | {} | {} | {} |\n",
            word(route.method),
            route.path,
            access_text(route.access),
            route.key == KeyUse::taken ? "yes" : "",
            route.summary
        );
    }
    return page;
}

}  // namespace gyeol::http
