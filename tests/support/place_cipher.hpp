// The cipher without a key under the name that tests know it by.
#pragma once

#include "simulation/place_cipher.hpp"

namespace gyeol::test {

using simulation::PlaceCipher;

}  // namespace gyeol::test
