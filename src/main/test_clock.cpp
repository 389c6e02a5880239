#include "main/test_clock.hpp"

#include "base/json.hpp"
#include "http/problem.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::program {
namespace {

constexpr std::string_view address = "/api/test/clock";
/// A year and a bit: enough for any story, and far from the end of time.
constexpr std::int64_t seconds_max = 400LL * 24 * 60 * 60;

}  // namespace

Task<http::Response> TestClock::handle(http::Request request) {
    const bool is_ours = request.path == address && request.method == http::Method::post;
    if (!is_ours) {
        co_return co_await next_.handle(std::move(request));
    }
    auto response = advance(request);
    response.fixed_headers = headers_;
    co_return response;
}

http::Response TestClock::advance(const http::Request& request) {
    // A page of another origin cannot send JSON without asking first, and is then refused.
    const auto type = request.headers.find("Content-Type").value_or("");
    const auto body = parse_json_object(request.body);
    const auto seconds = body ? find_whole(*body, "advanceSeconds") : std::nullopt;
    if (!type.starts_with("application/json") || !seconds || body->size() != 1 || *seconds < 1 ||
        *seconds > seconds_max) {
        return http::write_problem(
            {.status = 400,
             .code = "invalid_advance",
             .detail = "Send {\"advanceSeconds\": n} as application/json, n from 1 to 34560000.",
             .field = "advanceSeconds",
             .payment_id = {}},
            request.id
        );
    }
    clock_.advance(std::chrono::seconds(*seconds));
    http::Response response;
    response.content_type = "application/json";
    response.body = fmt::format(R"({{"now":"{}"}})", write_rfc3339(clock_.now()));
    return response;
}

}  // namespace gyeol::program
