#include "sandbox/stripe/event.hpp"

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {

constexpr std::size_t types_most = 20;

/// `charge.*` names all events of charges.
bool names(const std::string& pattern, const std::string& type) {
    if (!pattern.ends_with(".*")) return pattern == type;
    return type.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

Answer get_event(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* event = call.world.books.find(call.id, "event");
    if (event == nullptr) return no_such("event", call.id);
    return {200, event->shown};
}

Answer list_events(Call& call) {
    auto& params = call.params;
    allow_list(params, {"type", "types[]", "delivery_success"});
    auto types = params.list("types");
    if (const auto type = params.text("type")) types.push_back(*type);
    if (types.size() > types_most)
        params.refuse({{}, "You may list at most 20 event types.", "types", {}});
    const auto delivered = params.flag("delivery_success");
    return list(call, {"event", "/v1/events", [&types, &delivered](const Thing& event) {
                           const auto is_named = [&event](const std::string& type) {
                               return names(type, event.text("type"));
                           };
                           const bool is_delivered = event.whole("pending_webhooks") == 0;
                           return (types.empty() ||
                                   std::any_of(types.begin(), types.end(), is_named)) &&
                                  (!delivered || *delivered == is_delivered);
                       }});
}

}  // namespace gyeol::sandbox::stripe
