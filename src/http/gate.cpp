#include "http/gate.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "http/cookies.hpp"
#include "http/problem.hpp"
#include "http/security_headers.hpp"
#include "http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::http {
namespace {

Error refused(ErrorCode code, std::string_view reason, std::string_view detail) {
    Error error;
    error.code = code;
    error.reason = reason;
    error.detail = detail;
    return error;
}

bool changes_something(Method method) {
    return method == Method::post || method == Method::put || method == Method::patch ||
           method == Method::del;
}

bool is_json(std::string_view content_type) {
    const auto end = std::min(content_type.find(';'), content_type.size());
    auto media_type = content_type.substr(0, end);
    while (media_type.ends_with(' '))
        media_type.remove_suffix(1);
    return equal_ignoring_case(media_type, "application/json");
}

/// Returns the key of a request: printable ASCII, a reasonable length. Fails for any other.
Result<std::string> read_idempotency_key(const Request& request) {
    const auto key = request.headers.find("Idempotency-Key");
    if (!key) return std::string();
    const bool printable = std::all_of(key->begin(), key->end(), [](char letter) {
        return letter > ' ' && letter < 0x7F;
    });
    if (key->empty() || key->size() > limits::idempotency_key_max || !printable) {
        return invalid(
            "invalid_idempotency_key",
            "`Idempotency-Key` has 1 to 255 printable characters.",
            "Idempotency-Key"
        );
    }
    return std::string(*key);
}

/// Answers that would come out the same again, so that a repeat may get them from the store.
bool is_for_good(int status) {
    return (status >= 200 && status < 300) || status == 400 || status == 403 || status == 404 ||
           status == 410;
}

Response write_replay(const domain::IdempotencyRecord& record) {
    auto response = write_json(record.status, record.answer);
    if (record.status >= 400) response.content_type = "application/problem+json";
    response.headers.push_back({"Idempotent-Replayed", "true"});
    return response;
}

}  // namespace

/// The token that a request brought, and how: a browser sends a cookie whatever page asks.
struct RequestGate::Presented {
    Secret token;
    bool by_cookie = false;
};

RequestGate::RequestGate(app::App& app, Handlers& handlers, const Site& site)
    : app_(app),
      handlers_(handlers),
      shop_origin_(origin_of(site.frontend_url)),
      own_origin_(origin_of(site.public_url)),
      api_headers_(http::api_headers(site) + "Vary: Origin\r\n"),
      page_headers_(checkout_headers(site)),
      asset_headers_(http::asset_headers(site) + "Vary: Origin\r\n") {
    const auto for_shop = fmt::format(
        "Access-Control-Allow-Origin: {}\r\n"
        "Access-Control-Allow-Credentials: true\r\n"
        "Access-Control-Expose-Headers: Request-Id, Idempotent-Replayed, Retry-After\r\n",
        shop_origin_
    );
    api_headers_for_shop_ = api_headers_ + for_shop;
    asset_headers_for_shop_ = asset_headers_ + for_shop;
}

bool RequestGate::is_from_shop(const Request& request) const {
    const auto origin = request.headers.find("Origin");
    return origin && !shop_origin_.empty() && *origin == shop_origin_;
}

std::string_view RequestGate::headers_for(AnswerKind kind, int status, bool from_shop) const {
    const bool failed = status >= 400;
    if (kind == AnswerKind::page && !failed) return page_headers_;
    if (kind == AnswerKind::asset && !failed)
        return from_shop ? asset_headers_for_shop_ : asset_headers_;
    return from_shop ? api_headers_for_shop_ : api_headers_;
}

Task<Response> RequestGate::handle(Request request) {
    const auto id = request.id;
    const bool from_shop = is_from_shop(request);
    auto found = find_route(request.method, request.path);
    const auto kind = found.route == nullptr ? AnswerKind::api : found.route->answers;
    auto answered = co_await pass(std::move(request), std::move(found));
    auto response = answered ? std::move(*answered) : write_error(answered.error(), id);
    response.fixed_headers = headers_for(kind, response.status, from_shop);
    co_return response;
}

Task<Result<Response>> RequestGate::pass(Request request, Found found) {
    if (request.path.empty()) co_return invalid("invalid_path", "This path is not well-formed.");
    if (found.allowed.empty())
        co_return refused(ErrorCode::not_found, "not_found", "There is nothing at this address.");
    if (request.method == Method::options) co_return answer_options(request, found);
    if (found.route == nullptr) {
        auto response = write_problem(
            {405, "method_not_allowed", "This address does not take this method.", "", "", 0},
            request.id
        );
        response.headers.push_back({"Allow", found.allowed});
        co_return response;
    }
    const auto& route = *found.route;
    const bool mistyped = route.body == BodyKind::json && !request.body.empty() &&
                          !is_json(request.headers.find("Content-Type").value_or(""));
    if (mistyped) {
        co_return write_problem(
            {415,
             "unsupported_media_type",
             "Send JSON as `application/json`.",
             "Content-Type",
             "",
             0},
            request.id
        );
    }

    Call call;
    call.parameters = std::move(found.parameters);
    if (route.access == Access::user) {
        auto presented = read_identity(request);
        if (!presented) co_return presented.error();
        auto caller = co_await app_.authenticate(std::move(presented->token));
        if (!caller) co_return caller.error();
        call.caller = std::move(*caller);
    }
    if (route.key == KeyUse::taken) {
        auto key = read_idempotency_key(request);
        if (!key) co_return key.error();
        call.idempotency_key = std::move(*key);
    }
    call.request = std::move(request);
    auto answered = call.idempotency_key.empty() ? run(found.route, std::move(call))
                                                 : run_once(found.route, std::move(call));
    co_return co_await std::move(answered);
}

Result<RequestGate::Presented> RequestGate::read_identity(const Request& request) const {
    const auto authorization = request.headers.find("Authorization");
    if (authorization) {
        constexpr std::string_view scheme = "Bearer ";
        const bool bearer = equal_ignoring_case(authorization->substr(0, scheme.size()), scheme);
        if (!bearer) {
            return refused(
                ErrorCode::unauthenticated, "token_invalid", "Only Bearer tokens are taken."
            );
        }
        return Presented{Secret(std::string(authorization->substr(scheme.size()))), false};
    }
    const auto cookie = find_cookie(request.headers, session_cookie);
    if (!cookie || cookie->empty())
        return refused(ErrorCode::unauthenticated, "sign_in_required", "Sign in first.");
    // A browser adds the cookie to whatever any page asks. Reading tells a foreign page nothing (CORS),
    // changing would: so the page must be ours or the shop's.
    const auto origin = request.headers.find("Origin").value_or("");
    const bool known = !origin.empty() && (origin == shop_origin_ || origin == own_origin_);
    if (changes_something(request.method) && !known) {
        return refused(
            ErrorCode::forbidden, "origin_mismatch", "This page may not act for the signed-in user."
        );
    }
    return Presented{Secret(std::string(*cookie)), true};
}

Task<Result<Response>> RequestGate::run(const Route* route, Call call) {
    return (handlers_.*route->handle)(std::move(call));
}

Task<Result<Response>> RequestGate::run_once(const Route* route, Call call) {
    app::IdempotencyScope scope;
    scope.caller = call.caller ? call.caller->user.id.hex() : "anonymous";
    scope.method = word(call.request.method);
    scope.path = call.request.path;
    scope.key = call.idempotency_key;
    const auto id = call.request.id;
    auto started = co_await app_.begin_request(std::move(scope), call.request.body);
    if (!started) co_return started.error();
    if (started->step == domain::IdempotencyStep::replay) co_return write_replay(started->record);

    auto answered = co_await run(route, std::move(call));
    auto response = answered ? std::move(*answered) : write_error(answered.error(), id);
    auto ended =
        is_for_good(response.status)
            ? app_.finish_request(std::move(started->record), response.status, response.body)
            : app_.abandon_request(std::move(started->record));
    const auto stored = co_await std::move(ended);
    // The answer stands whether or not it could be kept: a repeat finds the payment it made.
    if (!stored) note(NoteLevel::warning, "idempotency.not_stored", {{"request", id}});
    co_return response;
}

Response RequestGate::answer_options(const Request& request, const Found& found) const {
    const bool preflight =
        request.headers.find("Origin") && request.headers.find("Access-Control-Request-Method");
    if (preflight && !is_from_shop(request)) {
        return write_problem(
            {403, "origin_not_allowed", "Pages of this origin may not call the API.", "", "", 0},
            request.id
        );
    }
    Response response;
    response.status = 204;
    response.headers.push_back({"Allow", found.allowed + ", OPTIONS"});
    if (preflight) {
        response.headers.push_back({"Access-Control-Allow-Methods", found.allowed});
        response.headers.push_back(
            {"Access-Control-Allow-Headers",
             "Authorization, Content-Type, Idempotency-Key, Request-Id"}
        );
        response.headers.push_back({"Access-Control-Max-Age", "600"});
    }
    return response;
}

}  // namespace gyeol::http
