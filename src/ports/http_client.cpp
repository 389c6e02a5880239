#include "ports/http_client.hpp"

#include <algorithm>
#include <cctype>

namespace gyeol::ports {
namespace {

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](unsigned char one, unsigned char other) {
            return std::tolower(one) == std::tolower(other);
        }
    );
}

}  // namespace

std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name) {
    for (const auto& header : headers) {
        if (same_name(header.name, name)) return header.value;
    }
    return {};
}

std::string_view word(HttpMethod method) {
    switch (method) {
        case HttpMethod::get:
            return "GET";
        case HttpMethod::post:
            return "POST";
        case HttpMethod::put:
            return "PUT";
        case HttpMethod::patch:
            return "PATCH";
        case HttpMethod::del:
            return "DELETE";
        case HttpMethod::head:
            return "HEAD";
        case HttpMethod::options:
            return "OPTIONS";
    }
    return "GET";
}

std::string_view word(TransportFailure failure) {
    switch (failure) {
        case TransportFailure::unreachable:
            return "unreachable";
        case TransportFailure::send_by_passed:
            return "send_by_passed";
        case TransportFailure::timed_out:
            return "timed_out";
        case TransportFailure::broken:
            return "broken";
        case TransportFailure::too_large:
            return "too_large";
    }
    return "broken";
}

}  // namespace gyeol::ports
