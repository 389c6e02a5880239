#include "sandbox/stripe/charge.hpp"

#include "sandbox/stripe/balance.hpp"
#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

json::object write_outcome(const Verdict& verdict) {
    const bool is_blocked = verdict.risk_level == "highest";
    json::object outcome{
        {"advice_code", nullptr},
        {"network_advice_code", nullptr},
        {"network_decline_code", nullptr},
        {"network_status", "approved_by_network"},
        {"reason", nullptr},
        {"risk_level", verdict.risk_level},
        {"risk_score", is_blocked ? 92 : 20},
        {"seller_message", "Payment complete."},
        {"type", "authorized"},
    };
    if (verdict.code.empty()) return outcome;
    outcome["network_status"] = is_blocked ? "not_sent_to_network" : "declined_by_network";
    outcome["reason"] = is_blocked                     ? std::string_view("highest_risk_level")
                        : verdict.decline_code.empty() ? verdict.code
                                                       : verdict.decline_code;
    outcome["seller_message"] = is_blocked ? "Stripe blocked this payment as too risky."
                                           : "The bank did not approve this payment.";
    outcome["type"] = is_blocked ? "blocked" : "issuer_declined";
    return outcome;
}

json::object write_card_details(const Attempted& attempted, const Verdict& verdict) {
    const auto& [intent, method] = attempted;
    auto card = method.shown.at("card").as_object();
    for (const auto* member :
         {"display_brand", "generated_from", "networks", "three_d_secure_usage"})
        card.erase(member);
    card["amount_authorized"] = verdict.code.empty() ? intent.whole("amount") : 0;
    card["authorization_code"] =
        verdict.code.empty() ? json::value("123456") : json::value(nullptr);
    card["network"] = card["brand"];
    card["network_transaction_id"] = nullptr;
    card["three_d_secure"] = nullptr;
    if (verdict.is_authenticated) {
        card["three_d_secure"] = json::object{
            {"authentication_flow", "challenge"},
            {"result", "authenticated"},
            {"result_reason", nullptr},
            {"version", "2.2.0"}};
    }
    return card;
}

json::object write_details(const Attempted& attempted, const Verdict& verdict) {
    const auto& [intent, method] = attempted;
    const auto type = method.text("type");
    json::object details;
    if (type == "card") {
        details["card"] = write_card_details(attempted, verdict);
    } else if (type == "kr_card") {
        details[type] = {
            {"brand", "shinhan"},
            {"buyer_id", nullptr},
            {"last4", "1234"},
            {"transaction_id", fmt::format("{:016x}", fingerprint(intent.id()))}};
    } else {
        details[type] = {
            {"buyer_id", nullptr},
            {"transaction_id", fmt::format("{:016x}", fingerprint(intent.id()))}};
    }
    details["type"] = type;
    return details;
}

/// A charge that failed, of nothing, by nobody.
json::object blank_charge(const std::string& id, Instant now) {
    json::object shown{
        {"id", id},
        {"object", "charge"},
        {"amount", 0},
        {"amount_captured", 0},
        {"amount_refunded", 0},
        {"balance_transaction", nullptr},
        {"calculated_statement_descriptor", "GYEOL SANDBOX"},
        {"captured", false},
        {"created", seconds(now)},
        {"disputed", false},
        {"fraud_details", json::object()},
        {"livemode", false},
        {"paid", false},
        {"refunded", false},
        {"status", "failed"},
    };
    for (const auto* member :
         {"application",
          "application_fee",
          "application_fee_amount",
          "failure_balance_transaction",
          "failure_code",
          "failure_message",
          "on_behalf_of",
          "receipt_number",
          "receipt_url",
          "review",
          "source",
          "source_transfer",
          "statement_descriptor",
          "transfer_data",
          "transfer_group"}) {
        shown[member] = nullptr;
    }
    return shown;
}

}  // namespace

Thing& make_charge(World& world, const Attempted& attempted, const Verdict& verdict, Instant now) {
    const auto& [intent, method] = attempted;
    const bool is_card = method.text("type") == "card";
    const auto id = world.ids.letters(is_card ? "ch_3" : "py_3", 23);
    auto shown = blank_charge(id, now);
    for (const auto* member :
         {"amount",
          "currency",
          "customer",
          "description",
          "metadata",
          "receipt_email",
          "shipping",
          "statement_descriptor_suffix"}) {
        shown[member] = intent.shown.at(member);
    }
    shown["billing_details"] = method.shown.at("billing_details");
    shown["outcome"] = write_outcome(verdict);
    shown["payment_intent"] = intent.id();
    shown["payment_method"] = method.id();
    shown["payment_method_details"] = write_details(attempted, verdict);
    if (verdict.code.empty()) {
        shown["paid"] = true;
        shown["receipt_url"] = fmt::format("{}/receipt?charge={}", world.options.page_base, id);
        shown["status"] = "succeeded";
    } else {
        shown["failure_code"] = verdict.code;
        shown["failure_message"] =
            decline_message(verdict.decline_code.empty() ? verdict.code : verdict.decline_code);
    }
    json::object kept{
        {"card", method.kept_text("card")}, {"capture_method", intent.text("capture_method")}};
    return world.add(std::move(shown), std::move(kept));
}

void capture_charge(World& world, Thing& charge, std::int64_t amount, Instant now) {
    charge.shown["captured"] = true;
    charge.shown["amount_captured"] = amount;
    // Only the default waits: the other two know the transaction when they answer.
    if (charge.kept_text("capture_method") == "automatic_async") {
        world.plan(Deed::settle_charge, charge, now + world.options.charge_settles_after);
    } else {
        settle_charge(world, charge, now);
    }
    world.changed(charge);
}

void settle_charge(World& world, Thing& charge, Instant now) {
    const auto currency = charge.text("currency");
    const auto captured = charge.whole("amount_captured");
    const auto rest = charge.whole("amount") - captured;
    const bool is_card = charge.id().starts_with("ch_");
    const bool at_once =
        card_kept_as(charge.kept_text("card")).aftermath == Aftermath::available_at_once;
    charge.shown["balance_transaction"] = book(
        world,
        {{charge.whole("amount"), currency},
         fee_of({captured, currency}),
         is_card ? "charge" : "payment",
         "charge",
         charge.id(),
         at_once},
        now
    );
    if (rest == 0) return;
    book(
        world,
        {{-rest, currency}, 0, "refund", "partial_capture_reversal", charge.id(), at_once},
        now
    );
}

Answer get_charge(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* charge = call.world.books.find(call.id, "charge");
    if (charge == nullptr) return no_such("charge", call.id);
    return {200, charge->shown};
}

Answer update_charge(Call& call) {
    call.params.allow(
        {"description", "metadata[*]", "metadata", "receipt_email", "fraud_details[*]"}
    );
    auto* charge = call.world.books.find(call.id, "charge");
    if (charge == nullptr) return no_such("charge", call.id);
    auto changed = charge->shown;
    merge_texts(call.params, changed, {"description", "receipt_email"});
    merge_metadata(call.params, changed["metadata"].as_object());
    if (call.params.refusal()) return *call.params.refusal();
    charge->shown = std::move(changed);
    call.world.tell("charge.updated", *charge, call.now);
    return {200, charge->shown};
}

Answer list_charges(Call& call) {
    allow_list(call.params, {"customer", "payment_intent"});
    return list(call, {"charge", "/v1/charges", [&call](const Thing& charge) {
                           return fits_filter(call.params, charge, "customer") &&
                                  fits_filter(call.params, charge, "payment_intent");
                       }});
}

}  // namespace gyeol::sandbox::stripe
