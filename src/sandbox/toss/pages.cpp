#include "sandbox/toss/pages.hpp"

#include <fmt/format.h>

#include <array>

namespace gyeol::sandbox::toss {
namespace {

constexpr std::string_view folder = "sandbox/toss";

constexpr std::array pages{
    Page{"/v2/standard", "sandbox/toss/v2/standard.js"},
    Page{"/v1/payment-widget", "sandbox/toss/v1/payment-widget.js"},
    Page{"/window", "sandbox/toss/window.html"},
    Page{"/widget", "sandbox/toss/widget.html"},
    Page{"/bank", "sandbox/toss/bank.html"},
    Page{"/receipt", "sandbox/toss/receipt.html"},
};

}  // namespace

std::span<const Page> all_pages() {
    return pages;
}

std::optional<std::string> find_page(std::string_view path) {
    for (const auto& page : pages) {
        if (page.path == path) return std::string(page.asset);
    }
    const bool is_asset = path.starts_with("/assets/") && path.find("..") == std::string_view::npos;
    if (!is_asset) return std::nullopt;
    return fmt::format("{}{}", folder, path);
}

std::string page_policy(std::string_view shop_origins) {
    return fmt::format(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
        "'self'; "
        "base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self' {}",
        shop_origins
    );
}

}  // namespace gyeol::sandbox::toss
