// The headers that keep a browser from doing what no page of ours asks for, one finished block per kind
// of answer. No policy here holds 'unsafe-inline': pages carry no inline script or style.
#pragma once

#include "http/site.hpp"

#include <string>

namespace gyeol::http {

/// For answers of the API: nothing may be loaded, framed or kept.
std::string api_headers(const Site& site);

/// For scripts, styles and fonts, which other origins may load.
std::string asset_headers(const Site& site);

/// For the hosted checkout: our own files and the hosts of the provider that this mode talks to.
std::string checkout_headers(const Site& site);

/// For the demo shop, which is another origin than the server.
std::string demo_headers(const Site& site);

}  // namespace gyeol::http
