#include "sandbox/stripe/attempt.hpp"

#include "sandbox/stripe/payment_method.hpp"
#include "sandbox/url.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

bool wants_authentication(const Thing& method, const Confirmation& confirmation) {
    const auto& card = card_of(method);
    const bool was_asked = confirmation.three_d_secure != "automatic";
    switch (card.three_d_secure) {
        case ThreeDSecure::never:
            // An ordinary card can do it too when the merchant insists; the test card of Amex cannot.
            return was_asked && card.code.empty() && card.brand != "amex" &&
                   !confirmation.is_off_session && card.id != "threeDSecureOptionalProcessingError";
        case ThreeDSecure::when_asked:
            return was_asked && !confirmation.is_off_session;
        case ThreeDSecure::until_set_up:
            return !confirmation.is_off_session || !method.keeps("set_up");
        case ThreeDSecure::on_session_only:
            return !confirmation.is_off_session;
        case ThreeDSecure::always:
            return true;
    }
    return false;
}

}  // namespace

Demand demand_of(const Thing& method, const Confirmation& confirmation) {
    const bool is_card = method.text("type") == "card";
    const bool must_act = is_card ? wants_authentication(method, confirmation)
                                  : !(confirmation.is_off_session && method.keeps("set_up"));
    if (!must_act) return Demand::none;
    return confirmation.is_off_session ? Demand::unattainable : Demand::customer;
}

Verdict verdict_of(const Thing& method) {
    if (method.text("type") != "card") return {};
    const auto& card = card_of(method);
    return {card.code, card.decline_code, card.risk_level, false};
}

Verdict authentication_required() {
    return {"authentication_required", "authentication_required", "normal", false};
}

json::object write_decline(const Verdict& verdict, const Thing& method) {
    const auto word = verdict.decline_code.empty() ? verdict.code : verdict.decline_code;
    auto error = write_card_error(
        {verdict.code,
         decline_message(word),
         verdict.code == "incorrect_cvc" ? "cvc" : "",
         verdict.decline_code}
    );
    error["payment_method"] = method.shown;
    return error;
}

void demand_action(
    World& world, Thing& intent, const Thing& method, const Confirmation& confirmation
) {
    const auto attempt =
        world.ids.letters(intent.object() == "setup_intent" ? "setatt_1" : "payatt_3", 23);
    world.add({{"id", attempt}, {"object", "attempt"}}, {{"intent", intent.id()}});
    intent.kept["attempt"] = attempt;
    intent.kept["return_url"] = confirmation.return_url;
    intent.kept["method"] = method.id();
    const auto url = fmt::format("{}/authenticate?attempt={}", world.options.page_base, attempt);
    json::object action;
    // A wallet has a page of its own; only a card's authentication can lie over the shop's.
    const bool leaves = !confirmation.uses_browser_script || method.text("type") != "card";
    const bool redirects = leaves && !confirmation.return_url.empty();
    if (redirects) {
        action["redirect_to_url"] = {{"return_url", confirmation.return_url}, {"url", url}};
        action["type"] = "redirect_to_url";
    } else {
        action["type"] = "use_stripe_sdk";
        action["use_stripe_sdk"] = {
            {"source", attempt}, {"stripe_js", url}, {"type", "three_d_secure_redirect"}};
    }
    intent.shown["next_action"] = std::move(action);
    intent.shown["status"] = "requires_action";
}

Thing* find_by_attempt(World& world, const std::string& attempt_id) {
    const auto* attempt = world.books.find(attempt_id, "attempt");
    if (attempt == nullptr) return nullptr;
    auto* intent = world.books.find(attempt->kept_text("intent"));
    const bool is_open = intent != nullptr && intent->status() == "requires_action" &&
                         intent->kept_text("attempt") == attempt_id;
    return is_open ? intent : nullptr;
}

std::string return_url_of(const Thing& intent) {
    auto url = intent.kept_text("return_url");
    // A checkout session's own address carries what its merchant put there and nothing else.
    if (url.empty() || !intent.kept_text("session").empty()) return url;
    const std::string kind = intent.object();
    const std::string secret = kind + "_client_secret";
    const bool is_good = intent.status() == "succeeded" || intent.status() == "processing" ||
                         intent.status() == "requires_capture" ||
                         intent.status() == "requires_confirmation";
    return with_query(
        url,
        {{kind, intent.id()},
         {secret, intent.text("client_secret")},
         {"redirect_status", is_good ? "succeeded" : "failed"}}
    );
}

}  // namespace gyeol::sandbox::stripe
