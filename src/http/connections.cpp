#include "http/connections.hpp"

#include "http/response_writer.hpp"

#include <chrono>

namespace gyeol::http {

Connections::Connections(ports::Clock& clock, ServerLimits limits)
    : clock_(clock), limits_(limits) {}

bool Connections::enter(Connection& connection) {
    if (stopping_ || open_.size() >= limits_.connections_max) return false;
    connection.place_ = open_.size();
    open_.push_back(&connection);
    // A new connection that says nothing gets no more time than one that says something.
    connection.phase_ = Phase::idle;
    connection.deadline_ = clock_.now() + limits_.read_within;
    start_ticking();
    return true;
}

void Connections::leave(Connection& connection) {
    open_[connection.place_] = open_.back();
    open_[connection.place_]->place_ = connection.place_;
    open_.pop_back();
    if (stopping_ && open_.empty()) emptied_.set();
}

Instant Connections::deadline_of(Phase phase) const {
    switch (phase) {
        case Phase::idle:
            return clock_.now() + limits_.idle_within;
        case Phase::reading:
            return clock_.now() + limits_.read_within;
        case Phase::handling:
            return Instant::max();
        case Phase::writing:
            return clock_.now() + limits_.write_within;
        case Phase::lingering:
            return clock_.now() + limits_.linger_within;
    }
    return Instant::max();
}

void Connections::enter_phase(Connection& connection, Phase phase) {
    connection.phase_ = phase;
    connection.late_ = false;
    connection.deadline_ = deadline_of(phase);
}

void Connections::start_ticking() {
    if (ticking_) return;
    ticking_ = true;
    const std::weak_ptr<Connections> weak = weak_from_this();
    clock_.call_at(clock_.now() + limits::connection_tick, [weak] {
        if (const auto self = weak.lock()) self->tick();
    });
}

void Connections::tick() {
    ticking_ = false;
    const auto now = clock_.now();
    for (auto* connection : open_) {
        if (connection->deadline_ > now) continue;
        connection->late_ = true;
        connection->interrupt();
    }
    if (!open_.empty()) start_ticking();
}

void Connections::stop() {
    stopping_ = true;
    for (auto* connection : open_) {
        if (connection->phase_ == Phase::idle || connection->phase_ == Phase::lingering)
            connection->cut();
    }
    if (open_.empty()) emptied_.set();
}

void Connections::cut_all() {
    for (auto* connection : open_)
        connection->cut();
}

std::string_view Connections::date() {
    const auto second = std::chrono::floor<std::chrono::seconds>(clock_.now());
    if (date_.empty() || second != date_of_) {
        date_of_ = second;
        date_ = write_http_date(second);
    }
    return date_;
}

}  // namespace gyeol::http
