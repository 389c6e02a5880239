#include "sandbox/stripe/routes.hpp"

#include "sandbox/stripe/balance.hpp"
#include "sandbox/stripe/charge.hpp"
#include "sandbox/stripe/checkout.hpp"
#include "sandbox/stripe/customer.hpp"
#include "sandbox/stripe/dispute.hpp"
#include "sandbox/stripe/endpoints.hpp"
#include "sandbox/stripe/event.hpp"
#include "sandbox/stripe/payment_intent.hpp"
#include "sandbox/stripe/payment_method.hpp"
#include "sandbox/stripe/refund.hpp"
#include "sandbox/stripe/setup_intent.hpp"

#include <algorithm>
#include <array>

namespace gyeol::sandbox::stripe {
namespace {

using enum ports::HttpMethod;

// clang-format off
constexpr std::array routes{
    Route{post, "payment_intents", create_payment_intent, Operation::create_payment_intent},
    Route{get, "payment_intents", list_payment_intents, Operation::list_payment_intents},
    Route{get, "payment_intents/*", get_payment_intent, Operation::get_payment_intent, true},
    Route{post, "payment_intents/*", update_payment_intent, Operation::update_payment_intent},
    Route{post, "payment_intents/*/confirm", confirm_payment_intent, Operation::confirm_payment_intent, true},
    Route{post, "payment_intents/*/capture", capture_payment_intent, Operation::capture_payment_intent},
    Route{post, "payment_intents/*/cancel", cancel_payment_intent, Operation::cancel_payment_intent},
    Route{post, "setup_intents", create_setup_intent, Operation::create_setup_intent},
    Route{get, "setup_intents", list_setup_intents},
    Route{get, "setup_intents/*", get_setup_intent, Operation::other, true},
    Route{post, "setup_intents/*", update_setup_intent},
    Route{post, "setup_intents/*/confirm", confirm_setup_intent, Operation::other, true},
    Route{post, "setup_intents/*/cancel", cancel_setup_intent},
    Route{post, "payment_methods", create_payment_method},
    Route{get, "payment_methods", list_payment_methods},
    Route{get, "payment_methods/*", get_payment_method},
    Route{post, "payment_methods/*", update_payment_method},
    Route{post, "payment_methods/*/attach", attach_payment_method, Operation::attach_payment_method},
    Route{post, "payment_methods/*/detach", detach_payment_method},
    Route{post, "customers", create_customer, Operation::create_customer},
    Route{get, "customers", list_customers},
    Route{get, "customers/*", get_customer},
    Route{post, "customers/*", update_customer},
    Route{del, "customers/*", delete_customer},
    Route{get, "customers/*/payment_methods", list_customer_methods},
    Route{get, "customers/*/payment_methods/*", get_customer_method},
    Route{get, "charges", list_charges},
    Route{get, "charges/*", get_charge, Operation::get_charge},
    Route{post, "charges/*", update_charge},
    Route{get, "balance_transactions", list_balance_transactions},
    Route{get, "balance_transactions/*", get_balance_transaction},
    Route{post, "refunds", create_refund, Operation::create_refund},
    Route{get, "refunds", list_refunds, Operation::list_refunds},
    Route{get, "refunds/*", get_refund, Operation::get_refund},
    Route{post, "refunds/*", update_refund},
    Route{post, "refunds/*/cancel", cancel_refund},
    Route{get, "disputes", list_disputes},
    Route{get, "disputes/*", get_dispute},
    Route{post, "disputes/*", update_dispute},
    Route{post, "disputes/*/close", close_dispute},
    Route{get, "events", list_events, Operation::list_events},
    Route{get, "events/*", get_event},
    Route{post, "webhook_endpoints", create_endpoint},
    Route{get, "webhook_endpoints", list_endpoints},
    Route{get, "webhook_endpoints/*", get_endpoint},
    Route{post, "webhook_endpoints/*", update_endpoint},
    Route{del, "webhook_endpoints/*", delete_endpoint},
    Route{post, "checkout/sessions", create_session},
    Route{get, "checkout/sessions", list_sessions},
    Route{get, "checkout/sessions/*", get_session},
    Route{get, "checkout/sessions/*/line_items", list_line_items},
    Route{post, "checkout/sessions/*/expire", expire_session_now},
};

// clang-format on

/// Puts the ids of the path into `matched` when it is one of `pattern`.
bool matches(std::string_view pattern, const std::vector<std::string>& path, Matched& matched) {
    matched = {};
    for (std::size_t at = 1; at < path.size(); ++at) {
        const auto part = pattern.substr(0, pattern.find('/'));
        if (part == "*") {
            (matched.id.empty() ? matched.id : matched.second_id) = path[at];
        } else if (part.empty() || part != path[at]) {
            return false;
        }
        pattern.remove_prefix(std::min(part.size() + 1, pattern.size()));
    }
    return pattern.empty();
}

}  // namespace

std::string_view word(Operation operation) {
    switch (operation) {
        case Operation::create_payment_intent:
            return "create_payment_intent";
        case Operation::get_payment_intent:
            return "get_payment_intent";
        case Operation::update_payment_intent:
            return "update_payment_intent";
        case Operation::confirm_payment_intent:
            return "confirm_payment_intent";
        case Operation::capture_payment_intent:
            return "capture_payment_intent";
        case Operation::cancel_payment_intent:
            return "cancel_payment_intent";
        case Operation::list_payment_intents:
            return "list_payment_intents";
        case Operation::create_refund:
            return "create_refund";
        case Operation::get_refund:
            return "get_refund";
        case Operation::list_refunds:
            return "list_refunds";
        case Operation::create_customer:
            return "create_customer";
        case Operation::create_setup_intent:
            return "create_setup_intent";
        case Operation::attach_payment_method:
            return "attach_payment_method";
        case Operation::get_charge:
            return "get_charge";
        case Operation::list_events:
            return "list_events";
        case Operation::browser:
            return "browser";
        case Operation::other:
            return "other";
    }
    return "other";
}

std::string kind_of(const Route& route) {
    auto path = route.path;
    const auto has_verb = [&path](std::string_view verb) { return path.ends_with(verb); };
    const bool is_list = route.method == get && !has_verb("*");
    if (has_verb("line_items")) return "list item";
    // The kind is the last collection of the path; ids and verbs follow it.
    std::string_view collection;
    for (const std::string_view each :
         {"payment_intents",
          "setup_intents",
          "customers",
          "payment_methods",
          "charges",
          "balance_transactions",
          "refunds",
          "disputes",
          "events",
          "webhook_endpoints",
          "checkout/sessions"}) {
        const auto at = path.find(each);
        if (at != std::string_view::npos && (collection.empty() || at > path.find(collection)))
            collection = each;
    }
    const auto kind = collection == "checkout/sessions"
                          ? std::string("checkout.session")
                          : std::string(collection.substr(0, collection.size() - 1));
    return is_list ? "list " + kind : kind;
}

Matched find_route(ports::HttpMethod method, const std::vector<std::string>& path) {
    if (path.size() < 2 || path.front() != "v1") return {};
    Matched matched;
    for (const auto& route : routes) {
        if (route.method != method || !matches(route.path, path, matched)) continue;
        matched.route = &route;
        return matched;
    }
    return {};
}

}  // namespace gyeol::sandbox::stripe
