// Where people live: they see our processes from outside, one request at a time, and hear nothing when a
// process dies under their request.
#pragma once

#include "simulation/dice.hpp"
#include "simulation/node.hpp"
#include "simulation/scene.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::simulation {

/// One request's way: which process it meets, and how long it travels.
struct Errand {
    std::size_t node = 0;
    Millis there{0};
    Millis back{0};
};

class Town {
public:
    explicit Town(Scene& scene);

    Scene& scene() { return scene_; }

    [[nodiscard]] const std::vector<std::unique_ptr<Node>>& nodes() const { return nodes_; }

    /// Whether the two quiet days have begun: nobody starts anything new.
    [[nodiscard]] bool is_quiet() const { return scene_.weather.is_clear(); }

    /// Lets somebody live; it ends with the world.
    void let_live(Task<> life);

    /// Suspends for `time`, by the true clock.
    Task<> wait(Millis time);

    [[nodiscard]] Errand errand(Dice& dice) const;

    /// Asks a process. None when it is down, dies, or needs longer than a browser waits.
    template <typename T>
    Task<std::optional<T>> ask(Errand errand, std::function<Task<T>(Node&)> what) {
        co_await wait(errand.there);
        auto& node = *nodes_.at(errand.node);
        if (!node.is_up()) co_return std::nullopt;
        const auto call = node.begin(what);
        co_await ports::wait_for(scene_.clock, call->ended, scene_.now() + patience);
        co_await wait(errand.back);
        co_return std::move(call->answer);
    }

private:
    static constexpr Millis patience = std::chrono::seconds(30);

    Scene& scene_;
    std::vector<std::unique_ptr<Node>> nodes_;
};

}  // namespace gyeol::simulation
