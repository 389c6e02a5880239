#include "sandbox/stripe/checkout_pay.hpp"

#include "sandbox/stripe/intent_params.hpp"
#include "sandbox/stripe/payment_intent_json.hpp"
#include "sandbox/stripe/payment_method.hpp"
#include "sandbox/stripe/setup_intent.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

std::string success_url_of(const Thing& session) {
    auto url = session.text("success_url");
    constexpr std::string_view place = "{CHECKOUT_SESSION_ID}";
    const auto at = url.find(place);
    if (at != std::string::npos) url.replace(at, place.size(), session.id());
    return url;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): what is shown, then what is kept.
void note_wishes(const Thing& session, json::object& shown, json::object& kept) {
    shown["customer"] = session.shown.at("customer");
    shown["metadata"] = session.kept.at("metadata");
    kept["session"] = session.id();
}

Thing& make_payment(World& world, Thing& session, Instant now) {
    auto shown =
        blank_payment_intent(world, {session.whole("amount_total"), session.text("currency")}, now);
    json::object kept;
    note_wishes(session, shown, kept);
    for (const auto* member : {"setup_future_usage", "capture_method"}) {
        if (const auto* wish = session.kept.if_contains(member)) shown[member] = *wish;
    }
    json::array types;
    for (const auto type : offered_methods(session.text("currency")))
        types.emplace_back(type);
    shown["payment_method_types"] = std::move(types);
    auto& intent = world.add(std::move(shown), std::move(kept));
    session.shown["payment_intent"] = intent.id();
    world.changed(session);
    world.announce("payment_intent.created", intent, now);
    return intent;
}

Answer pay(Call& call, Thing& session, const Confirmation& confirmation) {
    auto& world = call.world;
    auto* method = make_method(call, "payment_method_data");
    if (method == nullptr) return *call.params.refusal();
    auto* intent = world.books.find(session.text("payment_intent"));
    if (intent == nullptr) intent = &make_payment(world, session, call.now);
    auto answer = attempt_payment(world, *intent, *method, confirmation, call.now);
    if (answer.status != 200) return answer;
    follow_intent(world, *intent, call.now);
    return {200, intent->shown};
}

Answer save(Call& call, Thing& session, const Confirmation& confirmation) {
    auto& params = call.params;
    const auto described = params.all();
    Fields asked{{"confirm", "true"}, {"return_url", confirmation.return_url}};
    if (!session.text("customer").empty()) asked.emplace_back("customer", session.text("customer"));
    for (const auto& [name, value] : described)
        asked.emplace_back(name, value);
    params = Params(asked);
    auto answer = create_setup_intent(call);
    if (answer.status != 200) return answer;
    auto& intent = *call.world.books.find(find_text(answer.body, "id").value_or(""));
    intent.kept["session"] = session.id();
    intent.shown["metadata"] = session.kept.at("metadata");
    session.shown["setup_intent"] = intent.id();
    call.world.changed(intent);
    follow_intent(call.world, intent, call.now);
    return {200, intent.shown};
}

}  // namespace

Answer pay_session(Call& call) {
    auto* session = call.world.books.find(call.id, "checkout.session");
    if (session == nullptr) return no_such("checkout.session", call.id);
    if (session->status() != "open") return refuse({{}, "The checkout page is closed.", {}, {}});
    Confirmation confirmation;
    confirmation.return_url = success_url_of(*session);
    auto answer = session->text("mode") == "setup" ? save(call, *session, confirmation)
                                                   : pay(call, *session, confirmation);
    if (answer.status != 200) return answer;
    const auto* action = find_object(answer.body, "next_action");
    const auto* redirect = action == nullptr ? nullptr : find_object(*action, "redirect_to_url");
    const auto url =
        redirect == nullptr ? confirmation.return_url : find_text(*redirect, "url").value_or("");
    return {200, {{"redirect", url}}};
}

void follow_intent(World& world, const Thing& intent, Instant now) {
    auto* session = world.books.find(intent.kept_text("session"), "checkout.session");
    const bool is_done = intent.status() == "succeeded" || intent.status() == "requires_capture";
    if (session == nullptr || session->status() != "open" || !is_done) return;
    session->shown["status"] = "complete";
    session->shown["url"] = nullptr;
    // A hold is not paid yet.
    if (intent.object() == "payment_intent" && intent.status() == "succeeded")
        session->shown["payment_status"] = "paid";
    world.tell("checkout.session.completed", *session, now);
}

}  // namespace gyeol::sandbox::stripe
