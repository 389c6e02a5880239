#include "domain/endpoint.hpp"

#include "base/limits.hpp"
#include "domain/address.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::domain {
namespace {

bool is_visible_ascii(char letter) {
    return letter > 0x20 && letter < 0x7F;
}

bool is_type_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || letter == '_' || letter == '.';
}

Error bad_url(std::string_view detail) {
    return invalid("invalid_url", detail, "url");
}

/// Returns the host of an absolute URL as written, without brackets; empty when there is none.
std::string_view host_of(std::string_view url) {
    auto rest = url.substr(url.find("://") + 3);
    rest = rest.substr(0, rest.find_first_of("/?"));
    if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
    return rest.substr(0, rest.find(':'));
}

Done check_host(std::string_view host, EndpointPlace place) {
    if (host.empty()) return bad_url("`url` names no host.");
    const auto last = host.find_last_not_of("0123456789.");
    const bool is_written_address =
        host.find(':') != std::string_view::npos || last == std::string_view::npos;
    const bool is_own_name = host == "localhost" || host.ends_with(".localhost");
    const auto reach = is_written_address ? reach_of(host) : AddressReach::everywhere;
    const bool is_inside = is_own_name || reach == AddressReach::inside;
    const bool is_allowed =
        reach != AddressReach::nowhere && (!is_inside || place == EndpointPlace::inside_too);
    if (is_allowed) return {};
    return invalid(
        "endpoint_not_public",
        "Endpoints are on the public internet; GYEOL_WEBHOOK_PRIVATE=yes allows private networks.",
        "url"
    );
}

Done check_url(std::string_view url, EndpointPlace place) {
    const bool is_http = url.starts_with("http://") && place == EndpointPlace::inside_too;
    if (!url.starts_with("https://") && !is_http) return bad_url("`url` begins with https://.");
    if (!std::all_of(url.begin(), url.end(), is_visible_ascii))
        return bad_url("`url` is written in ASCII, without spaces.");
    if (url.find_first_of("#\\@") != std::string_view::npos)
        return bad_url("`url` has no name, no password and no fragment.");
    return check_host(host_of(url), place);
}

Done check_events(const std::vector<std::string>& events) {
    for (const auto& type : events) {
        const bool is_type = !type.empty() && type.size() <= limits::event_type_bytes_max &&
                             std::all_of(type.begin(), type.end(), is_type_letter);
        if (!is_type) {
            return invalid(
                "invalid_event", "An event is named like `payment.completed`.", "events"
            );
        }
    }
    return {};
}

}  // namespace

Result<EndpointBook> add_endpoint(
    EndpointBook book, NewEndpoint added, EndpointPlace place, Instant now
) {
    if (const auto checked = check_url(added.url, place); !checked) return checked.error();
    if (const auto checked = check_events(added.events); !checked) return checked.error();
    if (book.endpoints.size() >= limits::endpoints_max) {
        return Error{
            .code = ErrorCode::conflict,
            .reason = "too_many_endpoints",
            .detail = "There are as many endpoints as can be. Remove one first.",
            .field = {},
            .object_id = {},
        };
    }
    Endpoint endpoint;
    endpoint.id = added.id;
    endpoint.url = std::move(added.url);
    endpoint.events = std::move(added.events);
    endpoint.secret = std::move(added.secret);
    endpoint.created_at = now;
    book.endpoints.push_back(std::move(endpoint));
    return book;
}

const Endpoint* find_endpoint(const EndpointBook& book, EndpointId id) {
    const auto found =
        std::find_if(book.endpoints.begin(), book.endpoints.end(), [id](const Endpoint& endpoint) {
            return endpoint.id == id;
        });
    return found == book.endpoints.end() ? nullptr : &*found;
}

Endpoint* find_endpoint(EndpointBook& book, EndpointId id) {
    const auto found =
        std::find_if(book.endpoints.begin(), book.endpoints.end(), [id](const Endpoint& endpoint) {
            return endpoint.id == id;
        });
    return found == book.endpoints.end() ? nullptr : &*found;
}

void rotate_secret(Endpoint& endpoint, Secret fresh, Instant now) {
    endpoint.previous_secret = std::exchange(endpoint.secret, std::move(fresh));
    endpoint.previous_until = now + limits::secret_overlap;
}

void disable(Endpoint& endpoint, std::string because, Instant now) {
    if (endpoint.disabled_at) return;
    endpoint.disabled_at = now;
    endpoint.disabled_because = std::move(because);
}

void enable(Endpoint& endpoint) {
    endpoint.disabled_at.reset();
    endpoint.disabled_because.clear();
}

bool wants(const Endpoint& endpoint, std::string_view type) {
    if (endpoint.disabled_at) return false;
    const auto& events = endpoint.events;
    return events.empty() || std::find(events.begin(), events.end(), type) != events.end();
}

std::vector<Secret> signing_secrets(const Endpoint& endpoint, Instant now) {
    std::vector<Secret> secrets{endpoint.secret};
    if (endpoint.previous_until && now < *endpoint.previous_until)
        secrets.push_back(endpoint.previous_secret);
    return secrets;
}

}  // namespace gyeol::domain
