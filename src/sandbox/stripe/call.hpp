// One call on its way through the simulator, and the list calls that all resources share.
#pragma once

#include "sandbox/stripe/params.hpp"
#include "sandbox/stripe/world.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

struct Call {
    World& world;
    Params params;
    Instant now;
    bool is_publishable = false;
    std::string id;  // The first id in the path, empty when there is none.
    std::string second_id;
};

/// Which things of one kind a list shows.
struct Listing {
    std::string_view object;
    std::string url;  // As the answer names itself.
    std::function<bool(const Thing&)> shows = [](const Thing&) { return true; };
};

/// Answers a page of things, newest first: `limit`, the two cursors and `created[...]`. Requires that the
/// caller allowed its parameters by `allow_list`.
Answer list(Call& call, const Listing& listing);

/// Allows `names` and what every list takes.
void allow_list(Params& params, std::initializer_list<std::string_view> names = {});

/// Returns whether a filter is absent or equals the thing's member of the same name.
bool fits_filter(const Params& params, const Thing& thing, std::string_view name);

/// Finds the thing that the parameter `name` names; refuses in `params` and returns null when there is
/// none. Null without a refusal when the parameter was not given.
Thing* find_named(Call& call, std::string_view name, std::string_view object);

}  // namespace gyeol::sandbox::stripe
