// What a planned fault does to an answer that was already made. What happens to the connection instead
// is the carrier's part (see fault.hpp).
#pragma once

#include "sandbox/fault.hpp"

#include <string>

namespace gyeol::sandbox {

/// How the provider says that something broke inside.
struct ServerError {
    int status = 500;
    std::string body;
};

/// Spoils `reply` as `kind` says. Requires the content type as its first header.
void spoil(ports::HttpReply& reply, FaultKind kind, const ServerError& error);

}  // namespace gyeol::sandbox
