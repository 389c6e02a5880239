#include "sandbox/stripe/call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::int64_t limit_usual = 10;
constexpr std::int64_t limit_most = 100;

struct CreatedBounds {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

CreatedBounds read_created(Params& params) {
    constexpr WholeRange any{0, std::numeric_limits<std::int64_t>::max() - 1};
    CreatedBounds bounds;
    if (const auto at = params.whole("created", any)) bounds = {*at, *at};
    if (const auto at = params.whole("created[gt]", any)) bounds.least = *at + 1;
    if (const auto at = params.whole("created[gte]", any)) bounds.least = *at;
    if (const auto at = params.whole("created[lt]", any)) bounds.most = *at - 1;
    if (const auto at = params.whole("created[lte]", any)) bounds.most = *at;
    return bounds;
}

/// Returns the things that the list may show, newest first.
std::vector<const Thing*> select(const Call& call, const Listing& listing, CreatedBounds created) {
    std::vector<const Thing*> chosen;
    for (const auto& id : call.world.books.ids_of(listing.object)) {
        const auto* thing = std::as_const(call.world.books).find(id);
        const auto at = thing->whole("created");
        const bool fits = at >= created.least && at <= created.most;
        if (fits && !thing->is_deleted() && listing.shows(*thing)) chosen.push_back(thing);
    }
    std::reverse(chosen.begin(), chosen.end());
    return chosen;
}

/// Returns where the cursor stands among the chosen, refuses one that names nothing.
std::size_t find_cursor(
    Params& params, const std::vector<const Thing*>& chosen, const std::string& name
) {
    const auto id = params.text(name).value_or("");
    const auto found = std::find_if(chosen.begin(), chosen.end(), [&id](const Thing* thing) {
        return thing->id() == id;
    });
    if (found == chosen.end()) {
        params.refuse({"resource_missing", fmt::format("No such object: '{}'", id), name, {}});
        return 0;
    }
    return static_cast<std::size_t>(found - chosen.begin());
}

}  // namespace

void allow_list(Params& params, std::initializer_list<std::string_view> names) {
    std::vector<std::string_view> all(names);
    for (const auto* each :
         {"limit",
          "starting_after",
          "ending_before",
          "created",
          "created[gt]",
          "created[gte]",
          "created[lt]",
          "created[lte]"}) {
        all.emplace_back(each);
    }
    params.allow(all);
}

Answer list(Call& call, const Listing& listing) {
    auto& params = call.params;
    const auto limit =
        static_cast<std::size_t>(params.whole("limit", {1, limit_most}).value_or(limit_usual));
    const auto created = read_created(params);
    const bool is_backward = params.text("ending_before").has_value();
    if (is_backward && params.text("starting_after")) {
        params.refuse(
            {"parameters_exclusive",
             "Received both starting_after and ending_before parameters. Please pass in only one.",
             "starting_after",
             {}}
        );
    }
    const auto chosen = select(call, listing, created);
    std::size_t begin = 0;
    std::size_t end = std::min(chosen.size(), limit);
    bool has_more = chosen.size() > limit;
    if (params.text("starting_after")) {
        begin = std::min(chosen.size(), find_cursor(params, chosen, "starting_after") + 1);
        end = std::min(chosen.size(), begin + limit);
        has_more = end < chosen.size();
    } else if (is_backward) {
        end = find_cursor(params, chosen, "ending_before");
        begin = end > limit ? end - limit : 0;
        has_more = begin > 0;
    }
    if (params.refusal()) return *params.refusal();
    json::array page;
    for (auto at = begin; at < end; ++at)
        page.emplace_back(chosen[at]->shown);
    Answer answer;
    answer.body = {
        {"object", "list"},
        {"data", std::move(page)},
        {"has_more", has_more},
        {"url", listing.url},
    };
    return answer;
}

bool fits_filter(const Params& params, const Thing& thing, std::string_view name) {
    const auto wanted = params.text(name);
    return !wanted || thing.text(name) == *wanted;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the parameter, then the kind it names.
Thing* find_named(Call& call, std::string_view name, std::string_view object) {
    const auto id = call.params.text(name);
    if (!id) return nullptr;
    auto* thing = call.world.books.find(*id, object);
    if (thing != nullptr && !thing->is_deleted()) return thing;
    call.params.refuse(
        {"resource_missing", fmt::format("No such {}: '{}'", object, *id), std::string(name), {}}
    );
    return nullptr;
}

}  // namespace gyeol::sandbox::stripe
