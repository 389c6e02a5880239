// `gyeol sim`: searches for the schedule that charges twice or loses a payment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gyeol::program {

struct SimOptions {
    std::uint64_t seed = 1;
    std::uint64_t runs = 1;  // 0: until it is stopped or a promise is broken.
    std::vector<std::string> without;
    bool tells_story = false;
};

/// Runs the seeds one after the other and prints what they came to. Returns 0 when every promise held, 1
/// when one was broken (the shortest story is printed then), 2 when a part to leave out does not exist.
int run_simulation(const SimOptions& options);

}  // namespace gyeol::program
