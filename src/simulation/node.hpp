// One of our processes: the real app with the real adapters on a loop and a clock of its own. It may be
// killed, which takes away everything in its memory, or stand still, which takes away nothing.
#pragma once

#include "app/app.hpp"
#include "ports/gate.hpp"
#include "ports/wait.hpp"
#include "simulation/border.hpp"
#include "simulation/desk.hpp"
#include "simulation/distant_store.hpp"
#include "simulation/scene.hpp"
#include "simulation/wire.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::simulation {

/// The plans are `plan_1` and so on.
constexpr int plans_on_sale = 8;

/// What somebody outside asked of a process. `ended` is set when the answer came, or when none will come.
template <typename T>
struct Call {
    std::optional<T> answer;
    ports::Signal ended;
};

class Node final : public Border, public StoreRoad {
public:
    Node(Scene& scene, int number);
    ~Node() override;

    [[nodiscard]] int number() const { return number_; }

    /// Starts the process unless it runs.
    void start();

    /// Kills the process where it stands; it starts again a little later.
    void kill(const std::string& how);

    /// Nothing of the process runs until `until`.
    void stand_still(Instant until);

    /// Whether the shop's configuration has its keys, from the next start on.
    void set_keys(bool has_keys) { has_keys_ = has_keys; }

    /// The process's clock shows the true time and this much more.
    void set_clock_off_by(Millis offset);

    /// Nothing is wrong any more: it runs, on time, with its keys.
    void recover();

    [[nodiscard]] bool is_up() const { return life_ != nullptr; }

    /// Follows the true time.
    void follow_time();

    /// Runs one thing that is ready; returns false when nothing is.
    bool step();

    /// Returns when, by the true time, something will be ready; none while it is down.
    [[nodiscard]] std::optional<Instant> next_at() const;

    /// Requires a process that is up; both live until it is killed.
    app::App& app() { return *life_->app; }

    Desk& desk() { return *life_->desk; }

    /// Begins `what` in this process. Requires a process that is up.
    template <typename T>
    std::shared_ptr<Call<T>> begin(const std::function<Task<T>(Node&)>& what) {
        auto call = std::make_shared<Call<T>>();
        // Whoever dies with the process drops the handler, and with it this: then nobody will answer.
        const std::shared_ptr<void> ticket(nullptr, [ended = call->ended](void*) { ended.set(); });
        boost::asio::co_spawn(
            life_->io,
            what(*this),
            [this, call, ticket](const std::exception_ptr& failure, T value) {
                if (failure) {
                    law_broken(failure);
                } else {
                    call->answer.emplace(std::move(value));
                }
            }
        );
        return call;
    }

    Task<> crosses(Crossing where) override;
    Task<StoreFate> leaves(StoreCall call) override;
    Task<> returns(StoreCall call) override;
    void landed(const domain::Aggregate& stored) override;

private:
    class Teller;

    /// Everything that a crash takes away.
    struct Life {
        explicit Life(Node& node);
        ~Life();

        boost::asio::io_context io{1};
        VirtualClock clock;
        ports::Gate gate;
        DistantStore store;
        Wire wire;
        std::vector<std::unique_ptr<ports::Provider>> providers;
        std::unique_ptr<app::App> app;
        std::unique_ptr<Desk> desk;
        bool is_doomed = false;
        bool looks_around = false;  // A round of the reconciler is under way.
        Instant next_round{};       // Not before this, by the true time.
    };

    [[nodiscard]] bool stands_still() const { return scene_.now() < still_until_; }

    [[nodiscard]] std::optional<Instant> next_round_at() const;
    void begin_round();
    void law_broken(const std::exception_ptr& failure);
    Task<> way_to_store();

    Scene& scene_;
    int number_;
    std::unique_ptr<Teller> teller_;
    bool has_keys_ = true;
    Millis offset_{0};
    Instant still_until_{};
    std::unique_ptr<Life> life_;
};

}  // namespace gyeol::simulation
