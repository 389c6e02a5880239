// The network between one process and the providers, with everything that a network does. What was sent
// arrives also when the sender has died meanwhile.
#pragma once

#include "ports/clock.hpp"
#include "ports/http_client.hpp"
#include "ports/wait.hpp"
#include "simulation/border.hpp"
#include "simulation/scene.hpp"

#include <memory>
#include <optional>

namespace gyeol::simulation {

/// Keeps the promises of `ports::HttpClient`. Loop thread of the process.
class Wire final : public ports::HttpClient {
public:
    /// `clock` is the process's own, which may be wrong.
    Wire(Scene& scene, Border& border, ports::Clock& clock)
        : scene_(scene), border_(border), clock_(clock) {}

    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant deadline) override;

private:
    /// One request on its way; both ends hold it, and either may end first.
    struct Flight {
        std::size_t stand = 0;
        ports::HttpRequest request;
        std::optional<ports::Exchanged> answer;
        ports::Signal answered;
        Millis back{0};
        bool loses_reply = false;
    };

    using SharedFlight = std::shared_ptr<Flight>;

    [[nodiscard]] std::optional<ports::ExchangeFailure> fail_to_connect(std::size_t stand);
    SharedFlight send(std::size_t stand, ports::HttpRequest request);
    static void arrive(Scene& scene, const SharedFlight& flight);
    static void answer_after(
        Scene& scene, const SharedFlight& flight, Millis wait, ports::Exchanged answer
    );

    Scene& scene_;
    Border& border_;
    ports::Clock& clock_;
};

}  // namespace gyeol::simulation
