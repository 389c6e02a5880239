// Members that nobody has documented, for the answers of simulated providers: new ones appear at real
// providers without a new version, and a reader that trips over one is broken.
#pragma once

#include "base/json.hpp"

#include <cstdint>

namespace gyeol::sandbox {

/// Adds two members to `object`, the same for the same `seed`.
void add_unknown_fields(boost::json::object& object, std::uint64_t seed);

}  // namespace gyeol::sandbox
