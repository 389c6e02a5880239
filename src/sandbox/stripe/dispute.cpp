#include "sandbox/stripe/dispute.hpp"

#include "sandbox/stripe/balance.hpp"
#include "sandbox/stripe/test_cards.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::int64_t dispute_fee = 1500;
constexpr auto answer_within = std::chrono::days(7);

Aftermath aftermath_of(const Thing& charge) {
    if (!charge.id().starts_with("ch_")) return Aftermath::none;
    return card_kept_as(charge.kept_text("card")).aftermath;
}

bool is_dispute(Aftermath aftermath) {
    return aftermath == Aftermath::dispute_fraudulent ||
           aftermath == Aftermath::dispute_not_received || aftermath == Aftermath::inquiry;
}

bool is_inquiry(const Thing& dispute) {
    return dispute.status().starts_with("warning_");
}

bool is_open(const Thing& dispute) {
    return dispute.status() == "needs_response" || dispute.status() == "warning_needs_response";
}

json::object blank_dispute(World& world, const Thing& charge, Instant now) {
    const auto aftermath = aftermath_of(charge);
    const bool inquires = aftermath == Aftermath::inquiry;
    const std::string_view reason =
        aftermath == Aftermath::dispute_not_received ? "product_not_received" : "fraudulent";
    const std::string_view network_code = reason == "fraudulent" ? "10.4" : "13.1";
    return {
        {"id", world.ids.letters("du_1", 23)},
        {"object", "dispute"},
        {"amount", charge.whole("amount_captured")},
        {"balance_transactions", json::array()},
        {"charge", charge.id()},
        {"created", seconds(now)},
        {"currency", charge.text("currency")},
        {"enhanced_eligibility_types", json::array()},
        {"evidence", json::object()},
        {"evidence_details",
         {{"due_by", seconds(now + answer_within)},
          {"has_evidence", false},
          {"past_due", false},
          {"submission_count", 0}}},
        {"is_charge_refundable", inquires},
        {"livemode", false},
        {"metadata", json::object()},
        {"network_reason_code", network_code},
        {"payment_intent", charge.shown.at("payment_intent")},
        {"payment_method_details",
         {{"card",
           {{"brand", "visa"},
            {"case_type", inquires ? "inquiry" : "chargeback"},
            {"network_reason_code", network_code}}},
          {"type", "card"}}},
        {"reason", reason},
        {"status", inquires ? "warning_needs_response" : "needs_response"},
    };
}

/// Books money of the dispute and shows the transaction inside it.
void move_money(World& world, Thing& dispute, Movement movement, Instant now) {
    movement.type = "adjustment";
    movement.source = dispute.id();
    const auto id = book(world, movement, now);
    dispute.shown["balance_transactions"].as_array().emplace_back(world.books.find(id)->shown);
}

void warn(World& world, const Thing& charge, Instant now) {
    const auto& warning = world.add(
        {{"id", world.ids.letters("issfr_1", 23)},
         {"object", "radar.early_fraud_warning"},
         {"actionable", true},
         {"charge", charge.id()},
         {"created", seconds(now)},
         {"fraud_type", "misc"},
         {"livemode", false},
         {"payment_intent", charge.shown.at("payment_intent")}}
    );
    world.announce("radar.early_fraud_warning.created", warning, now);
}

void win(World& world, Thing& dispute, Instant now) {
    const Amount amount{dispute.whole("amount"), dispute.text("currency")};
    dispute.shown["status"] = "won";
    move_money(world, dispute, {amount, 0, {}, "dispute_reversal", {}, false}, now);
    world.tell("charge.dispute.closed", dispute, now);
    world.announce("charge.dispute.funds_reinstated", dispute, now);
}

void close(World& world, Thing& dispute, Instant now) {
    dispute.shown["status"] = is_inquiry(dispute) ? "warning_closed" : "lost";
    world.tell("charge.dispute.closed", dispute, now);
}

}  // namespace

void plan_dispute(World& world, Thing& charge, Instant now) {
    const auto aftermath = aftermath_of(charge);
    if (!is_dispute(aftermath) && aftermath != Aftermath::early_warning) return;
    world.plan(Deed::open_dispute, charge, now + world.options.dispute_opens_after);
}

void open_dispute(World& world, Thing& charge, Instant now) {
    if (aftermath_of(charge) == Aftermath::early_warning) return warn(world, charge, now);
    auto& dispute = world.add(blank_dispute(world, charge, now));
    if (is_inquiry(dispute)) return world.announce("charge.dispute.created", dispute, now);
    charge.shown["disputed"] = true;
    world.changed(charge);
    const Amount taken{-dispute.whole("amount"), dispute.text("currency")};
    move_money(world, dispute, {taken, dispute_fee, {}, "dispute", {}, true}, now);
    world.tell("charge.dispute.created", dispute, now);
    world.announce("charge.dispute.funds_withdrawn", dispute, now);
}

void decide_dispute(World& world, Thing& dispute, Instant now) {
    const auto* evidence = find_object(dispute.shown, "evidence");
    const auto text = find_text(*evidence, "uncategorized_text");
    if (text == "winning_evidence" && !is_inquiry(dispute)) return win(world, dispute, now);
    close(world, dispute, now);
}

Answer get_dispute(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* dispute = call.world.books.find(call.id, "dispute");
    if (dispute == nullptr) return no_such("dispute", call.id);
    return {200, dispute->shown};
}

Answer update_dispute(Call& call) {
    auto& params = call.params;
    params.allow({"evidence[**]", "submit", "metadata[*]", "metadata"});
    auto* dispute = call.world.books.find(call.id, "dispute");
    if (dispute == nullptr) return no_such("dispute", call.id);
    const auto evidence = params.below("evidence");
    const bool submits = params.flag("submit").value_or(!evidence.empty());
    auto changed = dispute->shown;
    merge_metadata(params, changed["metadata"].as_object());
    if (params.refusal()) return *params.refusal();
    if ((submits || !evidence.empty()) && !is_open(*dispute)) {
        return refuse({{}, fmt::format("This dispute is already {}.", dispute->status()), {}, {}});
    }
    for (const auto& [name, value] : evidence)
        changed["evidence"].as_object()[name] = value;
    auto& details = changed["evidence_details"].as_object();
    if (!evidence.empty()) details["has_evidence"] = true;
    if (submits) {
        details["submission_count"] = *find_whole(details, "submission_count") + 1;
        changed["status"] = is_inquiry(*dispute) ? "warning_under_review" : "under_review";
        call.world.plan(
            Deed::decide_dispute, *dispute, call.now + call.world.options.dispute_decided_after
        );
    }
    dispute->shown = std::move(changed);
    call.world.tell("charge.dispute.updated", *dispute, call.now);
    return {200, dispute->shown};
}

Answer close_dispute(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    auto* dispute = call.world.books.find(call.id, "dispute");
    if (dispute == nullptr) return no_such("dispute", call.id);
    if (!is_open(*dispute)) return refuse({{}, "This dispute is already closed.", {}, {}});
    close(call.world, *dispute, call.now);
    return {200, dispute->shown};
}

Answer list_disputes(Call& call) {
    allow_list(call.params, {"charge", "payment_intent"});
    return list(call, {"dispute", "/v1/disputes", [&call](const Thing& dispute) {
                           return fits_filter(call.params, dispute, "charge") &&
                                  fits_filter(call.params, dispute, "payment_intent");
                       }});
}

}  // namespace gyeol::sandbox::stripe
