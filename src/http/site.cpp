#include "http/site.hpp"

#include <algorithm>

namespace gyeol::http {

std::string_view word(SiteMode mode) {
    switch (mode) {
        case SiteMode::sandbox:
            return "sandbox";
        case SiteMode::test:
            return "test";
        case SiteMode::live:
            return "live";
    }
    return "";
}

std::string origin_of(std::string_view url) {
    const auto mark = url.find("://");
    if (mark == std::string_view::npos || mark == 0) return "";
    const auto end = std::min(url.find_first_of("/?#", mark + 3), url.size());
    std::string origin(url.substr(0, end));
    if (origin.size() == mark + 3) return "";
    const auto lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    std::transform(origin.begin(), origin.end(), origin.begin(), lower);
    const auto drop = [&origin](std::string_view scheme, std::string_view port) {
        if (origin.starts_with(scheme) && origin.ends_with(port))
            origin.resize(origin.size() - port.size());
    };
    drop("http://", ":80");
    drop("https://", ":443");
    return origin;
}

}  // namespace gyeol::http
