#include "http/cookies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace gyeol::http {

std::optional<std::string_view> find_cookie(const HeaderFields& headers, std::string_view name) {
    auto rest = headers.find("Cookie").value_or("");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        const auto mark = pair.find('=');
        if (mark != std::string_view::npos && pair.substr(0, mark) == name)
            return pair.substr(mark + 1);
    }
    return std::nullopt;
}

ResponseHeader write_session_cookie(const Secret& token, Millis life, const Site& site) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(life).count();
    return {
        "Set-Cookie",
        fmt::format(
            "{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
            session_cookie,
            token.reveal(),
            std::max<std::int64_t>(seconds, 0),
            site.is_https() ? "; Secure" : ""
        ),
    };
}

}  // namespace gyeol::http
