#include "sandbox/stripe/books.hpp"

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

bool is_true(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace

std::string Thing::text(std::string_view name) const {
    return find_text(shown, name).value_or("");
}

std::int64_t Thing::whole(std::string_view name) const {
    return find_whole(shown, name).value_or(0);
}

bool Thing::is(std::string_view name) const {
    return is_true(shown, name);
}

std::string Thing::kept_text(std::string_view name) const {
    return find_text(kept, name).value_or("");
}

std::int64_t Thing::kept_whole(std::string_view name) const {
    return find_whole(kept, name).value_or(0);
}

bool Thing::keeps(std::string_view name) const {
    return is_true(kept, name);
}

Thing& Books::put(Thing thing) {
    const auto id = thing.id();
    const auto known = things_.find(id);
    if (known != things_.end()) {
        known->second.thing = std::move(thing);
        return known->second.thing;
    }
    // A deleted customer stays among customers: its object word is the same.
    ids_[thing.object()].push_back(id);
    return things_.emplace(id, Entry{std::move(thing), ++count_}).first->second.thing;
}

Thing* Books::find(std::string_view id) {
    const auto known = things_.find(id);
    return known == things_.end() ? nullptr : &known->second.thing;
}

const Thing* Books::find(std::string_view id) const {
    const auto known = things_.find(id);
    return known == things_.end() ? nullptr : &known->second.thing;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the id, then the kind, as in the path.
Thing* Books::find(std::string_view id, std::string_view object) {
    auto* thing = find(id);
    return thing != nullptr && thing->object() == object ? thing : nullptr;
}

void Books::erase(std::string_view id) {
    const auto known = things_.find(id);
    if (known == things_.end()) return;
    auto& ids = ids_[known->second.thing.object()];
    ids.erase(std::find(ids.begin(), ids.end(), known->first));
    things_.erase(known);
}

const std::deque<std::string>& Books::ids_of(std::string_view object) const {
    static const std::deque<std::string> none;
    const auto known = ids_.find(object);
    return known == ids_.end() ? none : known->second;
}

void Books::for_each(const std::function<void(const Thing&)>& visit) const {
    std::map<std::uint64_t, const Thing*> in_order;
    for (const auto& [id, entry] : things_)
        in_order.emplace(entry.number, &entry.thing);
    for (const auto& [number, thing] : in_order)
        visit(*thing);
}

}  // namespace gyeol::sandbox::stripe
