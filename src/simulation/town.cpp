#include "simulation/town.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace gyeol::simulation {

Town::Town(Scene& scene) : scene_(scene) {
    for (int number = 1; number <= scene.plan.nodes; ++number)
        nodes_.push_back(std::make_unique<Node>(scene, number));
}

void Town::let_live(Task<> life) {
    boost::asio::co_spawn(scene_.io, std::move(life), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

Task<> Town::wait(Millis time) {
    co_await ports::sleep_until(scene_.clock, scene_.now() + time);
}

Errand Town::errand(Dice& dice) const {
    return {
        .node = dice.below(nodes_.size()),
        .there = dice.between(Millis(1), Millis(60)),
        .back = dice.between(Millis(1), Millis(60)),
    };
}

}  // namespace gyeol::simulation
