#include "sandbox/stripe/checkout.hpp"

#include "sandbox/stripe/intent_params.hpp"
#include "sandbox/stripe/payment_intent_json.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::int64_t items_most = 100;

struct Items {
    json::array lines;
    Amount total;
};

Items read_items(Call& call) {
    auto& params = call.params;
    Items items;
    for (std::int64_t at = 0; at < items_most; ++at) {
        const auto base = fmt::format("line_items[{}]", at);
        if (params.below(base).empty()) break;
        const auto price = base + "[price_data]";
        const auto quantity = params.whole(base + "[quantity]", {1, 1'000'000}).value_or(1);
        params.needed_text(price + "[unit_amount]");
        const auto unit = params.whole(price + "[unit_amount]", {0, 99'999'999}).value_or(0);
        items.total.currency = params.needed_text(price + "[currency]");
        items.total.minor += unit * quantity;
        const auto name = params.text(price + "[product_data][name]").value_or("");
        items.lines.emplace_back(json::object{
            {"id", call.world.ids.letters("li_1", 23)},
            {"object", "item"},
            {"amount_discount", 0},
            {"amount_subtotal", unit * quantity},
            {"amount_tax", 0},
            {"amount_total", unit * quantity},
            {"currency", items.total.currency},
            {"description", name},
            {"price", nullptr},
            {"quantity", quantity}});
    }
    return items;
}

json::object blank_session(Call& call) {
    const auto id = call.world.ids.letters("cs_test_a1", 56);
    json::object session{
        {"id", id},
        {"object", "checkout.session"},
        {"created", seconds(call.now)},
        {"expires_at", seconds(call.now + call.world.options.session_life)},
        {"livemode", false},
        {"metadata", json::object()},
        {"mode", "payment"},
        {"payment_method_types", json::array{"card"}},
        {"payment_status", "unpaid"},
        {"status", "open"},
        {"ui_mode", "hosted_page"},
        {"url", fmt::format("{}/checkout?session={}", call.world.options.page_base, id)},
    };
    for (const auto* member :
         {"amount_subtotal",
          "amount_total",
          "cancel_url",
          "client_reference_id",
          "client_secret",
          "currency",
          "customer",
          "customer_details",
          "customer_email",
          "locale",
          "payment_intent",
          "setup_intent",
          "subscription",
          "success_url"}) {
        session[member] = nullptr;
    }
    return session;
}

void read_expiry(Call& call, json::object& session) {
    const auto now = seconds(call.now);
    const auto expires = call.params.whole("expires_at", {now + 1800, now + 86400});
    if (expires) session["expires_at"] = *expires;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): what is shown, then what is kept.
void read_money(Call& call, json::object& session, json::object& kept) {
    auto items = read_items(call);
    auto& params = call.params;
    if (items.lines.empty()) {
        params.refuse({"parameter_missing", "Missing required param: line_items.", "line_items", {}}
        );
        return;
    }
    check_amount(params, items.total);
    session["currency"] = items.total.currency;
    session["amount_subtotal"] = items.total.minor;
    session["amount_total"] = items.total.minor;
    kept["lines"] = std::move(items.lines);
}

void read_intent_wishes(Params& params, std::string_view name, json::object& kept) {
    json::object metadata;
    for (const auto& [key, value] : params.below(fmt::format("{}[metadata]", name)))
        metadata[key] = value;
    kept["metadata"] = std::move(metadata);
    for (const std::string_view member : {"setup_future_usage", "capture_method"}) {
        if (const auto value = params.text(fmt::format("{}[{}]", name, member)))
            kept[member] = *value;
    }
}

Thing* find_session(Call& call) {
    return call.world.books.find(call.id, "checkout.session");
}

}  // namespace

Answer create_session(Call& call) {
    auto& params = call.params;
    refuse_method_types(params);
    params.allow(
        {"mode",
         "success_url",
         "cancel_url",
         "customer",
         "customer_email",
         "client_reference_id",
         "line_items[**]",
         "payment_intent_data[**]",
         "setup_intent_data[**]",
         "metadata[*]",
         "expires_at",
         "locale",
         "allowed_payment_method_types[]",
         "excluded_payment_method_types[]",
         "ui_mode",
         "currency"}
    );
    auto shown = blank_session(call);
    json::object kept;
    merge_texts(
        params,
        shown,
        {"success_url", "cancel_url", "client_reference_id", "locale", "customer_email"}
    );
    merge_metadata(params, shown["metadata"].as_object());
    const auto mode = params.word("mode", {"payment", "setup"});
    const auto ui_mode =
        params.word("ui_mode", {"hosted_page", "embedded_page", "elements", "form"});
    if (!ui_mode.empty() && ui_mode != "hosted_page")
        params.refuse({{}, "The sandbox plays hosted pages only.", "ui_mode", {}});
    params.needed_text("mode");
    params.needed_text("success_url");
    read_expiry(call, shown);
    if (const auto* customer = find_named(call, "customer", "customer"))
        shown["customer"] = customer->id();
    if (mode == "setup") {
        shown["mode"] = "setup";
        shown["payment_status"] = "no_payment_required";
        if (params.list("allowed_payment_method_types").empty()) params.needed_text("currency");
        merge_texts(params, shown, {"currency"});
        read_intent_wishes(params, "setup_intent_data", kept);
    } else {
        read_money(call, shown, kept);
        read_intent_wishes(params, "payment_intent_data", kept);
    }
    if (params.refusal()) return *params.refusal();
    auto& session = call.world.add(std::move(shown), std::move(kept));
    const auto expires = from_millis(session.whole("expires_at") * 1000);
    call.world.plan(Deed::expire_session, session, expires);
    return {200, session.shown};
}

Answer get_session(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* session = find_session(call);
    if (session == nullptr) return no_such("checkout.session", call.id);
    return {200, session->shown};
}

Answer list_sessions(Call& call) {
    allow_list(call.params, {"payment_intent", "customer", "status"});
    return list(call, {"checkout.session", "/v1/checkout/sessions", [&call](const Thing& session) {
                           return fits_filter(call.params, session, "payment_intent") &&
                                  fits_filter(call.params, session, "customer") &&
                                  fits_filter(call.params, session, "status");
                       }});
}

Answer list_line_items(Call& call) {
    allow_list(call.params);
    if (call.params.refusal()) return *call.params.refusal();
    const auto* session = find_session(call);
    if (session == nullptr) return no_such("checkout.session", call.id);
    const auto* lines = session->kept.if_contains("lines");
    return {
        200,
        {{"object", "list"},
         {"data", lines == nullptr ? json::value(json::array()) : *lines},
         {"has_more", false},
         {"url", fmt::format("/v1/checkout/sessions/{}/line_items", call.id)}}};
}

Answer expire_session_now(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    auto* session = find_session(call);
    if (session == nullptr) return no_such("checkout.session", call.id);
    if (session->status() != "open") {
        return refuse(
            {{},
             fmt::format(
                 "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout "
                 "Session has a status of {}.",
                 session->status()
             ),
             {},
             {}}
        );
    }
    expire_session(call.world, *session, call.now);
    return {200, session->shown};
}

void expire_session(World& world, Thing& session, Instant now) {
    if (session.status() != "open") return;
    session.shown["status"] = "expired";
    session.shown["url"] = nullptr;
    world.tell("checkout.session.expired", session, now);
}

}  // namespace gyeol::sandbox::stripe
