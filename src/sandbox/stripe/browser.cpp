#include "sandbox/stripe/browser.hpp"

#include "sandbox/stripe/checkout_pay.hpp"
#include "sandbox/stripe/setup_intent.hpp"
#include "sandbox/url.hpp"

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;
using ports::HttpMethod;

Answer not_found() {
    return refuse(404, {{}, "There is nothing here.", {}, {}});
}

json::value text_or_null(const json::object* object, std::string_view name) {
    const auto text = object == nullptr ? std::nullopt : find_text(*object, name);
    return text ? json::value(*text) : json::value(nullptr);
}

Answer show_attempt(World& world, const std::string& id) {
    const auto* intent = find_by_attempt(world, id);
    if (intent == nullptr) return not_found();
    const auto& method = *world.books.find(intent->kept_text("method"));
    const auto* amount = intent->shown.if_contains("amount");
    return {
        200,
        {{"kind", intent->object()},
         {"amount", amount == nullptr ? json::value(nullptr) : *amount},
         {"currency", text_or_null(&intent->shown, "currency")},
         {"description", text_or_null(&intent->shown, "description")},
         {"method", method.text("type")},
         {"last4", text_or_null(find_object(method.shown, "card"), "last4")}}};
}

Answer end_attempt(World& world, const std::string& id, Authentication outcome, Instant now) {
    auto* intent = find_by_attempt(world, id);
    if (intent == nullptr) return not_found();
    if (intent->object() == "setup_intent") {
        end_setup_authentication(world, *intent, outcome, now);
    } else {
        end_authentication(world, *intent, outcome, now);
    }
    follow_intent(world, *intent, now);
    return {200, {{"redirect", return_url_of(*intent)}, {"status", intent->status()}}};
}

Answer show_session(const World& world, const std::string& id) {
    const auto* session = world.books.find(id);
    if (session == nullptr || session->object() != "checkout.session") return not_found();
    const auto* lines = session->kept.if_contains("lines");
    return {
        200,
        {{"amount_total", session->shown.at("amount_total")},
         {"currency", session->shown.at("currency")},
         {"mode", session->text("mode")},
         {"status", session->status()},
         {"lines", lines == nullptr ? json::value(json::array()) : *lines},
         {"cancel_url", session->shown.at("cancel_url")}}};
}

Answer roll(World& world, const std::string& id, Instant now) {
    auto* endpoint = world.books.find(id, "webhook_endpoint");
    if (endpoint == nullptr) return not_found();
    return {200, {{"secret", world.roll_secret(*endpoint, now)}}};
}

Answer answer_post(World& world, const ports::HttpRequest& request, Instant now) {
    const auto path = segments_of(target_of(request.url));
    if (path.size() != 4) return not_found();
    if (path[1] == "attempts" && path[3] == "pass")
        return end_attempt(world, path[2], Authentication::passed, now);
    if (path[1] == "attempts" && path[3] == "fail")
        return end_attempt(world, path[2], Authentication::failed, now);
    if (path[1] == "webhook_endpoints" && path[3] == "roll") return roll(world, path[2], now);
    if (path[1] != "checkout" || path[3] != "pay") return not_found();
    Call call{world, Params(parse_form(request.body)), now, false, path[2], {}};
    return pay_session(call);
}

Answer answer_get(World& world, const ports::HttpRequest& request) {
    const auto path = segments_of(target_of(request.url));
    if (path.size() != 3) return not_found();
    if (path[1] == "attempts") return show_attempt(world, path[2]);
    return path[1] == "checkout" ? show_session(world, path[2]) : not_found();
}

}  // namespace

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now) {
    const bool posts = request.method == HttpMethod::post;
    // A page elsewhere can send a form but not this header.
    const bool is_own_page =
        !ports::find_header(request.headers, "Stripe-Sandbox-Page").empty() || !posts;
    const auto answer = !is_own_page ? not_found()
                        : posts      ? answer_post(world, request, now)
                                     : answer_get(world, request);
    ports::HttpReply reply;
    reply.status = answer.status;
    reply.body = json::serialize(answer.body);
    reply.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    return reply;
}

}  // namespace gyeol::sandbox::stripe
