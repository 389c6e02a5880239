#include "sandbox/stripe/refund.hpp"

#include "sandbox/stripe/balance.hpp"
#include "sandbox/stripe/test_cards.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

Aftermath aftermath_of(const Thing& charge) {
    if (!charge.id().starts_with("ch_")) return Aftermath::none;
    return card_kept_as(charge.kept_text("card")).aftermath;
}

/// Returns the charge that the call names, by itself or by its intent; null with a refusal when none.
Thing* find_charge(Call& call) {
    auto& params = call.params;
    if (params.text("charge")) return find_named(call, "charge", "charge");
    const auto* intent = find_named(call, "payment_intent", "payment_intent");
    if (params.refusal()) return nullptr;
    if (intent == nullptr) {
        params.refuse(
            {"parameter_missing",
             "One of the following params should be provided for this request: payment_intent or "
             "charge.",
             {},
             {}}
        );
        return nullptr;
    }
    auto* charge = call.world.books.find(intent->text("latest_charge"), "charge");
    if (charge == nullptr || !charge->is("captured")) {
        params.refuse(
            {intent->status() == "requires_capture" ? std::string_view("charge_not_refundable")
                                                    : "",
             fmt::format(
                 "This PaymentIntent ({}) does not have a successful charge to refund.",
                 intent->id()
             ),
             "payment_intent",
             {}}
        );
        return nullptr;
    }
    return charge;
}

std::optional<Answer> find_refund_refusal(const Thing& charge, std::int64_t amount) {
    const auto left = charge.whole("amount_captured") - charge.whole("amount_refunded");
    if (!charge.is("captured"))
        return refuse({"charge_not_refundable", "This charge was not captured.", "charge", {}});
    if (charge.is("refunded")) {
        return refuse(
            {"charge_already_refunded",
             fmt::format("Charge {} has already been refunded.", charge.id()),
             {},
             {}}
        );
    }
    if (charge.is("disputed")) {
        return refuse(
            {"charge_disputed",
             fmt::format("Charge {} has been charged back; cannot issue a refund.", charge.id()),
             {},
             {}}
        );
    }
    if (amount <= left) return std::nullopt;
    return refuse(
        {{},
         fmt::format(
             "Refund amount ({}) is greater than unrefunded amount on charge ({})", amount, left
         ),
         "amount",
         {}}
    );
}

/// Adds to what the charge and the simulator's own books say was given back.
void count_returned(World& world, Thing& charge, std::int64_t amount) {
    const auto returned = charge.whole("amount_refunded") + amount;
    charge.shown["amount_refunded"] = returned;
    charge.shown["refunded"] = returned == charge.whole("amount_captured");
    world.changed(charge);
}

json::object blank_refund(Call& call, const Thing& charge, std::int64_t amount) {
    const bool is_card = charge.id().starts_with("ch_");
    json::object shown{
        {"id", call.world.ids.letters(is_card ? "re_3" : "pyr_1", 23)},
        {"object", "refund"},
        {"amount", amount},
        {"balance_transaction", nullptr},
        {"charge", charge.id()},
        {"created", seconds(call.now)},
        {"currency", charge.text("currency")},
        {"customer", charge.shown.at("customer")},
        {"destination_details", nullptr},
        {"metadata", json::object()},
        {"payment_intent", charge.shown.at("payment_intent")},
        {"payment_method", charge.shown.at("payment_method")},
        {"reason", nullptr},
        {"receipt_number", nullptr},
        {"source_transfer_reversal", nullptr},
        {"status", "succeeded"},
        {"transfer_reversal", nullptr},
    };
    if (!is_card) return shown;
    shown["destination_details"] = json::object{
        {"card",
         {{"reference_status", "pending"},
          {"reference_type", "acquirer_reference_number"},
          {"type", "refund"}}},
        {"type", "card"}};
    return shown;
}

void book_refund(World& world, Thing& refund, Instant now) {
    const bool is_card = refund.text("charge").starts_with("ch_");
    refund.shown["balance_transaction"] = book(
        world,
        {{-refund.whole("amount"), refund.text("currency")},
         0,
         is_card ? "refund" : "payment_refund",
         "refund",
         refund.id(),
         true},
        now
    );
}

Thing* find_refund(Call& call) {
    return call.world.books.find(call.id, "refund");
}

}  // namespace

Answer create_refund(Call& call) {
    auto& params = call.params;
    params.allow(
        {"payment_intent",
         "charge",
         "amount",
         "reason",
         "metadata[*]",
         "metadata",
         "instructions_email"}
    );
    const auto asked = params.whole("amount", {1, 999'999'999'999});
    const auto reason = params.word("reason", {"duplicate", "fraudulent", "requested_by_customer"});
    json::object metadata;
    merge_metadata(params, metadata);
    auto* charge = params.refusal() ? nullptr : find_charge(call);
    if (params.refusal()) return *params.refusal();
    const auto left = charge->whole("amount_captured") - charge->whole("amount_refunded");
    const auto amount = asked.value_or(left);
    if (const auto refusal = find_refund_refusal(*charge, amount)) return *refusal;

    auto& world = call.world;
    auto& refund = world.add(blank_refund(call, *charge, amount));
    refund.shown["metadata"] = std::move(metadata);
    if (!reason.empty()) refund.shown["reason"] = reason;
    book_refund(world, refund, call.now);
    const auto later = call.now + world.options.refund_decided_after;
    if (aftermath_of(*charge) == Aftermath::refund_pending) {
        refund.shown["status"] = "pending";
        refund.shown["pending_reason"] = "processing";
        world.plan(Deed::succeed_refund, refund, later);
    } else if (aftermath_of(*charge) == Aftermath::refund_fails) {
        world.plan(Deed::fail_refund, refund, later);
    }
    count_returned(world, *charge, amount);
    world.tell("refund.created", refund, call.now);
    world.announce("charge.refunded", *charge, call.now);
    return {200, refund.shown};
}

Answer get_refund(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* refund = find_refund(call);
    if (refund == nullptr) return no_such("refund", call.id);
    return {200, refund->shown};
}

Answer update_refund(Call& call) {
    call.params.allow({"metadata[*]", "metadata"});
    auto* refund = find_refund(call);
    if (refund == nullptr) return no_such("refund", call.id);
    auto changed = refund->shown;
    merge_metadata(call.params, changed["metadata"].as_object());
    if (call.params.refusal()) return *call.params.refusal();
    refund->shown = std::move(changed);
    call.world.tell("refund.updated", *refund, call.now);
    return {200, refund->shown};
}

Answer cancel_refund(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* refund = find_refund(call);
    if (refund == nullptr) return no_such("refund", call.id);
    // Only refunds that wait for the customer can be, and no method here has such.
    return refuse(
        {{},
         fmt::format(
             "You can only cancel refunds with the status requires_action, but this one has the "
             "status {}.",
             refund->status()
         ),
         {},
         {}}
    );
}

Answer list_refunds(Call& call) {
    allow_list(call.params, {"charge", "payment_intent"});
    return list(call, {"refund", "/v1/refunds", [&call](const Thing& refund) {
                           return fits_filter(call.params, refund, "charge") &&
                                  fits_filter(call.params, refund, "payment_intent");
                       }});
}

void succeed_refund(World& world, Thing& refund, Instant now) {
    refund.shown["status"] = "succeeded";
    refund.shown.erase("pending_reason");
    world.tell("refund.updated", refund, now);
    world.announce("charge.refund.updated", refund, now);
}

void fail_refund(World& world, Thing& refund, Instant now) {
    auto& charge = *world.books.find(refund.text("charge"));
    refund.shown["status"] = "failed";
    refund.shown["failure_reason"] = "unknown";
    refund.shown["failure_balance_transaction"] = book(
        world,
        {{refund.whole("amount"), refund.text("currency")},
         0,
         "refund_failure",
         "refund_failure",
         refund.id(),
         true},
        now
    );
    count_returned(world, charge, -refund.whole("amount"));
    world.tell("refund.failed", refund, now);
    world.announce("refund.updated", refund, now);
    world.announce("charge.refund.updated", refund, now);
}

}  // namespace gyeol::sandbox::stripe
