// Which file of the built web stands behind which path of the simulator of Kakao Pay.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::kakaopay {

/// Returns the asset behind `path` (without a query): the buyer's page for every device and type of
/// payment, and the files below `/assets/`. None when the simulator itself answers there.
std::optional<std::string> find_page(std::string_view path);

}  // namespace gyeol::sandbox::kakaopay
