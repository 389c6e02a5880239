#include "simulation/wire.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;
using ports::ExchangeFailure;
using ports::TransportFailure;

std::string call_of(const ports::HttpRequest& request) {
    return fmt::format("{} {}", word(request.method), request.url);
}

/// What gateways, proxies and half-broken servers make of an answer.
void spoil(ports::HttpReply& reply, Dice& dice) {
    switch (dice.below(4)) {
        case 0:
            reply.body.resize(reply.body.size() / 2);
            return;
        case 1:
            reply = {502, {{"Content-Type", "text/html"}}, "<html><body>502</body></html>"};
            return;
        case 2:
            reply.body.clear();
            return;
        default:
            reply.status = 500;
            reply.body = "{}";
            return;
    }
}

ExchangeFailure broken() {
    return {TransportFailure::broken, false, "connection reset"};
}

}  // namespace

std::string_view word(Crossing crossing) {
    switch (crossing) {
        case Crossing::before_store:
            return "before a call of the store";
        case Crossing::after_store:
            return "after a call of the store";
        case Crossing::before_request:
            return "before a request leaves";
        case Crossing::after_reply:
            return "after a reply came";
    }
    return "";
}

Task<ports::Exchanged> Wire::exchange(ports::HttpRequest request, Instant deadline) {
    const auto stand = scene_.find_stand(request.url);
    if (!stand) {
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::unreachable, true, "no such host"});
    }
    request.url.erase(0, scene_.stands[*stand]->url().size());
    co_await border_.crosses(Crossing::before_request);
    if (scene_.weather.strikes(Trouble::slow_network)) {
        const auto wait = scene_.weather.dice(Trouble::slow_network).between(100ms, 30s);
        co_await ports::sleep_until(clock_, clock_.now() + wait);
    }
    // Here the socket would be written.
    if (request.send_by && clock_.now() > *request.send_by) {
        scene_.says("held back, too late to send: " + call_of(request));
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::send_by_passed, true, "send_by passed"});
    }
    auto failure = fail_to_connect(*stand);
    if (failure) co_return tl::unexpected(std::move(*failure));
    const auto flight = send(*stand, std::move(request));
    co_await ports::wait_for(clock_, flight->answered, deadline);
    co_await border_.crosses(Crossing::after_reply);
    if (!flight->answer) {
        co_return tl::unexpected(ExchangeFailure{
            TransportFailure::timed_out, false, "deadline passed"});
    }
    co_return std::move(*flight->answer);
}

std::optional<ExchangeFailure> Wire::fail_to_connect(std::size_t stand) {
    const bool is_down = scene_.weather.lasts(Trouble::provider_outages, stand, scene_.now());
    const bool half = is_down && scene_.weather.dice(Trouble::provider_outages).chance(500);
    if (!half && !scene_.weather.strikes(Trouble::refused_connections)) return std::nullopt;
    return ExchangeFailure{TransportFailure::unreachable, true, "connection refused"};
}

Wire::SharedFlight Wire::send(std::size_t stand, ports::HttpRequest request) {
    auto& weather = scene_.weather;
    auto& dice = weather.dice(Trouble::slow_network);
    auto flight = std::make_shared<Flight>();
    flight->stand = stand;
    flight->request = std::move(request);
    flight->back = dice.between(5ms, 80ms);
    auto there = dice.between(5ms, 80ms);
    const auto call = call_of(flight->request);
    const bool is_down = weather.lasts(Trouble::provider_outages, stand, scene_.now());
    if (is_down || weather.strikes(Trouble::lost_requests)) {
        scene_.says("lost on its way: " + call);
        // Sometimes the connection breaks, sometimes nothing is ever heard.
        if (weather.dice(Trouble::lost_requests).chance(500))
            answer_after(scene_, flight, there, tl::unexpected(broken()));
        return flight;
    }
    if (weather.strikes(Trouble::late_requests)) {
        there = weather.dice(Trouble::late_requests).between(10s, 5min);
        scene_.says("held up on its way: " + call);
    }
    if (weather.strikes(Trouble::slow_network)) flight->back = dice.between(1s, 100s);
    flight->loses_reply = weather.strikes(Trouble::lost_replies);
    if (weather.lasts(Trouble::refused_keys, stand, scene_.now())) {
        for (auto& header : flight->request.headers) {
            if (header.name == "Authorization") header.value = "Basic bm9ib2R5Og==";
        }
    }
    auto& scene = scene_;
    scene.clock.call_at(scene.now() + there, [&scene, flight] { arrive(scene, flight); });
    if (weather.strikes(Trouble::repeated_requests)) {
        const auto again = there + weather.dice(Trouble::repeated_requests).between(1ms, 60s);
        const auto copy = std::make_shared<Flight>(*flight);
        copy->answered = ports::Signal();
        scene_.says("arrives twice: " + call);
        scene.clock.call_at(scene.now() + again, [&scene, copy] { arrive(scene, copy); });
    }
    return flight;
}

void Wire::arrive(Scene& scene, const SharedFlight& flight) {
    auto handled = scene.stands[flight->stand]->handle(flight->request, scene.now());
    scene.says(fmt::format("{} is answered {}", call_of(flight->request), handled.reply.status));
    using enum sandbox::FaultKind;
    const bool is_dropped = handled.fault.kind == drop_reply ||
                            handled.fault.kind == lose_request ||
                            handled.fault.kind == refuse_connection;
    const auto wait = flight->back + handled.fault.delay;
    if (flight->loses_reply || is_dropped) {
        scene.says("its reply is lost: " + call_of(flight->request));
        if (scene.weather.dice(Trouble::lost_replies).chance(500)) return;
        answer_after(scene, flight, wait, tl::unexpected(broken()));
        return;
    }
    if (scene.weather.strikes(Trouble::spoiled_replies)) {
        spoil(handled.reply, scene.weather.dice(Trouble::spoiled_replies));
        scene.says("its reply is damaged: " + call_of(flight->request));
    }
    answer_after(scene, flight, wait, std::move(handled.reply));
}

void Wire::answer_after(
    Scene& scene, const SharedFlight& flight, Millis wait, ports::Exchanged answer
) {
    flight->answer.reset();
    scene.clock.call_at(scene.now() + wait, [flight, kept = std::move(answer)]() mutable {
        flight->answer = std::move(kept);
        flight->answered.set();
    });
}

}  // namespace gyeol::simulation
