// What the edge knows about the deployment it serves: its addresses, its mode, its name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::http {

enum class SiteMode : std::uint8_t { sandbox, test, live };

std::string_view word(SiteMode mode);

struct Site {
    std::string public_url;    // Where browsers reach us; no slash at its end.
    std::string frontend_url;  // The shop: the one foreign origin whose pages may call the API.
    std::string
        sandbox_origin;  // Where the stand-in scripts come from; empty outside sandbox mode.
    std::string merchant_name;
    SiteMode mode = SiteMode::sandbox;
    bool serves_tls = false;
    bool shows_stripe = false;  // Pages load Stripe's script.

    /// Returns whether browsers come by https, so that cookies and links may insist on it.
    [[nodiscard]] bool is_https() const { return serves_tls || public_url.starts_with("https://"); }
};

/// Returns `scheme://host[:port]` of `url`, in lower case and without a scheme's own port; empty when
/// there is none.
std::string origin_of(std::string_view url);

}  // namespace gyeol::http
