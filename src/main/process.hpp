// One process from its start to its end: what it runs, the signals that stop it, and the order in which
// everything ends.
#pragma once

#include "main/config.hpp"

#include <string>

namespace gyeol::program {

/// What a process runs beside the payments server, or instead of it.
struct ProcessOptions {
    bool payments = true;
    bool sandbox = false;
    bool demo_shop = false;
    /// Calls the sandbox without a socket in between; for measuring the server alone.
    bool sandbox_in_process = false;
    std::string webhook_url;  // Of `gyeol sandbox`; empty sends none.
    std::string web_root;     // A folder of web files instead of the embedded ones.
};

/// Runs until SIGTERM or SIGINT has been obeyed; a second one ends the process at once. Returns the exit
/// code; what keeps it from starting is said on standard error.
int run_process(const Config& config, const ProcessOptions& options);

}  // namespace gyeol::program
