#include "http/response_writer.hpp"

#include "http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

namespace gyeol::http {
namespace {

void append_header(std::string& head, std::string_view name, std::string_view value) {
    if (value.find_first_of("\r\n") != std::string_view::npos) return;
    head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool may_have_content(int status) {
    return status >= 200 && status != 204 && status != 304;
}

void write_head(std::string& head, const Response& response, const HeadFrame& frame) {
    head.clear();
    fmt::format_to(
        std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, phrase(response.status)
    );
    append_header(head, "Date", frame.date);
    // A sandbox that plays a provider names the request itself, as the provider would.
    const bool is_named = std::any_of(
        response.headers.begin(),
        response.headers.end(),
        [](const ResponseHeader& header) { return header.name == "Request-Id"; }
    );
    if (!is_named) append_header(head, "Request-Id", frame.request_id);
    if (may_have_content(response.status)) {
        if (!response.content_type.empty())
            append_header(head, "Content-Type", response.content_type);
        fmt::format_to(
            std::back_inserter(head), "Content-Length: {}\r\n", response.content().size()
        );
    }
    for (const auto& header : response.headers)
        append_header(head, header.name, header.value);
    head.append(response.fixed_headers);
    if (frame.closes) {
        append_header(head, "Connection", "close");
    } else if (frame.http_1_0) {
        append_header(head, "Connection", "keep-alive");
    }
    head.append("\r\n");
}

std::string write_http_date(Instant now) {
    using std::chrono::days;
    constexpr std::array<std::string_view, 7> weekdays{
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        weekdays[std::chrono::weekday(day).c_encoding()],
        static_cast<unsigned>(date.day()),
        months[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

}  // namespace gyeol::http
