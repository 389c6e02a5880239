// What a browser tells about page content it blocked, reduced to what may be noted: checkout addresses
// hold secrets, so no address survives beyond its origin and its first path segment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::http {

struct BlockedContent {
    std::string directive;  // Such as `script-src`.
    std::string blocked;    // An origin, or a word such as `inline`.
    std::string page;       // First path segment, such as `/checkout`.
};

/// Reads both forms, `application/csp-report` and `application/reports+json`. What is neither gives
/// nothing: reports are gossip, not requests.
std::vector<BlockedContent> parse_csp_report(std::string_view body);

}  // namespace gyeol::http
