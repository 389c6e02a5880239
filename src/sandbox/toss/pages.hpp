// Which file of the built web stands behind which path of the simulator of Toss Payments.
#pragma once

#include "sandbox/pages.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gyeol::sandbox::toss {

/// Every page and script that has a path of its own. Files below `/assets/` keep their names.
std::span<const Page> all_pages();

/// Returns the asset behind `path` (without a query), none when the simulator itself answers there.
std::optional<std::string> find_page(std::string_view path);

}  // namespace gyeol::sandbox::toss
