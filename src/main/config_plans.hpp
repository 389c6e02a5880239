// The plans on sale, as the merchant writes them down.
#pragma once

#include "domain/plan.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::program {

/// Returns the plans of a `GYEOL_PLANS` file: JSON with `//` comments and trailing commas, an object
/// with the one member `plans`. Fails with sentences that name the place as a JSON pointer
/// (`/plans/1/amount`), or the line when it is not JSON.
tl::expected<std::vector<domain::Plan>, std::vector<std::string>> parse_plans(std::string_view text
);

/// Returns the demo's plans, for development.
std::vector<domain::Plan> demo_plans();

}  // namespace gyeol::program
