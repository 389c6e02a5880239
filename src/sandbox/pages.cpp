#include "sandbox/pages.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox {

std::optional<std::string> find_page_file(const PageFolder& side, std::string_view path) {
    for (const auto& page : side.pages) {
        if (page.path == path) return std::string(page.asset);
    }
    const bool is_asset = path.starts_with("/assets/") && path.find("..") == std::string_view::npos;
    if (!is_asset) return std::nullopt;
    return fmt::format("{}{}", side.folder, path);
}

std::string page_policy(std::string_view shop_origins) {
    return fmt::format(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
        "'self'; "
        "base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self' {}",
        shop_origins
    );
}

}  // namespace gyeol::sandbox
