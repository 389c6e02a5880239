#include "simulation/trace.hpp"

#include "sandbox/id_maker.hpp"

#include <fmt/format.h>

namespace gyeol::simulation {
namespace {

std::string write_offset(Millis since) {
    const auto millis = since.count();
    return fmt::format(
        "+{:02}:{:02}:{:02}.{:03}",
        millis / 3'600'000,
        millis / 60'000 % 60,
        millis / 1000 % 60,
        millis % 1000
    );
}

}  // namespace

void Trace::mix_in(std::uint64_t value) {
    hash_ = sandbox::mix(hash_ ^ value);
}

void Trace::say(Instant now, const std::string& line) {
    mix_in(static_cast<std::uint64_t>(to_millis(now)));
    mix_in(sandbox::fingerprint(line));
    ++length_;
    if (keeps_lines_) lines_.push_back(fmt::format("{} {}", write_offset(now - start_), line));
}

}  // namespace gyeol::simulation
