#include "sandbox/url.hpp"

#include "base/ids.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox {
namespace {

constexpr std::string_view plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

std::string encode(std::string_view text) {
    std::string encoded;
    for (const auto each : text) {
        if (plain.find(each) != std::string_view::npos) {
            encoded.push_back(each);
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(each));
        }
    }
    return encoded;
}

}  // namespace

std::string decode_percent(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = text[at] == '%' ? parse_hex(text.substr(at + 1, 2))
                                          : Result<std::string>(std::string());
        if (text[at] == '%' && byte && byte->size() == 1) {
            decoded += *byte;
            at += 2;
        } else {
            decoded.push_back(text[at]);
        }
    }
    return decoded;
}

std::string_view target_of(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
        const auto path = url.find('/', scheme + 3);
        url = path == std::string_view::npos ? std::string_view("/") : url.substr(path);
    }
    return url.substr(0, url.find('#'));
}

std::vector<std::string> segments_of(std::string_view target) {
    auto path = target.substr(0, target.find('?'));
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = path.find('/');
        segments.push_back(decode_percent(path.substr(0, end)));
        if (end == std::string_view::npos) break;
        path.remove_prefix(end);
    }
    return segments;
}

std::string with_query(std::string_view url, const Query& query) {
    std::string made(url);
    auto separator = made.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : query) {
        made.push_back(separator);
        made.append(name);
        made.push_back('=');
        made += encode(value);
        separator = '&';
    }
    return made;
}

bool is_absolute_url(std::string_view url) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/')
            return true;
    }
    return false;
}

}  // namespace gyeol::sandbox
