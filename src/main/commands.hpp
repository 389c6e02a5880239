// The command line: what it takes, and what each command runs.
#pragma once

namespace gyeol::program {

/// Runs the command that the arguments name. Returns the exit code: 0, 1 failure, 2 usage.
int run_command(int argc, char** argv);

}  // namespace gyeol::program
