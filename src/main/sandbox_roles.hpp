// Which providers the sandbox plays in this process, and with which keys.
#pragma once

#include "main/config.hpp"
#include "main/process.hpp"
#include "main/sandbox_server.hpp"

#include <vector>

namespace gyeol::program {

/// One line for each provider.
std::vector<SandboxRole> sandbox_roles(const Config& config, const ProcessOptions& options);

}  // namespace gyeol::program
