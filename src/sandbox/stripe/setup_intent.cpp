#include "sandbox/stripe/setup_intent.hpp"

#include "sandbox/stripe/intent_params.hpp"
#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

json::object blank_setup_intent(World& world, Instant now) {
    const auto id = world.ids.letters("seti_1", 23);
    json::object intent{
        {"id", id},
        {"object", "setup_intent"},
        {"automatic_payment_methods", {{"allow_redirects", "always"}, {"enabled", true}}},
        {"client_secret", fmt::format("{}_secret_{}", id, world.ids.letters("", 25))},
        {"created", seconds(now)},
        {"flow_directions", nullptr},
        {"livemode", false},
        {"metadata", json::object()},
        {"payment_method_options", {{"card", {{"request_three_d_secure", "automatic"}}}}},
        {"payment_method_types", json::array()},
        {"status", "requires_payment_method"},
        {"usage", "off_session"},
    };
    for (const auto* member :
         {"allowed_payment_method_types",
          "application",
          "attach_to_self",
          "cancellation_reason",
          "customer",
          "customer_account",
          "description",
          "excluded_payment_method_types",
          "last_setup_error",
          "latest_attempt",
          "mandate",
          "next_action",
          "on_behalf_of",
          "payment_method",
          "payment_method_configuration_details",
          "single_use_mandate"}) {
        intent[member] = nullptr;
    }
    return intent;
}

void drop_method(World& world, Thing& intent, json::object error, Instant now) {
    intent.shown["next_action"] = nullptr;
    intent.shown["status"] = "requires_payment_method";
    intent.shown["payment_method"] = nullptr;
    intent.shown["last_setup_error"] = std::move(error);
    world.tell("setup_intent.setup_failed", intent, now);
}

Answer answer_failure(const Thing& intent) {
    auto error = intent.shown.at("last_setup_error").as_object();
    error["setup_intent"] = intent.shown;
    return answer_error(402, std::move(error));
}

void succeed(World& world, Thing& intent, Thing& method, Instant now) {
    intent.shown["next_action"] = nullptr;
    intent.shown["status"] = "succeeded";
    intent.shown["payment_method"] = method.id();
    intent.shown["last_setup_error"] = nullptr;
    intent.shown["latest_attempt"] = world.ids.letters("setatt_1", 23);
    method.kept["set_up"] = true;
    const auto customer = intent.text("customer");
    if (!customer.empty()) attach(world, method, customer, now);
    world.changed(method);
    world.tell("setup_intent.succeeded", intent, now);
}

/// Saving asks the network too: a card that would decline cannot be saved, with one exception.
Answer ask_network(World& world, Thing& intent, Thing& method, Instant now) {
    const auto verdict = verdict_of(method);
    const bool declines = !verdict.code.empty() && !card_of(method).can_be_saved &&
                          card_of(method).three_d_secure == ThreeDSecure::never;
    if (declines) {
        drop_method(world, intent, write_decline(verdict, method), now);
        return answer_failure(intent);
    }
    succeed(world, intent, method, now);
    return {200, intent.shown};
}

Answer attempt_setup(
    World& world, Thing& intent, Thing& method, const Confirmation& confirmation, Instant now
) {
    intent.shown["last_setup_error"] = nullptr;
    intent.shown["payment_method"] = method.id();
    if (demand_of(method, confirmation) == Demand::none)
        return ask_network(world, intent, method, now);
    demand_action(world, intent, method, confirmation);
    intent.shown["latest_attempt"] = intent.kept_text("attempt");
    world.tell("setup_intent.requires_action", intent, now);
    return {200, intent.shown};
}

bool may_be_confirmed(const Thing& intent) {
    const auto status = intent.status();
    return status == "requires_payment_method" || status == "requires_confirmation" ||
           status == "requires_action";
}

void read_common(Call& call, json::object& intent) {
    auto& params = call.params;
    if (const auto* customer = find_named(call, "customer", "customer"))
        intent["customer"] = customer->id();
    merge_texts(params, intent, {"description"});
    merge_metadata(params, intent["metadata"].as_object());
}

std::optional<Answer> find_confirm_refusal(
    const Call& call, const json::object& intent, const Thing& method, const Confirmation& asked
) {
    const auto customer = find_text(intent, "customer").value_or("");
    if (auto refusal = find_use_refusal(method, customer)) return refusal;
    return find_return_refusal(call, intent, asked);
}

Thing* find_intent(Call& call) {
    return call.world.books.find(call.id, "setup_intent");
}

}  // namespace

Answer create_setup_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    auto names = confirmation_names();
    for (const auto* name :
         {"customer",
          "usage",
          "confirm",
          "automatic_payment_methods[*]",
          "allowed_payment_method_types[]",
          "excluded_payment_method_types[]",
          "description",
          "metadata[*]",
          "metadata"}) {
        names.emplace_back(name);
    }
    params.allow(names);
    auto shown = blank_setup_intent(call.world, call.now);
    // What is saved may be charged in any currency; wallets of one currency are left out.
    read_method_choice(params, shown, "usd");
    read_common(call, shown);
    const auto usage = params.word("usage", {"off_session", "on_session"});
    if (!usage.empty()) shown["usage"] = usage;
    const bool confirms = params.flag("confirm").value_or(false);
    const auto confirmation = read_confirmation(params);
    auto* method = params.refusal() ? nullptr : find_method(call, shown);
    if (confirms && method == nullptr) {
        params.refuse(
            {"parameter_missing",
             "You must provide a payment method to confirm a SetupIntent.",
             "payment_method",
             {}}
        );
    }
    if (params.refusal()) return *params.refusal();
    if (method != nullptr) {
        if (const auto refusal =
                find_use_refusal(*method, find_text(shown, "customer").value_or("")))
            return *refusal;
        if (confirms) {
            if (const auto refusal = find_confirm_refusal(call, shown, *method, confirmation))
                return *refusal;
        }
        shown["payment_method"] = method->id();
        shown["status"] = "requires_confirmation";
    }
    auto& intent = call.world.add(std::move(shown));
    call.world.announce("setup_intent.created", intent, call.now);
    if (!confirms) return {200, intent.shown};
    return attempt_setup(call.world, intent, *method, confirmation, call.now);
}

Answer get_setup_intent(Call& call) {
    call.params.allow({"client_secret"});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("setup_intent", call.id);
    if (const auto refusal = find_secret_refusal(call, *intent)) return *refusal;
    return shown_to_caller(call, {200, intent->shown});
}

Answer update_setup_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow({"customer", "description", "metadata[*]", "metadata", "payment_method"});
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("setup_intent", call.id);
    auto changed = intent->shown;
    read_common(call, changed);
    const bool is_sent = params.has("payment_method");
    const auto* method = params.refusal() || !is_sent ? nullptr : find_method(call, changed);
    if (params.refusal()) return *params.refusal();
    if (method != nullptr) {
        if (!may_be_confirmed(*intent)) {
            return refuse_state(
                *intent, "The payment method of a SetupIntent in this state cannot be changed."
            );
        }
        changed["payment_method"] = method->id();
        changed["status"] = "requires_confirmation";
    }
    intent->shown = std::move(changed);
    call.world.changed(*intent);
    return {200, intent->shown};
}

Answer confirm_setup_intent(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow(confirmation_names());
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("setup_intent", call.id);
    if (const auto refusal = find_secret_refusal(call, *intent)) return *refusal;
    if (params.refusal()) return *params.refusal();
    if (!may_be_confirmed(*intent)) {
        return shown_to_caller(
            call,
            refuse_state(
                *intent,
                fmt::format(
                    "You cannot confirm this SetupIntent because it has a status of {}.",
                    intent->status()
                )
            )
        );
    }
    const auto confirmation = read_confirmation(params);
    auto* method = params.refusal() ? nullptr : find_method(call, intent->shown);
    if (params.refusal()) return *params.refusal();
    if (method == nullptr) {
        return shown_to_caller(
            call,
            refuse_state(
                *intent,
                "You cannot confirm this SetupIntent because it's missing a payment method."
            )
        );
    }
    if (auto refusal = find_confirm_refusal(call, intent->shown, *method, confirmation))
        return shown_to_caller(call, *refusal);
    return shown_to_caller(
        call, attempt_setup(call.world, *intent, *method, confirmation, call.now)
    );
}

Answer cancel_setup_intent(Call& call) {
    auto& params = call.params;
    params.allow({"cancellation_reason"});
    const auto reason =
        params.word("cancellation_reason", {"abandoned", "duplicate", "requested_by_customer"});
    auto* intent = find_intent(call);
    if (intent == nullptr) return no_such("setup_intent", call.id);
    if (params.refusal()) return *params.refusal();
    if (!may_be_confirmed(*intent)) {
        return refuse_state(
            *intent,
            fmt::format(
                "You cannot cancel this SetupIntent because it has a status of {}.",
                intent->status()
            )
        );
    }
    intent->shown["status"] = "canceled";
    intent->shown["next_action"] = nullptr;
    if (!reason.empty()) intent->shown["cancellation_reason"] = reason;
    call.world.tell("setup_intent.canceled", *intent, call.now);
    return {200, intent->shown};
}

Answer list_setup_intents(Call& call) {
    allow_list(call.params, {"customer", "payment_method"});
    return list(call, {"setup_intent", "/v1/setup_intents", [&call](const Thing& intent) {
                           return fits_filter(call.params, intent, "customer") &&
                                  fits_filter(call.params, intent, "payment_method");
                       }});
}

void end_setup_authentication(World& world, Thing& intent, Authentication outcome, Instant now) {
    auto& method = *world.books.find(intent.kept_text("method"));
    if (outcome == Authentication::passed) return succeed(world, intent, method, now);
    auto error = refuse({"setup_intent_authentication_failure",
                         "We are unable to authenticate your payment method. Please choose a "
                         "different payment method and try again.",
                         {},
                         {}})
                     .body.at("error")
                     .as_object();
    error["payment_method"] = method.shown;
    drop_method(world, intent, std::move(error), now);
}

}  // namespace gyeol::sandbox::stripe
