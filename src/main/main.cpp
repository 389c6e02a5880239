// The entry of the one binary.
#include "main/commands.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    try {
        return gyeol::program::run_command(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "gyeol: stopped: %s\n", failure.what());
        return 1;
    }
}
