// The sign-in cookie.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "http/message.hpp"
#include "http/site.hpp"

#include <optional>
#include <string_view>

namespace gyeol::http {

constexpr std::string_view session_cookie = "gyeol_session";

/// Returns the first cookie `name` of the request.
std::optional<std::string_view> find_cookie(const HeaderFields& headers, std::string_view name);

/// Returns the header that keeps `token` for `life`, out of reach of scripts and of other sites. A life
/// of zero forgets it.
ResponseHeader write_session_cookie(const Secret& token, Millis life, const Site& site);

}  // namespace gyeol::http
