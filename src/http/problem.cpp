#include "http/problem.hpp"

#include "http/json_text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace gyeol::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 26> phrases{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
}};

}  // namespace

std::string_view phrase(int status) {
    for (const auto& [number, text] : phrases) {
        if (number == status) return text;
    }
    return "Status";
}

Response write_problem(const Problem& problem, std::string_view request_id) {
    JsonText json;
    json.begin_object()
        .member("type", fmt::format("urn:gyeol:problem:{}", problem.code))
        .member("title", phrase(problem.status))
        .member("status", problem.status)
        .member("detail", problem.detail)
        .member("code", problem.code)
        .member("requestId", request_id);
    if (!problem.field.empty()) {
        json.member("param", problem.field);
        json.name("errors").begin_array().begin_object();
        json.member("param", problem.field)
            .member("code", problem.code)
            .member("detail", problem.detail);
        json.end_object().end_array();
    }
    if (!problem.payment_id.empty()) json.member("paymentId", problem.payment_id);
    json.end_object();

    Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.body = json.take();
    if (problem.retry_after_s > 0) {
        response.headers.push_back({"Retry-After", fmt::format("{}", problem.retry_after_s)});
    }
    return response;
}

}  // namespace gyeol::http
