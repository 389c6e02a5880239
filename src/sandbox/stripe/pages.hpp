// Which file of the built web stands behind which path of the simulator. The simulator reads no file:
// whoever serves it asks here, then sends the bytes from `web/dist`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

struct Page {
    std::string_view path;   // Behind the sandbox's prefix, as `StripeSandbox::handle` sees paths.
    std::string_view asset;  // Below `web/dist`.
};

/// Every page and script that has a path of its own. Files below `/assets/` keep their names.
std::span<const Page> all_pages();

/// Returns the asset behind `path` (without a query), none when the simulator itself answers there.
std::optional<std::string> find_page(std::string_view path);

/// Returns the Content-Security-Policy of the pages: nothing from elsewhere, framed by `shop_origins`
/// (space-separated) only.
std::string page_policy(std::string_view shop_origins);

}  // namespace gyeol::sandbox::stripe
