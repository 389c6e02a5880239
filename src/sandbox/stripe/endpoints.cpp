#include "sandbox/stripe/endpoints.hpp"

#include "sandbox/url.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::size_t endpoints_most = 16;

json::object blank_endpoint(const std::string& id, std::int64_t created) {
    return {
        {"id", id},
        {"object", "webhook_endpoint"},
        {"api_version", nullptr},
        {"application", nullptr},
        {"created", created},
        {"description", nullptr},
        {"enabled_events", json::array{"*"}},
        {"livemode", false},
        {"metadata", json::object()},
        {"status", "enabled"},
        {"url", ""},
    };
}

void merge(Params& params, json::object& endpoint) {
    if (const auto url = params.text("url")) {
        if (!is_absolute_url(*url)) params.refuse({"url_invalid", "Not a valid URL", "url", {}});
        endpoint["url"] = *url;
    }
    const auto events = params.list("enabled_events");
    if (!events.empty()) endpoint["enabled_events"] = json::value_from(events);
    merge_texts(params, endpoint, {"description"});
    merge_metadata(params, endpoint["metadata"].as_object());
}

}  // namespace

Thing make_fixed_endpoint(const FixedEndpoint& fixed) {
    Thing endpoint;
    endpoint.shown = blank_endpoint(fmt::format("we_fixed{:016x}", fingerprint(fixed.url)), 0);
    endpoint.shown["url"] = fixed.url;
    endpoint.shown["api_version"] = api_version;
    endpoint.kept["secrets"] = json::array{json::object{{"secret", fixed.secret}}};
    return endpoint;
}

Answer create_endpoint(Call& call) {
    auto& params = call.params;
    params.allow(
        {"url",
         "enabled_events[]",
         "api_version",
         "description",
         "metadata[*]",
         "metadata",
         "connect"}
    );
    params.needed_text("url");
    if (params.list("enabled_events").empty()) {
        params.refuse(
            {"parameter_missing", "Missing required param: enabled_events.", "enabled_events", {}}
        );
    }
    auto shown = blank_endpoint(call.world.ids.letters("we_1", 23), seconds(call.now));
    merge(params, shown);
    const auto version = params.text("api_version");
    if (version) {
        if (*version != api_version) {
            params.refuse({{}, fmt::format("Invalid API version: {}", *version), "api_version", {}}
            );
        }
        shown["api_version"] = *version;
    }
    if (params.refusal()) return *params.refusal();
    if (call.world.books.ids_of("webhook_endpoint").size() >= endpoints_most) {
        return refuse({{}, "You have reached the maximum of 16 test webhook endpoints.", {}, {}});
    }
    const auto secret = call.world.ids.letters("whsec_", 32);
    json::object kept{{"secrets", json::array{json::object{{"secret", secret}}}}};
    Answer answer{200, call.world.add(std::move(shown), std::move(kept)).shown};
    // Only this answer ever shows it.
    answer.body["secret"] = secret;
    return answer;
}

Answer get_endpoint(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* endpoint = call.world.books.find(call.id, "webhook_endpoint");
    if (endpoint == nullptr) return no_such("webhook_endpoint", call.id);
    return {200, endpoint->shown};
}

Answer update_endpoint(Call& call) {
    auto& params = call.params;
    params.allow({"url", "enabled_events[]", "description", "metadata[*]", "metadata", "disabled"});
    auto* endpoint = call.world.books.find(call.id, "webhook_endpoint");
    if (endpoint == nullptr) return no_such("webhook_endpoint", call.id);
    auto changed = endpoint->shown;
    merge(params, changed);
    if (const auto is_off = params.flag("disabled"))
        changed["status"] = *is_off ? "disabled" : "enabled";
    if (params.refusal()) return *params.refusal();
    endpoint->shown = std::move(changed);
    call.world.changed(*endpoint);
    return {200, endpoint->shown};
}

Answer delete_endpoint(Call& call) {
    const auto* endpoint = call.world.books.find(call.id, "webhook_endpoint");
    if (endpoint == nullptr) return no_such("webhook_endpoint", call.id);
    call.world.erase(call.id);
    return {200, {{"id", call.id}, {"object", "webhook_endpoint"}, {"deleted", true}}};
}

Answer list_endpoints(Call& call) {
    allow_list(call.params);
    return list(call, {"webhook_endpoint", "/v1/webhook_endpoints"});
}

}  // namespace gyeol::sandbox::stripe
