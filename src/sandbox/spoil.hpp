// How a fault that was planned changes an answer that was already made. What happens to the connection
// is the carrier's part (see fault.hpp).
#pragma once

#include "ports/http_client.hpp"
#include "sandbox/answer.hpp"

namespace gyeol::sandbox {

/// What a spoiled answer looks like at one provider.
struct SpoiledAnswers {
    Answer server_error;            // For `error_after_execute`.
    int gateway_page_status = 200;  // For `answer_html`.
};

/// Changes `reply`, whose first header is its content type, as `kind` says. Kinds that concern only the
/// connection change nothing.
void spoil(ports::HttpReply& reply, FaultKind kind, SpoiledAnswers answers);

}  // namespace gyeol::sandbox
