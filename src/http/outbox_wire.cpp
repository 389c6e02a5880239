// How endpoints and deliveries look on the wire.
#include "base/time.hpp"
#include "http/json_text.hpp"
#include "http/wire.hpp"

namespace gyeol::http {
namespace {

void put_instant(JsonText& json, std::string_view name, const std::optional<Instant>& instant) {
    if (instant) json.member(name, write_rfc3339(*instant));
}

/// Writes the members of `endpoint` into an open object.
void put_endpoint_members(JsonText& json, const domain::Endpoint& endpoint) {
    json.member("id", endpoint.id.hex()).member("url", endpoint.url).name("events").begin_array();
    for (const auto& type : endpoint.events)
        json.text(type);
    json.end_array();
    json.name("enabled").boolean(!endpoint.disabled_at);
    put_instant(json, "disabledAt", endpoint.disabled_at);
    if (!endpoint.disabled_because.empty())
        json.member("disabledBecause", endpoint.disabled_because);
    put_instant(json, "previousSecretUntil", endpoint.previous_until);
    json.member("createdAt", write_rfc3339(endpoint.created_at));
}

void put_delivery(JsonText& json, const domain::Delivery& delivery) {
    json.begin_object()
        .member("id", delivery.id.hex())
        .member("channel", word(delivery.channel))
        .member("state", word(delivery.state))
        .member("eventType", delivery.event_type)
        .member("paymentId", delivery.payment_id.hex())
        .member("sequence", static_cast<std::int64_t>(delivery.event_number));
    if (delivery.channel == domain::DeliveryChannel::webhook)
        json.member("endpointId", delivery.endpoint_id.hex());
    json.member("tries", std::int64_t(delivery.tries)).name("log").begin_array();
    for (const auto& tried : delivery.log) {
        json.begin_object().member("at", write_rfc3339(tried.at));
        if (tried.status != 0) json.member("status", std::int64_t(tried.status));
        if (!tried.detail.empty()) json.member("detail", tried.detail);
        json.end_object();
    }
    json.end_array();
    json.member("createdAt", write_rfc3339(delivery.created_at));
    put_instant(json, "finishedAt", delivery.finished_at);
    put_instant(json, "nextAt", delivery.meta.next_at);
    json.end_object();
}

}  // namespace

std::string write_endpoint(const domain::Endpoint& endpoint) {
    JsonText json;
    json.begin_object();
    put_endpoint_members(json, endpoint);
    json.end_object();
    return json.take();
}

std::string write_endpoint_and_secret(const domain::Endpoint& endpoint) {
    JsonText json;
    json.begin_object();
    put_endpoint_members(json, endpoint);
    json.member("secret", endpoint.secret.reveal()).end_object();
    return json.take();
}

std::string write_endpoints(const std::vector<domain::Endpoint>& endpoints) {
    JsonText json;
    json.begin_object().name("data").begin_array();
    for (const auto& endpoint : endpoints) {
        json.begin_object();
        put_endpoint_members(json, endpoint);
        json.end_object();
    }
    json.end_array().end_object();
    return json.take();
}

std::string write_delivery(const domain::Delivery& delivery) {
    JsonText json;
    put_delivery(json, delivery);
    return json.take();
}

std::string write_deliveries(const ports::DeliveryPage& page) {
    JsonText json;
    json.begin_object().name("data").begin_array();
    for (const auto& delivery : page.deliveries)
        put_delivery(json, delivery);
    json.end_array();
    if (page.next) json.member("nextCursor", write_cursor(*page.next));
    json.end_object();
    return json.take();
}

}  // namespace gyeol::http
