// The virtual clock under the name that tests know it by.
#pragma once

#include "simulation/virtual_clock.hpp"

namespace gyeol::test {

using simulation::VirtualClock;

}  // namespace gyeol::test
