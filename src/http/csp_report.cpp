#include "http/csp_report.hpp"

#include "base/json.hpp"
#include "http/site.hpp"

#include <algorithm>
#include <optional>

namespace gyeol::http {
namespace {

constexpr std::size_t reports_per_body_max = 10;
constexpr std::size_t word_max = 100;

/// Keeps only what words of the policy are made of.
std::string plain_word(std::string_view text) {
    std::string kept;
    for (const char letter : text.substr(0, word_max)) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                           letter == '-' || letter == '.' || letter == ':' || letter == '/';
        if (plain) kept.push_back(letter);
    }
    return kept;
}

std::string page_of(std::string_view url) {
    const auto mark = url.find("://");
    if (mark == std::string_view::npos) return "";
    const auto begin = url.find('/', mark + 3);
    if (begin == std::string_view::npos) return "/";
    const auto end = std::min(url.find_first_of("/?#", begin + 1), url.size());
    return plain_word(url.substr(begin, end - begin));
}

std::string blocked_by(std::string_view url) {
    const auto origin = origin_of(url);
    return plain_word(origin.empty() ? url.substr(0, url.find_first_of("?#/")) : origin);
}

enum class ReportForm { legacy, modern };

BlockedContent read_report(const boost::json::object& report, ReportForm form) {
    const bool modern = form == ReportForm::modern;
    const auto directive = find_text(report, modern ? "effectiveDirective" : "effective-directive");
    const auto blocked = find_text(report, modern ? "blockedURL" : "blocked-uri");
    const auto page = find_text(report, modern ? "documentURL" : "document-uri");
    return {
        plain_word(directive.value_or("")),
        blocked_by(blocked.value_or("")),
        page_of(page.value_or("")),
    };
}

}  // namespace

std::vector<BlockedContent> parse_csp_report(std::string_view body) {
    std::vector<BlockedContent> found;
    boost::json::error_code failure;
    const auto value = boost::json::parse(body, failure);
    if (failure) return found;
    if (const auto* object = value.if_object()) {
        const auto* report = find_object(*object, "csp-report");
        if (report != nullptr) found.push_back(read_report(*report, ReportForm::legacy));
    }
    if (const auto* list = value.if_array()) {
        for (const auto& each : *list) {
            const auto* object = each.if_object();
            const auto* report = object == nullptr ? nullptr : find_object(*object, "body");
            if (report == nullptr || found.size() == reports_per_body_max) continue;
            found.push_back(read_report(*report, ReportForm::modern));
        }
    }
    return found;
}

}  // namespace gyeol::http
