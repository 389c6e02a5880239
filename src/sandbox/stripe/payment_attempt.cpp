#include "sandbox/stripe/payment_attempt.hpp"

#include "sandbox/stripe/dispute.hpp"
#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

void clear_action(Thing& intent) {
    intent.shown["next_action"] = nullptr;
    intent.kept.erase("attempt");
}

/// The method of a declined attempt leaves the intent and stays in the error.
void drop_method(Thing& intent, json::object error) {
    clear_action(intent);
    intent.shown["status"] = "requires_payment_method";
    intent.shown["payment_method"] = nullptr;
    intent.shown["last_payment_error"] = std::move(error);
}

Answer answer_decline(const Thing& intent) {
    auto error = intent.shown.at("last_payment_error").as_object();
    error["payment_intent"] = intent.shown;
    return answer_error(402, std::move(error));
}

Answer decline(
    World& world, Thing& intent, const Thing& method, const Verdict& verdict, Instant now
) {
    auto& charge = make_charge(world, {intent, method}, verdict, now);
    auto error = write_decline(verdict, method);
    error["charge"] = charge.id();
    intent.shown["latest_charge"] = charge.id();
    drop_method(intent, std::move(error));
    world.announce("charge.failed", charge, now);
    world.tell("payment_intent.payment_failed", intent, now);
    return answer_decline(intent);
}

/// After a payment a method is its customer's, or can never be used again.
void keep_method(World& world, const Thing& intent, Thing& method, Instant now) {
    const auto customer = intent.text("customer");
    const bool is_saved = !intent.text("setup_future_usage").empty() && !customer.empty();
    if (is_saved) {
        method.kept["set_up"] = true;
        attach(world, method, customer, now);
        world.changed(method);
    } else if (method.text("customer").empty()) {
        method.kept["used"] = true;
        world.changed(method);
    }
}

void hold(World& world, Thing& intent, Thing& charge, Instant now) {
    intent.shown["status"] = "requires_capture";
    intent.shown["amount_capturable"] = intent.whole("amount");
    world.plan(Deed::lapse_hold, intent, now + world.options.hold_life);
    world.tell("charge.succeeded", charge, now);
    world.tell("payment_intent.amount_capturable_updated", intent, now);
}

void take(World& world, Thing& intent, Thing& charge, Instant now) {
    const auto amount = intent.whole("amount");
    capture_charge(world, charge, amount, now);
    intent.shown["status"] = "succeeded";
    intent.shown["amount_received"] = amount;
    world.tell("charge.succeeded", charge, now);
    world.tell("payment_intent.succeeded", intent, now);
    plan_dispute(world, charge, now);
}

Answer approve(World& world, Thing& intent, Thing& method, const Verdict& verdict, Instant now) {
    auto& charge = make_charge(world, {intent, method}, verdict, now);
    clear_action(intent);
    intent.shown["latest_charge"] = charge.id();
    intent.shown["payment_method"] = method.id();
    intent.shown["last_payment_error"] = nullptr;
    keep_method(world, intent, method, now);
    if (intent.text("capture_method") == "manual") {
        hold(world, intent, charge, now);
    } else {
        take(world, intent, charge, now);
    }
    return {200, intent.shown};
}

Answer ask_network(World& world, Thing& intent, Thing& method, Verdict verdict, Instant now) {
    if (verdict.code.empty()) return approve(world, intent, method, verdict, now);
    return decline(world, intent, method, verdict, now);
}

}  // namespace

Answer attempt_payment(
    World& world, Thing& intent, Thing& method, const Confirmation& confirmation, Instant now
) {
    intent.shown["last_payment_error"] = nullptr;
    intent.shown["payment_method"] = method.id();
    const bool has_passed = intent.kept_text("authenticated") == method.id();
    const auto demand = has_passed ? Demand::none : demand_of(method, confirmation);
    if (demand == Demand::none) {
        auto verdict = verdict_of(method);
        verdict.is_authenticated = has_passed;
        return ask_network(world, intent, method, verdict, now);
    }
    if (demand == Demand::unattainable)
        return decline(world, intent, method, authentication_required(), now);
    if (confirmation.fails_on_action) {
        // No charge was tried, so that the error names none.
        drop_method(intent, write_decline(authentication_required(), method));
        world.tell("payment_intent.payment_failed", intent, now);
        return answer_decline(intent);
    }
    demand_action(world, intent, method, confirmation);
    world.tell("payment_intent.requires_action", intent, now);
    return {200, intent.shown};
}

void end_authentication(World& world, Thing& intent, Authentication outcome, Instant now) {
    auto& method = *world.books.find(intent.kept_text("method"));
    const bool is_card = method.text("type") == "card";
    if (outcome == Authentication::failed) {
        const std::string_view code =
            is_card ? "payment_intent_authentication_failure" : "payment_method_customer_decline";
        auto error = refuse({code,
                             "We are unable to authenticate your payment method. Please choose a "
                             "different payment method and try again.",
                             {},
                             {}})
                         .body.at("error")
                         .as_object();
        error["payment_method"] = method.shown;
        drop_method(intent, std::move(error));
        return world.tell("payment_intent.payment_failed", intent, now);
    }
    if (intent.text("confirmation_method") == "manual") {
        clear_action(intent);
        intent.kept["authenticated"] = method.id();
        intent.shown["status"] = "requires_confirmation";
        return world.changed(intent);
    }
    auto verdict = verdict_of(method);
    verdict.is_authenticated = is_card;
    ask_network(world, intent, method, verdict, now);
}

void capture_payment(World& world, Thing& intent, std::int64_t amount, Instant now) {
    auto& charge = *world.books.find(intent.text("latest_charge"));
    intent.shown["status"] = "succeeded";
    intent.shown["amount_capturable"] = 0;
    intent.shown["amount_received"] = amount;
    capture_charge(world, charge, amount, now);
    world.tell("charge.captured", charge, now);
    world.tell("payment_intent.succeeded", intent, now);
    plan_dispute(world, charge, now);
}

void cancel_payment(World& world, Thing& intent, const std::string& reason, Instant now) {
    clear_action(intent);
    intent.shown["status"] = "canceled";
    intent.shown["amount_capturable"] = 0;
    intent.shown["canceled_at"] = seconds(now);
    if (!reason.empty()) intent.shown["cancellation_reason"] = reason;
    world.tell("payment_intent.canceled", intent, now);
}

Answer refuse_state(const Thing& intent, const std::string& message) {
    const bool is_setup = intent.object() == "setup_intent";
    auto answer = refuse(
        {is_setup ? "setup_intent_unexpected_state" : "payment_intent_unexpected_state",
         message,
         {},
         {}}
    );
    answer.body["error"].as_object()[intent.object()] = intent.shown;
    return answer;
}

}  // namespace gyeol::sandbox::stripe
