#include "sandbox/stripe/payment_intent_json.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;
}  // namespace

json::object blank_payment_intent(World& world, const Amount& amount, Instant now) {
    const auto id = world.ids.letters("pi_3", 23);
    json::object intent{
        {"id", id},
        {"object", "payment_intent"},
        {"amount", amount.minor},
        {"amount_capturable", 0},
        {"amount_details", {{"tip", json::object()}}},
        {"amount_received", 0},
        {"automatic_payment_methods", {{"allow_redirects", "always"}, {"enabled", true}}},
        {"capture_method", "automatic_async"},
        {"client_secret", fmt::format("{}_secret_{}", id, world.ids.letters("", 25))},
        {"confirmation_method", "automatic"},
        {"created", seconds(now)},
        {"currency", amount.currency},
        {"livemode", false},
        {"metadata", json::object()},
        {"payment_method_options", {{"card", {{"request_three_d_secure", "automatic"}}}}},
        {"payment_method_types", json::array()},
        {"status", "requires_payment_method"},
    };
    for (const auto* member :
         {"allowed_payment_method_types",
          "application",
          "application_fee_amount",
          "canceled_at",
          "cancellation_reason",
          "customer",
          "customer_account",
          "description",
          "excluded_payment_method_types",
          "last_payment_error",
          "latest_charge",
          "next_action",
          "on_behalf_of",
          "payment_method",
          "payment_method_configuration_details",
          "processing",
          "receipt_email",
          "review",
          "setup_future_usage",
          "shipping",
          "source",
          "statement_descriptor",
          "statement_descriptor_suffix",
          "transfer_data",
          "transfer_group"}) {
        intent[member] = nullptr;
    }
    return intent;
}

json::object reduce_intent(const json::object& intent) {
    json::object reduced;
    for (const auto* member :
         {"id",
          "object",
          "amount",
          "amount_details",
          "automatic_payment_methods",
          "canceled_at",
          "cancellation_reason",
          "capture_method",
          "client_secret",
          "confirmation_method",
          "created",
          "currency",
          "description",
          "last_payment_error",
          "last_setup_error",
          "livemode",
          "next_action",
          "payment_method",
          "payment_method_types",
          "processing",
          "receipt_email",
          "setup_future_usage",
          "shipping",
          "source",
          "status",
          "usage"}) {
        if (const auto* value = intent.if_contains(member)) reduced[member] = *value;
    }
    return reduced;
}

std::vector<std::string_view> offered_methods(std::string_view currency) {
    if (currency != "krw") return {"card"};
    return {"card", "kakao_pay", "kr_card", "naver_pay", "payco", "samsung_pay"};
}

}  // namespace gyeol::sandbox::stripe
