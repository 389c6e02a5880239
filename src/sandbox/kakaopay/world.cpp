#include "sandbox/kakaopay/world.hpp"

#include "sandbox/kakaopay/journal.hpp"

#include <utility>

namespace gyeol::sandbox::kakaopay {

World::World(Options chosen) : options(std::move(chosen)), ids(options.seed) {}

void World::changed(const Payment& payment) {
    if (on_change) on_change(write_line(ids.sequence(), payment));
}

void World::changed(const RecurringKey& key) {
    if (on_change) on_change(write_line(ids.sequence(), key));
}

}  // namespace gyeol::sandbox::kakaopay
