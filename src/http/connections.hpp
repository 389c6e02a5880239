// The open connections of one server: how many there are, which are too slow, when the last one left.
// One tick a second looks at all of them, so that no connection carries a timer of its own.
#pragma once

#include "base/limits.hpp"
#include "base/time.hpp"
#include "http/message.hpp"
#include "http/request_reader.hpp"
#include "ports/clock.hpp"
#include "ports/wait.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::http {

/// How much one client may take of us. Tests pass tiny ones.
struct ServerLimits {
    std::size_t body_bytes_max = limits::body_bytes_max;
    std::size_t header_bytes_max = limits::header_bytes_max;
    std::size_t header_count_max = limits::header_count_max;
    std::size_t connections_max = limits::connections_max;
    std::size_t linger_bytes_max = limits::linger_bytes_max;
    Millis read_within = limits::read_within;
    Millis write_within = limits::write_within;
    Millis idle_within = limits::idle_within;
    Millis linger_within = limits::linger_within;

    [[nodiscard]] RequestLimits request() const {
        return {header_bytes_max, header_count_max, body_bytes_max};
    }
};

/// What a connection is doing, which decides what a passed deadline and a stop mean for it.
enum class Phase : std::uint8_t {
    idle,       // Between requests, or before the first byte: may be closed at any time.
    reading,    // Part of a request is here.
    handling,   // The handler runs; it has deadlines of its own.
    writing,    // The answer is leaving.
    lingering,  // The last answer has left; what still comes in is thrown away.
};

/// One connection as the registry sees it.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Ends the wait in progress; the connection finds `is_late()` and decides.
    virtual void interrupt() = 0;

    /// Closes the socket at once.
    virtual void cut() = 0;

    [[nodiscard]] Phase phase() const { return phase_; }

    [[nodiscard]] bool is_late() const { return late_; }

private:
    friend class Connections;

    Phase phase_ = Phase::idle;
    bool late_ = false;
    Instant deadline_{};
    std::size_t place_ = 0;
};

/// Loop thread only. Shared by the server and its connections, which end in any order.
class Connections : public std::enable_shared_from_this<Connections> {
public:
    Connections(ports::Clock& clock, ServerLimits limits);

    /// Takes `connection` in; returns false when there is no room.
    bool enter(Connection& connection);
    void leave(Connection& connection);

    /// Notes what `connection` does from now on, and until when it must be done.
    void enter_phase(Connection& connection, Phase phase);

    /// Closes idle connections now and every other one after its answer.
    void stop();

    /// Closes every connection at once.
    void cut_all();

    [[nodiscard]] bool is_stopping() const { return stopping_; }

    [[nodiscard]] std::size_t count() const { return open_.size(); }

    [[nodiscard]] const ServerLimits& limits() const { return limits_; }

    /// Returns the value of `Date`, right to the second.
    [[nodiscard]] std::string_view date();

    /// Set when a stopping server has no connection left.
    [[nodiscard]] ports::Signal emptied() const { return emptied_; }

private:
    void start_ticking();
    void tick();
    [[nodiscard]] Instant deadline_of(Phase phase) const;

    ports::Clock& clock_;
    ServerLimits limits_;
    std::vector<Connection*> open_;
    Instant date_of_{};
    std::string date_;
    bool ticking_ = false;
    bool stopping_ = false;
    ports::Signal emptied_;
};

}  // namespace gyeol::http
