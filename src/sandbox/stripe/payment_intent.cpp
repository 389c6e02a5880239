#include "sandbox/stripe/payment_intent.hpp"

#include "sandbox/stripe/intent_params.hpp"
#include "sandbox/stripe/payment_attempt.hpp"
#include "sandbox/stripe/payment_intent_json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

std::vector<std::string_view> with_confirmation(std::vector<std::string_view> names) {
    const auto& more = confirmation_names();
    names.insert(names.end(), more.begin(), more.end());
    return names;
}

const std::vector<std::string_view>& create_names() {
    static const auto names = with_confirmation(
        {"amount",
         "currency",
         "customer",
         "confirm",
         "setup_future_usage",
         "automatic_payment_methods[*]",
         "allowed_payment_method_types[]",
         "excluded_payment_method_types[]",
         "capture_method",
         "confirmation_method",
         "description",
         "metadata[*]",
         "metadata",
         "receipt_email",
         "shipping[**]",
         "statement_descriptor",
         "statement_descriptor_suffix"}
    );
    return names;
}

const std::vector<std::string_view>& update_names() {
    static const std::vector<std::string_view> names{
        "amount",
        "currency",
        "customer",
        "description",
        "metadata[*]",
        "metadata",
        "payment_method",
        "payment_method_data[**]",
        "payment_method_options[**]",
        "receipt_email",
        "setup_future_usage",
        "shipping[**]",
        "statement_descriptor_suffix",
        "capture_method"};
    return names;
}

/// Reads what create and update write alike.
void read_common(Call& call, json::object& intent) {
    auto& params = call.params;
    if (const auto* customer = find_named(call, "customer", "customer"))
        intent["customer"] = customer->id();
    const auto usage = params.word("setup_future_usage", {"off_session", "on_session"});
    if (!usage.empty()) intent["setup_future_usage"] = usage;
    if (params.clears("setup_future_usage")) intent["setup_future_usage"] = nullptr;
    const auto capture = params.word("capture_method", {"automatic", "automatic_async", "manual"});
    if (!capture.empty()) intent["capture_method"] = capture;
    merge_texts(params, intent, {"description", "receipt_email", "statement_descriptor_suffix"});
    merge_metadata(params, intent["metadata"].as_object());
    const auto asked = params.word(
        "payment_method_options[card][request_three_d_secure]", {"automatic", "any", "challenge"}
    );
    auto& card = intent["payment_method_options"].as_object()["card"].as_object();
    if (!asked.empty()) card["request_three_d_secure"] = asked;
    const auto address = read_address(params, "shipping[address]");
    if (params.text("shipping[name]")) {
        intent["shipping"] = json::object{
            {"address", address},
            {"carrier", nullptr},
            {"name", *params.text("shipping[name]")},
            {"phone", nullptr},
            {"tracking_number", nullptr}};
    }
}

void refuse_without_confirm(Params& params) {
    for (const std::string_view name :
         {"off_session", "return_url", "mandate", "error_on_requires_action"}) {
        if (!params.text(name)) continue;
        params.refuse(
            {{},
             fmt::format("You cannot provide `{}` unless `confirm` is set to true.", name),
             std::string(name),
             {}}
        );
    }
}

bool may_be_confirmed(const Thing& intent) {
    const auto status = intent.status();
    return status == "requires_payment_method" || status == "requires_confirmation" ||
           status == "requires_action";
}

std::string confirm_complaint(const Thing& intent) {
    if (intent.status() == "succeeded") {
        return "You cannot confirm this PaymentIntent because it has already succeeded after being "
               "previously confirmed.";
    }
    return fmt::format(
        "You cannot confirm this PaymentIntent because it has a status of {}. Only a PaymentIntent "
        "with one of the following statuses may be confirmed: requires_payment_method, "
        "requires_confirmation, requires_action.",
        intent.status()
    );
}

/// Returns why the card cannot take so little, none when it can.
std::optional<Answer> find_amount_refusal(
    const World& world, const json::object& intent, const Thing& method
) {
    const auto least = world.options.krw_card_minimum;
    const bool is_won = find_text(intent, "currency") == "krw";
    if (!is_won || method.text("type") != "card" || *find_whole(intent, "amount") >= least)
        return std::nullopt;
    return refuse(
        {"amount_too_small",
         fmt::format("Amount must convert to at least 50 cents: {} krw", least),
         "amount",
         {}}
    );
}

std::optional<Answer> find_type_refusal(const json::object& intent, const Thing& method) {
    const auto& types = intent.at("payment_method_types").as_array();
    const auto type = method.text("type");
    const bool is_taken = std::any_of(types.begin(), types.end(), [&type](const auto& each) {
        return each == json::value(type);
    });
    if (is_taken) return std::nullopt;
    return refuse(
        {"payment_intent_incompatible_payment_method",
         fmt::format("The PaymentMethod type {} is not allowed for this PaymentIntent.", type),
         "payment_method",
         {}}
    );
}

/// Returns what keeps `method` from paying `intent`.
std::optional<Answer> find_confirm_refusal(
    const Call& call, const json::object& intent, const Thing& method, const Confirmation& asked
) {
    const auto customer = find_text(intent, "customer").value_or("");
    if (auto refusal = find_use_refusal(method, customer)) return refusal;
    if (auto refusal = find_type_refusal(intent, method)) return refusal;
    if (auto refusal = find_amount_refusal(call.world, intent, method)) return refusal;
    return find_return_refusal(call, intent, asked);
}

Confirmation confirmation_of(Call& call, const json::object& intent) {
    auto confirmation = read_confirmation(call.params);
    const auto& card = intent.at("payment_method_options").at("card").as_object();
    if (!call.params.has("payment_method_options[card][request_three_d_secure]"))
        confirmation.three_d_secure = find_text(card, "request_three_d_secure").value_or("");
    return confirmation;
}

Thing* find_intent(Call& call) {
    return call.world.books.find(call.id, "payment_intent");
}

}  // namespace

Answer create_payment_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow(create_names());
    const auto amount = read_amount(params);
    const bool confirms = params.flag("confirm").value_or(false);
    if (!confirms) refuse_without_confirm(params);
    if (params.text("statement_descriptor")) {
        params.refuse(
            {{},
             "The parameter statement_descriptor cannot be used for card payments; use "
             "statement_descriptor_suffix.",
             "statement_descriptor",
             {}}
        );
    }
    if (params.refusal()) return *params.refusal();
    auto shown = blank_payment_intent(call.world, amount, call.now);
    read_method_choice(params, shown, amount.currency);
    read_common(call, shown);
    const auto order = params.word("confirmation_method", {"automatic", "manual"});
    if (!order.empty()) shown["confirmation_method"] = order;
    const auto confirmation = confirmation_of(call, shown);
    auto* method = params.refusal() ? nullptr : find_method(call, shown);
    if (params.refusal()) return *params.refusal();
    if (method != nullptr) {
        const auto refusal =
            confirms ? find_confirm_refusal(call, shown, *method, confirmation)
                     : find_use_refusal(*method, find_text(shown, "customer").value_or(""));
        if (refusal) return *refusal;
        shown["payment_method"] = method->id();
        shown["status"] = "requires_confirmation";
    } else if (confirms) {
        return refuse(
            {"parameter_missing",
             "You must provide a payment method to confirm a PaymentIntent.",
             "payment_method",
             {}}
        );
    }
    auto& intent = call.world.add(std::move(shown));
    call.world.announce("payment_intent.created", intent, call.now);
    if (!confirms) return {200, intent.shown};
    return attempt_payment(call.world, intent, *method, confirmation, call.now);
}

Answer get_payment_intent(Call& call) {
    call.params.allow({"client_secret"});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("payment_intent", call.id);
    if (const auto refusal = find_secret_refusal(call, *intent)) return *refusal;
    return shown_to_caller(call, {200, intent->shown});
}

Answer update_payment_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow(update_names());
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("payment_intent", call.id);
    const bool is_about_money = params.has("amount") || params.has("currency") ||
                                params.has("payment_method") || params.has("capture_method");
    if (params.refusal()) return *params.refusal();
    if (is_about_money && !may_be_confirmed(*intent)) {
        return refuse_state(
            *intent,
            fmt::format(
                "This PaymentIntent could not be updated because it has a status of {}.",
                intent->status()
            )
        );
    }
    auto changed = intent->shown;
    read_common(call, changed);
    const auto currency = params.text("currency").value_or(intent->text("currency"));
    if (params.has("amount")) {
        const auto amount = params.whole("amount", {1, 999'999'999'999}).value_or(0);
        check_amount(params, {amount, currency});
        changed["amount"] = amount;
    }
    changed["currency"] = currency;
    auto* method = params.refusal() ? nullptr : find_method(call, changed);
    if (params.refusal()) return *params.refusal();
    if (method != nullptr) {
        const auto customer = find_text(changed, "customer").value_or("");
        const bool is_new = method->id() != intent->text("payment_method");
        if (const auto refusal = find_use_refusal(*method, customer); refusal && is_new)
            return *refusal;
        changed["payment_method"] = method->id();
        if (changed["status"] == "requires_payment_method")
            changed["status"] = "requires_confirmation";
    }
    changed["last_payment_error"] = nullptr;
    intent->shown = std::move(changed);
    call.world.changed(*intent);
    return {200, intent->shown};
}

Answer confirm_payment_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow(with_confirmation({"setup_future_usage", "receipt_email", "shipping[**]"}));
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("payment_intent", call.id);
    if (const auto refusal = find_secret_refusal(call, *intent)) return *refusal;
    if (params.refusal()) return *params.refusal();
    if (!may_be_confirmed(*intent))
        return shown_to_caller(call, refuse_state(*intent, confirm_complaint(*intent)));
    auto changed = intent->shown;
    read_common(call, changed);
    const auto confirmation = confirmation_of(call, changed);
    auto* method = params.refusal() ? nullptr : find_method(call, changed);
    if (params.refusal()) return *params.refusal();
    if (method == nullptr) {
        return shown_to_caller(
            call,
            refuse_state(
                *intent,
                "You cannot confirm this PaymentIntent because it's missing a payment method. You "
                "can either update the PaymentIntent with a payment method and then confirm it "
                "again, or confirm it again directly with a payment method or ConfirmationToken."
            )
        );
    }
    if (auto refusal = find_confirm_refusal(call, changed, *method, confirmation))
        return shown_to_caller(call, *refusal);
    intent->shown = std::move(changed);
    return shown_to_caller(
        call, attempt_payment(call.world, *intent, *method, confirmation, call.now)
    );
}

Answer capture_payment_intent(Call& call) {
    auto& params = call.params;
    params.allow(
        {"amount_to_capture",
         "final_capture",
         "metadata[*]",
         "metadata",
         "statement_descriptor_suffix"}
    );
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("payment_intent", call.id);
    if (params.refusal()) return *params.refusal();
    if (intent->status() != "requires_capture") {
        return refuse_state(
            *intent,
            fmt::format(
                "This PaymentIntent could not be captured because it has a status of {}. Only a "
                "PaymentIntent with one of the following statuses may be captured: "
                "requires_capture.",
                intent->status()
            )
        );
    }
    const auto held = intent->whole("amount_capturable");
    const auto amount = params.whole("amount_to_capture", {1, 999'999'999'999}).value_or(held);
    if (amount > held) {
        params.refuse(
            {"amount_too_large",
             fmt::format(
                 "The amount you have requested to capture ({}) is greater than the amount that "
                 "can be captured ({}).",
                 amount,
                 held
             ),
             "amount_to_capture",
             {}}
        );
    }
    auto changed = intent->shown;
    merge_metadata(params, changed["metadata"].as_object());
    if (params.refusal()) return *params.refusal();
    intent->shown = std::move(changed);
    capture_payment(call.world, *intent, amount, call.now);
    return {200, intent->shown};
}

Answer cancel_payment_intent(Call& call) {
    auto& params = call.params;
    params.allow({"cancellation_reason"});
    const auto reason = params.word(
        "cancellation_reason", {"duplicate", "fraudulent", "requested_by_customer", "abandoned"}
    );
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("payment_intent", call.id);
    if (params.refusal()) return *params.refusal();
    if (!may_be_confirmed(*intent) && intent->status() != "requires_capture") {
        return refuse_state(
            *intent,
            fmt::format(
                "You cannot cancel this PaymentIntent because it has a status of {}. Only a "
                "PaymentIntent with one of the following statuses may be canceled: "
                "requires_payment_method, requires_capture, requires_confirmation, "
                "requires_action, processing.",
                intent->status()
            )
        );
    }
    cancel_payment(call.world, *intent, reason, call.now);
    return {200, intent->shown};
}

Answer list_payment_intents(Call& call) {
    allow_list(call.params, {"customer"});
    return list(call, {"payment_intent", "/v1/payment_intents", [&call](const Thing& intent) {
                           return fits_filter(call.params, intent, "customer");
                       }});
}

}  // namespace gyeol::sandbox::stripe
