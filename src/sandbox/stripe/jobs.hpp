// Does what the agenda says, each at its own moment.
#pragma once

#include "sandbox/stripe/world.hpp"

namespace gyeol::sandbox::stripe {

/// Does everything that is due at or before `now`, in order.
void run_due(World& world, Instant now);

}  // namespace gyeol::sandbox::stripe
