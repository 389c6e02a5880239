#include "sandbox/kakaopay/pages.hpp"

#include "sandbox/pages.hpp"
#include "sandbox/url.hpp"

#include <algorithm>
#include <array>

namespace gyeol::sandbox::kakaopay {
namespace {

constexpr std::string_view bridge = "sandbox/kakaopay/bridge.html";
constexpr std::array<std::string_view, 3> devices{"pc", "mobile-web", "mobile-app"};
constexpr std::size_t page_id_length = 64;

/// `/mockup/bridge/{device}/pg/{one-time/payment|subscription/payment-issue}/{64 hex}`
bool is_bridge(std::string_view path) {
    const auto segments = segments_of(path);
    if (segments.size() != 7) return false;
    const bool has_device = std::find(devices.begin(), devices.end(), segments[2]) != devices.end();
    const bool has_flow = (segments[4] == "one-time" && segments[5] == "payment") ||
                          (segments[4] == "subscription" && segments[5] == "payment-issue");
    const auto& page_id = segments[6];
    return segments[0] == "mockup" && segments[1] == "bridge" && has_device &&
           segments[3] == "pg" && has_flow && page_id.size() == page_id_length &&
           page_id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::optional<std::string> find_page(std::string_view path) {
    if (is_bridge(path)) return std::string(bridge);
    return find_page_file({"sandbox/kakaopay", {}}, path);
}

}  // namespace gyeol::sandbox::kakaopay
