#include "sandbox/stripe/intent_params.hpp"

#include "sandbox/stripe/payment_attempt.hpp"
#include "sandbox/stripe/payment_intent_json.hpp"
#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

bool allows_redirects(const json::object& intent) {
    const auto* automatic = find_object(intent, "automatic_payment_methods");
    return automatic == nullptr || find_text(*automatic, "allow_redirects") != "never";
}

bool holds(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void refuse_two_choices(Params& params) {
    const bool is_automatic = !params.below("automatic_payment_methods").empty();
    const bool allows = !params.list("allowed_payment_method_types").empty();
    const bool excludes = !params.list("excluded_payment_method_types").empty();
    if (allows && (is_automatic || excludes)) {
        params.refuse(
            {"parameters_exclusive",
             "You may only specify one of these parameters: allowed_payment_method_types, "
             "automatic_payment_methods, excluded_payment_method_types.",
             "allowed_payment_method_types",
             {}}
        );
    }
}

}  // namespace

const std::vector<std::string_view>& confirmation_names() {
    static const std::vector<std::string_view> names{
        "payment_method",
        "payment_method_data[**]",
        "return_url",
        "off_session",
        "mandate",
        "mandate_data[**]",
        "mandate_data",
        "error_on_requires_action",
        "payment_method_options[**]",
        "use_stripe_sdk",
        "client_secret",
        "confirmation_token"};
    return names;
}

void refuse_method_types(Params& params) {
    const bool is_sent =
        params.has("payment_method_types") || !params.list("payment_method_types").empty();
    if (!is_sent) return;
    params.refuse(
        {"payment_method_types_no_longer_supported",
         "The payment_method_types parameter is no longer supported. Use dynamic payment methods, "
         "allowed_payment_method_types or excluded_payment_method_types.",
         "payment_method_types",
         {}}
    );
}

void read_method_choice(Params& params, json::object& intent, std::string_view currency) {
    refuse_two_choices(params);
    const auto redirects =
        params.word("automatic_payment_methods[allow_redirects]", {"always", "never"});
    const auto is_on = params.flag("automatic_payment_methods[enabled]");
    const auto allowed = params.list("allowed_payment_method_types");
    const auto excluded = params.list("excluded_payment_method_types");
    if (is_on || !redirects.empty()) {
        intent["automatic_payment_methods"] = json::object{
            {"allow_redirects", redirects.empty() ? "always" : redirects},
            {"enabled", is_on.value_or(true)}};
    }
    if (!allowed.empty()) {
        intent["automatic_payment_methods"] = nullptr;
        intent["allowed_payment_method_types"] = json::value_from(allowed);
    }
    if (!excluded.empty()) intent["excluded_payment_method_types"] = json::value_from(excluded);
    json::array types;
    for (const auto type : offered_methods(currency)) {
        const bool is_offered = (allowed.empty() || holds(allowed, type)) &&
                                !holds(excluded, type) &&
                                (type == "card" || allows_redirects(intent));
        if (is_offered) types.emplace_back(type);
    }
    intent["payment_method_types"] = std::move(types);
}

Confirmation read_confirmation(Params& params) {
    Confirmation confirmation;
    confirmation.return_url = params.text("return_url").value_or("");
    const auto off_session = params.text("off_session").value_or("false");
    confirmation.is_off_session = off_session != "false";
    confirmation.uses_browser_script = params.flag("use_stripe_sdk").value_or(false);
    confirmation.fails_on_action = params.flag("error_on_requires_action").value_or(false);
    const auto asked = params.word(
        "payment_method_options[card][request_three_d_secure]", {"automatic", "any", "challenge"}
    );
    if (!asked.empty()) confirmation.three_d_secure = asked;
    return confirmation;
}

Thing* find_method(Call& call, const json::object& intent) {
    if (call.params.has("payment_method")) return resolve_method(call, "payment_method");
    if (!call.params.below("payment_method_data").empty())
        return make_method(call, "payment_method_data");
    return call.world.books.find(find_text(intent, "payment_method").value_or(""));
}

std::optional<Answer> find_use_refusal(const Thing& method, const std::string& customer) {
    if (method.keeps("used") || method.keeps("detached")) {
        return refuse(
            {"payment_method_unexpected_state",
             "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
             "attachment, shared with a connected account without Customer attachment, or was "
             "detached from a Customer. It may not be used again.",
             "payment_method",
             {}}
        );
    }
    const auto owner = method.text("customer");
    if (owner.empty() || owner == customer) return std::nullopt;
    if (customer.empty()) {
        return refuse(
            {{},
             "The provided PaymentMethod belongs to a Customer. Please include the Customer in the "
             "`customer` parameter on the PaymentIntent.",
             "customer",
             {}}
        );
    }
    return refuse(
        {{},
         fmt::format(
             "The customer does not have a payment method with the ID {}. The payment method must "
             "be attached to the customer.",
             method.id()
         ),
         "payment_method",
         {}}
    );
}

std::optional<Answer> find_return_refusal(
    const Call& call, const json::object& intent, const Confirmation& confirmation
) {
    const bool has_way = !confirmation.return_url.empty() || !allows_redirects(intent) ||
                         (call.is_publishable && confirmation.uses_browser_script);
    if (has_way) return std::nullopt;
    const auto kind = find_text(intent, "object").value_or("");
    auto answer = refuse(
        {{},
         "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. "
         "Because some of these payment methods might redirect your customer off of your page, you "
         "must provide a `return_url`. If you don't want to accept redirect-based payment methods, "
         "set `automatic_payment_methods[enabled]` to `true` and "
         "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
         "Payment Intents.",
         {},
         {}}
    );
    answer.body["error"].as_object()[kind] = intent;
    return answer;
}

std::optional<Answer> find_secret_refusal(const Call& call, const Thing& intent) {
    const auto sent = call.params.text("client_secret");
    const bool is_right = sent && *sent == intent.text("client_secret");
    if (is_right || (!call.is_publishable && !sent)) return std::nullopt;
    // A wrong secret tells as little as a wrong id.
    return no_such(intent.object(), intent.id());
}

Answer shown_to_caller(const Call& call, Answer answer) {
    if (!call.is_publishable) return answer;
    if (answer.status == 200) {
        answer.body = reduce_intent(answer.body);
        return answer;
    }
    auto* error = answer.body.if_contains("error");
    for (const auto* kind : {"payment_intent", "setup_intent"}) {
        auto* intent = error->as_object().if_contains(kind);
        if (intent != nullptr && intent->is_object()) *intent = reduce_intent(intent->as_object());
    }
    return answer;
}

}  // namespace gyeol::sandbox::stripe
