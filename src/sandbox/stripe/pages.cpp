#include "sandbox/stripe/pages.hpp"

#include <fmt/format.h>

#include <array>

namespace gyeol::sandbox::stripe {
namespace {

constexpr std::string_view folder = "sandbox/stripe";

constexpr std::array pages{
    Page{"/endive/stripe.js", "sandbox/stripe/stripe.js"},
    Page{"/v3/stripe.js", "sandbox/stripe/stripe.js"},
    Page{"/element", "sandbox/stripe/element.html"},
    Page{"/controller", "sandbox/stripe/controller.html"},
    Page{"/authenticate", "sandbox/stripe/authenticate.html"},
    Page{"/checkout", "sandbox/stripe/checkout.html"},
    Page{"/receipt", "sandbox/stripe/receipt.html"},
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
        "'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; "
        "frame-ancestors 'self' {}",
        shop_origins
    );
}

}  // namespace gyeol::sandbox::stripe
