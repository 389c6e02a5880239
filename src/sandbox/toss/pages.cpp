#include "sandbox/toss/pages.hpp"

#include <array>

namespace gyeol::sandbox::toss {
namespace {

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
    return find_page_file({"sandbox/toss", pages}, path);
}

}  // namespace gyeol::sandbox::toss
