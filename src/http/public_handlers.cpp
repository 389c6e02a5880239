// What anybody may ask: catalogue, configuration, health, pages, and where browsers complain.
#include "app/checkout_token.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "http/csp_report.hpp"
#include "http/handlers.hpp"
#include "http/json_text.hpp"
#include "http/problem.hpp"
#include "http/target.hpp"
#include "http/wire.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace gyeol::http {
namespace {

Error no_such_page() {
    Error missing;
    missing.code = ErrorCode::not_found;
    missing.reason = "not_found";
    missing.detail = "There is nothing at this address.";
    return missing;
}

Error too_many_reports() {
    Error busy;
    busy.code = ErrorCode::too_many;
    busy.reason = "too_many_reports";
    busy.detail = "Enough has been reported for now.";
    busy.retry_after_s =
        std::chrono::duration_cast<std::chrono::seconds>(limits::csp_report_window).count();
    return busy;
}

Response write_readiness(const Done& store, const Done& serving) {
    JsonText json;
    json.begin_object()
        .member("status", store && serving ? "ready" : "not_ready")
        .name("checks")
        .begin_array();
    const auto put = [&json](std::string_view name, const Done& check) {
        json.begin_object().member("name", name).member("status", check ? "ready" : "not_ready");
        if (!check)
            json.member("code", check.error().reason).member("detail", check.error().detail);
        json.end_object();
    };
    put("store", store);
    put("serving", serving);
    json.end_array().end_object();
    return write_json(store && serving ? 200 : 503, json.take());
}

Done serving(bool stopping) {
    if (!stopping) return {};
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = "stopping";
    error.detail = "The server finishes what runs and takes nothing new.";
    return error;
}

}  // namespace

Task<Result<Response>> Handlers::read_config(Call) {
    co_return write_json(200, write_config(app_, site_));
}

Task<Result<Response>> Handlers::list_plans(Call) {
    co_return write_json(200, write_plans(app_.catalogue()));
}

Task<Result<Response>> Handlers::list_methods(Call call) {
    const auto plan_id = Query(call.request.query).find("planId");
    if (!plan_id) co_return plan_id.error();
    std::optional<domain::Currency> currency;
    if (*plan_id) {
        const auto* plan = app_.catalogue().find(**plan_id);
        if (plan == nullptr) co_return invalid("unknown_plan", "There is no such plan.", "planId");
        currency = plan->amount.currency;
    }
    co_return write_json(200, write_methods(app_, currency));
}

Task<Result<Response>> Handlers::receive_csp_report(Call call) {
    const auto now = clock_.now();
    if (now - reports_since_ >= limits::csp_report_window) {
        reports_since_ = now;
        reports_ = 0;
    }
    if (++reports_ > limits::csp_reports_max) co_return too_many_reports();
    const auto& body = call.request.body;
    if (body.size() > limits::csp_report_bytes_max) {
        co_return write_problem(
            {413, "body_too_large", "The report is too large.", "", "", 0}, call.request.id
        );
    }
    for (const auto& report : parse_csp_report(body)) {
        note(
            NoteLevel::warning,
            "csp.blocked",
            {{"directive", report.directive}, {"blocked", report.blocked}, {"page", report.page}}
        );
    }
    Response response;
    response.status = 204;
    co_return response;
}

Task<Result<Response>> Handlers::tell_alive(Call) {
    co_return write_json(200, R"({"status":"alive"})");
}

Task<Result<Response>> Handlers::tell_ready(Call) {
    const auto store = co_await app_.health();
    co_return write_readiness(store, serving(stopping_));
}

Task<Result<Response>> Handlers::tell_name(Call) {
    co_return write_json(200, R"({"name":"gyeol","openapi":"/openapi.json"})");
}

Task<Result<Response>> Handlers::read_openapi(Call call) {
    auto found = StaticFiles(embedded_files()).find("openapi.json", call.request.headers);
    if (!found) co_return no_such_page();
    co_return std::move(*found);
}

Task<Result<Response>> Handlers::show_checkout(Call call) {
    // Whether the token opens anything is told by the API that the page asks, not by the page.
    if (!app::is_checkout_token(call.parameters[0])) co_return no_such_page();
    auto found = files_.find("checkout.html", call.request.headers);
    if (!found) co_return write_missing_web_files();
    co_return std::move(*found);
}

Task<Result<Response>> Handlers::read_asset(Call call) {
    auto found = files_.find(std::string_view(call.request.path).substr(1), call.request.headers);
    if (!found) co_return no_such_page();
    co_return std::move(*found);
}

}  // namespace gyeol::http
