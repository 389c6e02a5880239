// The journal that lets the simulator survive being killed: every change is one line that holds the whole
// changed thing, so the last line about it wins and lines may be dropped once superseded.
#pragma once

#include "base/result.hpp"
#include "sandbox/kakaopay/model.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::sandbox::kakaopay {

struct World;

/// `sequence` is how many ids were given out, so that none is given out twice.
std::string write_line(std::uint64_t sequence, const Payment& payment);
std::string write_line(std::uint64_t sequence, const RecurringKey& key);

/// Applies one line to `world`. Fails with `invalid_request` when it is not one.
Done replay_line(World& world, std::string_view line);

}  // namespace gyeol::sandbox::kakaopay
