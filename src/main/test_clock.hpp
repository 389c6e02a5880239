// The sandbox's clock is moved by hand: `POST /api/test/clock` `{"advanceSeconds": n}`, in sandbox mode
// only. Providers live by the real time, so with real keys there is no such address.
#pragma once

#include "http/message.hpp"
#include "platform/loop.hpp"

#include <string_view>

namespace gyeol::program {

/// Stands in front of another handler and passes on everything but its own address. Loop thread only.
class TestClock final : public http::Handler {
public:
    /// Borrows everything; `headers` are finished lines that live as long as the clock.
    TestClock(platform::SystemClock& clock, http::Handler& next, std::string_view headers)
        : clock_(clock), next_(next), headers_(headers) {}

    /// Answers 200 `{"now": ...}` once the clock is ahead; what became due runs after the answer.
    Task<http::Response> handle(http::Request request) override;

private:
    [[nodiscard]] http::Response advance(const http::Request& request);

    platform::SystemClock& clock_;
    http::Handler& next_;
    std::string_view headers_;
};

}  // namespace gyeol::program
