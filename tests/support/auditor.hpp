// The simulator's auditor, for stories: what it judges is in simulation/auditor.hpp.
#pragma once

#include "support/shop.hpp"

#include <string>
#include <vector>

namespace gyeol::test {

/// Returns one sentence for every broken promise, empty when all hold, of everything `shop` ever sold at the
/// simulated provider. Requires that two days have passed since the last trouble.
std::vector<std::string> audit(Shop& shop);

}  // namespace gyeol::test
