// The operator's side of what others are told: endpoints, the log of deliveries, replay.
#include "base/json.hpp"
#include "base/limits.hpp"
#include "http/handlers.hpp"
#include "http/page_request.hpp"
#include "http/target.hpp"
#include "http/wire.hpp"

#include <utility>

namespace gyeol::http {
namespace {

Result<std::vector<std::string>> parse_events(const boost::json::object& body) {
    std::vector<std::string> events;
    const auto* found = body.if_contains("events");
    if (found == nullptr || found->is_null()) return events;
    const auto* list = found->if_array();
    if (list == nullptr || list->size() > limits::endpoint_events_max)
        return invalid("wrong_type", "`events` is a list of event types.", "events");
    for (const auto& one : *list) {
        const auto* text = one.if_string();
        if (text == nullptr)
            return invalid("wrong_type", "`events` is a list of event types.", "events");
        events.emplace_back(text->data(), text->size());
    }
    return events;
}

Result<app::AddEndpoint> parse_endpoint(std::string_view text) {
    auto body = parse_json_object(text);
    if (!body) return body.error();
    auto events = parse_events(*body);
    if (!events) return events.error();
    body->erase("events");
    FieldReader fields(*body);
    app::AddEndpoint command;
    command.url = fields.text("url", {1, limits::endpoint_url_bytes_max});
    command.events = std::move(*events);
    if (const auto read = fields.finish(); !read) return read.error();
    return command;
}

Error missing(std::string reason, std::string detail) {
    return Error{ErrorCode::not_found, std::move(reason), std::move(detail), {}, {}};
}

Result<std::optional<domain::DeliveryState>> parse_state(std::string_view query) {
    const auto text = Query(query).find("state");
    if (!text) return text.error();
    if (!*text) return std::optional<domain::DeliveryState>();
    const auto state = domain::find_delivery_state(**text);
    if (!state) {
        return invalid(
            "invalid_state", "`state` is `pending`, `delivered` or `given_up`.", "state"
        );
    }
    return state;
}

}  // namespace

Task<Result<Response>> Handlers::list_endpoints(Call call) {
    const auto endpoints = co_await app_.list_endpoints(std::move(call.caller->user));
    if (!endpoints) co_return endpoints.error();
    co_return write_json(200, write_endpoints(*endpoints));
}

Task<Result<Response>> Handlers::add_endpoint(Call call) {
    auto command = parse_endpoint(call.request.body);
    if (!command) co_return command.error();
    const auto endpoint =
        co_await app_.add_endpoint(std::move(call.caller->user), std::move(*command));
    if (!endpoint) co_return endpoint.error();
    co_return write_json(201, write_endpoint_and_secret(*endpoint));
}

Task<Result<Response>> Handlers::change_endpoint(Call call, app::EndpointChange change) {
    const auto id = domain::EndpointId::parse(call.parameters[0]);
    if (!id) co_return missing("endpoint_not_found", "There is no such endpoint.");
    if (const auto empty = expect_no_members(call.request.body); !empty) co_return empty.error();
    const auto endpoint = co_await app_.change_endpoint(std::move(call.caller->user), *id, change);
    if (!endpoint) co_return endpoint.error();
    if (change == app::EndpointChange::rotate_secret)
        co_return write_json(200, write_endpoint_and_secret(*endpoint));
    co_return write_json(200, write_endpoint(*endpoint));
}

Task<Result<Response>> Handlers::remove_endpoint(Call call) {
    return change_endpoint(std::move(call), app::EndpointChange::remove);
}

Task<Result<Response>> Handlers::enable_endpoint(Call call) {
    return change_endpoint(std::move(call), app::EndpointChange::enable);
}

Task<Result<Response>> Handlers::disable_endpoint(Call call) {
    return change_endpoint(std::move(call), app::EndpointChange::disable);
}

Task<Result<Response>> Handlers::rotate_endpoint_secret(Call call) {
    return change_endpoint(std::move(call), app::EndpointChange::rotate_secret);
}

Task<Result<Response>> Handlers::list_deliveries(Call call) {
    const auto page = parse_page(call.request.query);
    if (!page) co_return page.error();
    const auto state = parse_state(call.request.query);
    if (!state) co_return state.error();
    const auto found = co_await app_.list_deliveries(
        std::move(call.caller->user), *state, page->after, page->count
    );
    if (!found) co_return found.error();
    co_return write_json(200, write_deliveries(*found));
}

Task<Result<Response>> Handlers::replay_delivery(Call call) {
    const auto id = domain::DeliveryId::parse(call.parameters[0]);
    if (!id) co_return missing("delivery_not_found", "There is no such delivery.");
    if (const auto empty = expect_no_members(call.request.body); !empty) co_return empty.error();
    const auto delivery = co_await app_.replay_delivery(std::move(call.caller->user), *id);
    if (!delivery) co_return delivery.error();
    co_return write_json(200, write_delivery(*delivery));
}

}  // namespace gyeol::http
