#include "simulation/weather.hpp"

namespace gyeol::simulation {

Weather::Weather(const Plan& plan) : per_mille_(plan.per_mille) {
    const Dice root = Dice(plan.seed).fork(2);
    for (std::size_t at = 0; at < trouble_count; ++at)
        dice_.push_back(root.fork(at));
}

bool Weather::strikes(Trouble trouble) {
    const auto rate = per_mille_.at(static_cast<std::size_t>(trouble));
    return !clear_ && rate > 0 && dice(trouble).chance(rate);
}

void Weather::begin(Trouble trouble, std::size_t place, Instant until) {
    spells_.at(static_cast<std::size_t>(trouble)) = {place, until};
}

bool Weather::lasts(Trouble trouble, std::size_t place, Instant now) const {
    const auto& spell = spells_.at(static_cast<std::size_t>(trouble));
    return !clear_ && spell.place == place && now < spell.until;
}

void Weather::clear_up() {
    clear_ = true;
}

}  // namespace gyeol::simulation
