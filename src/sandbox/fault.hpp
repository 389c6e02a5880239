// What may go wrong on purpose between a caller and a simulated provider. A simulator applies what
// changes its answer; what happens to the connection is told to whoever carries the answer.
#pragma once

#include "base/time.hpp"
#include "ports/http_client.hpp"

#include <cstdint>
#include <string_view>

namespace gyeol::sandbox {

enum class FaultKind : std::uint8_t {
    none,
    refuse_connection,    // Nothing arrives and nothing is executed; provably so.
    lose_request,         // Nothing is executed, but the caller cannot know: the connection breaks.
    drop_reply,           // Executed, then the connection breaks.
    error_after_execute,  // Executed, then answered 500.
    answer_html,          // Executed, then a gateway's page instead of the answer.
    cut_json,             // Executed, then half of the answer.
    unknown_status,       // Executed, then 200 with a status word nobody has documented.
    empty_body,           // Executed, then the right status without a body.
    delay,                // Executed on arrival, answered `delay` later.
};

/// One planned fault; `delay` also holds back the effect of any other kind by that long.
struct Fault {
    FaultKind kind = FaultKind::none;
    Millis delay{0};

    friend bool operator==(const Fault&, const Fault&) = default;
};

/// What a simulator answers. The carrier must wait `fault.delay` and then, for `refuse_connection`,
/// `lose_request` and `drop_reply`, hand over no reply at all. `operation` names the call for counting.
struct HandledReply {
    ports::HttpReply reply;
    Fault fault;
    std::string_view operation;
};

}  // namespace gyeol::sandbox
