// A whole world from one plan: our processes, the people who come, the webhooks on their way, and the one
// thread that decides whose turn it is.
#pragma once

#include "simulation/auditor.hpp"
#include "simulation/buyer.hpp"
#include "simulation/node.hpp"
#include "simulation/others.hpp"
#include "simulation/scene.hpp"
#include "simulation/town.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::simulation {

/// What one run came to.
struct Report {
    std::vector<std::string> findings;
    std::uint64_t hash = 0;
    std::size_t payments = 0;
    std::size_t completed = 0;  // Payments for which money came.
    std::vector<std::string> story;
};

/// One run; it is thrown away afterwards.
class World {
public:
    World(Plan plan, bool keeps_story);

    /// Lets people and troubles be about, then two quiet days pass, then audits.
    Report run();

private:
    void let_people_in();
    void run_until(Instant end);
    bool step();
    bool step_of(std::size_t party);
    [[nodiscard]] std::optional<Instant> next_at() const;
    void move_to(Instant now);
    [[nodiscard]] Evidence gather_evidence();

    Scene scene_;
    Dice turns_;
    Town town_;
    Carrier carrier_;
    WeatherMaker weather_maker_;
    Outsiders outsiders_;
    std::vector<std::unique_ptr<Buyer>> buyers_;
    std::vector<std::unique_ptr<ShopOperator>> operators_;
};

}  // namespace gyeol::simulation
