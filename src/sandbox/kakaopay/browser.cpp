#include "sandbox/kakaopay/browser.hpp"

#include "base/json.hpp"
#include "sandbox/kakaopay/answer.hpp"
#include "sandbox/url.hpp"

#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;
using ports::HttpMethod;

/// The page's own errors have words, as its texts do.
Answer refuse_page(int status, const json::object& words) {
    return {status, json::serialize(words), {}};
}

Answer no_such_page() {
    return refuse_page(
        404, {{"code", "NO_SUCH_PAYMENT"}, {"message", "존재하지 않는 결제입니다."}}
    );
}

Answer wrong_request() {
    return refuse_page(
        400, {{"code", "WRONG_REQUEST"}, {"message", "요청을 이해하지 못했습니다."}}
    );
}

Answer not_now() {
    return refuse_page(409, {{"code", "NOT_NOW"}, {"message", "지금은 할 수 없습니다."}});
}

bool has_run_out(const Payment& payment, Instant now) {
    return !was_approved(payment) && now >= payment.expires_at;
}

/// Returns where the browser goes next, empty while it stays on the page.
std::string next_url(const Payment& payment, Instant now) {
    switch (payment.status) {
        case Status::ready:
        case Status::open_payment:
        case Status::select_method:
            return has_run_out(payment, now) ? payment.fail_url : std::string();
        case Status::auth_password:
        case Status::issued_sid:
        case Status::success_payment:
        case Status::part_cancel_payment:
        case Status::cancel_payment:
            // The shop's own order reference is in the address; the tid never is.
            return with_query(payment.approval_url, {{"pg_token", payment.pg_token}});
        case Status::quit_payment:
            return payment.cancel_url;
        case Status::fail_auth_password:
        case Status::fail_payment:
            return payment.fail_url;
    }
    return {};
}

Answer show(const Payment& payment, Instant now) {
    const auto next = next_url(payment, now);
    const json::object session{
        {"itemName", payment.item_name},
        {"orderId", payment.partner_order_id},
        {"amount", payment.amount.total},
        {"status", word(payment.status)},
        {"onlyMethod", word(payment.only_method)},
        {"issuesKey", payment.kind != CidKind::one_time},
        {"expiresAt", write_korean_time(payment.expires_at)},
        {"expired", has_run_out(payment, now)},
        {"redirectUrl", next.empty() ? json::value(nullptr) : json::value(next)},
    };
    return {200, json::serialize(session), {}};
}

Answer move_on(World& world, Payment& payment, Status to, Instant now) {
    payment.status = to;
    world.changed(payment);
    return show(payment, now);
}

Answer choose_method(World& world, Payment& payment, const json::object& body, Instant now) {
    const auto method = find_method(find_text(body, "method").value_or(""));
    if (!method || *method == Method::unselected) return wrong_request();
    const bool is_allowed =
        payment.only_method == Method::unselected || payment.only_method == *method;
    if (!is_allowed) return wrong_request();
    payment.method = *method;
    return move_on(world, payment, Status::select_method, now);
}

/// Reads a code of the means of payment; `is_wanted` says that it must be there.
bool read_code(const json::object& body, std::string_view name, std::string& code) {
    code = find_text(body, name).value_or("");
    return code.empty() || is_method_result_code(code);
}

Answer authenticate(World& world, Payment& payment, const json::object& body, Instant now) {
    if (payment.status != Status::select_method) return not_now();
    const auto behaviour = find_behaviour(find_text(body, "outcome").value_or("approve"));
    std::string decline_code;
    std::string charge_decline_code;
    const bool codes_fit = read_code(body, "declineCode", decline_code) &&
                           read_code(body, "chargeDeclineCode", charge_decline_code);
    if (!behaviour || !codes_fit) return wrong_request();
    if (*behaviour == ApproveBehaviour::decline && decline_code.empty()) return wrong_request();

    // From here on nothing may fail.
    payment.behaviour = *behaviour;
    payment.decline_code = std::move(decline_code);
    payment.charge_decline_code = std::move(charge_decline_code);
    payment.pg_token = world.ids.hex({}, 20);
    return move_on(world, payment, Status::auth_password, now);
}

Answer act(
    World& world, Payment& payment, std::string_view action, const json::object& body, Instant now
) {
    // A page that is opened or pressed once too often shows where it leads.
    if (!is_open(payment) || has_run_out(payment, now)) return show(payment, now);
    if (action == "open") {
        if (payment.status != Status::ready) return show(payment, now);
        return move_on(world, payment, Status::open_payment, now);
    }
    if (action == "select") return choose_method(world, payment, body, now);
    if (action == "authenticate") return authenticate(world, payment, body, now);
    if (action == "wrong-password") return move_on(world, payment, Status::fail_auth_password, now);
    if (action == "quit") return move_on(world, payment, Status::quit_payment, now);
    if (action != "expire") return no_such_page();
    payment.expires_at = now;
    world.changed(payment);
    return show(payment, now);
}

Answer answer_browser(World& world, const ports::HttpRequest& request, Instant now) {
    const auto path = segments_of(target_of(request.url));
    if (path.size() < 3 || path.size() > 4 || path[1] != "sessions") return no_such_page();
    auto* payment = world.books.find_page(path[2]);
    if (payment == nullptr) return no_such_page();
    if (path.size() == 3)
        return request.method == HttpMethod::get ? show(*payment, now) : no_such_page();
    if (request.method != HttpMethod::post) return no_such_page();
    // A form of another page cannot send this type without asking first, and is never allowed to.
    const auto type = ports::find_header(request.headers, "Content-Type");
    const auto body = parse_json_object(request.body);
    if (!type.starts_with("application/json") || !body) return wrong_request();
    return act(world, *payment, path[3], *body, now);
}

}  // namespace

ports::HttpReply handle_browser(World& world, const ports::HttpRequest& request, Instant now) {
    auto answer = answer_browser(world, request, now);
    ports::HttpReply reply;
    reply.status = answer.status;
    reply.body = std::move(answer.body);
    reply.headers = {
        {"Content-Type", "application/json;charset=UTF-8"}, {"Cache-Control", "no-store"}};
    return reply;
}

}  // namespace gyeol::sandbox::kakaopay
