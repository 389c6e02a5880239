// Reaches a simulated provider without a socket: the same port the real adapters use, on any clock.
// Faults that the simulator plans become the failures that a network would have shown.
#pragma once

#include "ports/clock.hpp"
#include "ports/http_client.hpp"
#include "sandbox/fault.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gyeol::sandbox {

using Handler = std::function<HandledReply(const ports::HttpRequest&, Instant)>;

/// Loop thread only. Requests outside `prefix` fail as `unreachable`, with nothing sent.
class InProcessClient : public ports::HttpClient {
public:
    /// `prefix` is what every URL begins with and the handler does not see, such as
    /// `http://localhost:8081/toss`. Each reply takes `latency`, none when it is zero.
    InProcessClient(
        ports::Clock& clock, std::string prefix, Handler handler, Millis latency = Millis(0)
    );

    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant deadline) override;

    /// Returns how many calls of `operation` were made, those that faults kept from arriving included.
    [[nodiscard]] std::size_t calls(std::string_view operation) const;

private:
    ports::Clock& clock_;
    std::string prefix_;
    Handler handler_;
    Millis latency_;
    std::map<std::string, std::size_t, std::less<>> calls_;
};

}  // namespace gyeol::sandbox
