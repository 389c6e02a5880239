#include "http/static_files.hpp"

#include "http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace gyeol::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> content_types{{
    {".css", "text/css; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".ico", "image/x-icon"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".woff2", "font/woff2"},
}};

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Takes the text up to `mark` off the front of `rest`.
std::string_view cut(std::string_view& rest, char mark) {
    const auto end = std::min(rest.find(mark), rest.size());
    const auto first = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return trim(first);
}

/// Reads `q=0.5` as 500; what is not a weight counts as not wanted.
int parse_weight(std::string_view text) {
    if (text.empty()) return 1000;
    if (!text.starts_with("q=") && !text.starts_with("Q=")) return 0;
    text.remove_prefix(2);
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int weight = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return 0;
    int unit = 100;
    for (std::size_t at = 2; at < text.size(); ++at, unit /= 10) {
        if (text[at] < '0' || text[at] > '9') return 0;
        weight += (text[at] - '0') * unit;
    }
    return std::min(weight, 1000);
}

/// A hashed name never changes its content, so it is kept for good; everything else is asked again.
std::string_view cache_control_of(std::string_view path) {
    const bool hashed =
        path.starts_with("assets/") || path.find("/assets/") != std::string_view::npos;
    return hashed ? "public, max-age=31536000, immutable" : "no-cache";
}

struct Choice {
    const StaticVariant* variant;
    std::string_view encoding;
};

Choice choose(const StaticFile& file, AcceptedEncodings accepted) {
    Choice best{&file.plain, ""};
    int weight = accepted.identity;
    if (!file.gz.etag.empty() && accepted.gzip > 0 && accepted.gzip >= weight) {
        best = {&file.gz, "gzip"};
        weight = accepted.gzip;
    }
    if (!file.br.etag.empty() && accepted.br > 0 && accepted.br >= weight) best = {&file.br, "br"};
    return best;
}

Response answer_file(
    std::string_view path, const StaticVariant& variant, const HeaderFields& headers
) {
    Response response;
    response.headers.push_back({"Cache-Control", std::string(cache_control_of(path))});
    response.headers.push_back({"ETag", std::string(variant.etag)});
    response.headers.push_back({"Vary", "Accept-Encoding"});
    const auto known = headers.find("If-None-Match");
    if (known && names_variant(*known, variant)) response.status = 304;
    return response;
}

}  // namespace

AcceptedEncodings parse_accept_encoding(std::string_view header) {
    AcceptedEncodings accepted;
    std::optional<int> others;
    bool identity_named = false;
    bool br_named = false;
    bool gzip_named = false;
    while (!header.empty()) {
        auto member = cut(header, ',');
        const auto coding = cut(member, ';');
        const int weight = parse_weight(trim(member));
        if (equal_ignoring_case(coding, "br")) {
            accepted.br = weight;
            br_named = true;
        } else if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) {
            accepted.gzip = weight;
            gzip_named = true;
        } else if (equal_ignoring_case(coding, "identity")) {
            accepted.identity = weight;
            identity_named = true;
        } else if (coding == "*") {
            others = weight;
        }
    }
    if (others && !br_named) accepted.br = *others;
    if (others && !gzip_named) accepted.gzip = *others;
    if (others == 0 && !identity_named) accepted.identity = 0;
    return accepted;
}

bool names_variant(std::string_view if_none_match, const StaticVariant& variant) {
    if (trim(if_none_match) == "*") return true;
    while (!if_none_match.empty()) {
        auto named = cut(if_none_match, ',');
        if (named.starts_with("W/")) named.remove_prefix(2);
        if (named == variant.etag) return true;
    }
    return false;
}

std::optional<Response> StaticFiles::find(std::string_view path, const HeaderFields& headers)
    const {
    return root_.empty() ? find_embedded(path, headers) : read_folder(path, headers);
}

std::optional<Response> StaticFiles::find_embedded(
    std::string_view path, const HeaderFields& headers
) const {
    const auto before = [](const StaticFile& file, std::string_view wanted) {
        return file.path < wanted;
    };
    const auto* file = std::lower_bound(files_.data(), files_.data() + files_.size(), path, before);
    if (file == files_.data() + files_.size() || file->path != path) return std::nullopt;
    const auto choice =
        choose(*file, parse_accept_encoding(headers.find("Accept-Encoding").value_or("")));
    auto response = answer_file(path, *choice.variant, headers);
    response.content_type = file->content_type;
    if (!choice.encoding.empty())
        response.headers.push_back({"Content-Encoding", std::string(choice.encoding)});
    if (response.status == 200) response.asset = choice.variant->bytes;
    return response;
}

std::optional<Response> StaticFiles::read_folder(std::string_view path, const HeaderFields& headers)
    const {
    const auto dot = std::min(path.rfind('.'), path.size());
    const auto* type =
        std::find_if(content_types.begin(), content_types.end(), [path, dot](const auto& row) {
            return row.first == path.substr(dot);
        });
    if (type == content_types.end()) return std::nullopt;
    const auto name = fmt::format("{}/{}", root_, path);
    std::error_code failure;
    if (!std::filesystem::is_regular_file(name, failure)) return std::nullopt;
    const auto changed = std::filesystem::last_write_time(name, failure).time_since_epoch().count();
    const auto size = std::filesystem::file_size(name, failure);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
        std::fopen(name.c_str(), "rb"), &std::fclose
    );
    if (failure || !file) return std::nullopt;
    const auto etag = fmt::format("\"{:x}-{:x}\"", changed, size);
    auto response = answer_file(path, {.bytes = {}, .etag = etag}, headers);
    response.content_type = type->second;
    if (response.status != 200) return response;
    response.body.resize(size);
    response.body.resize(std::fread(response.body.data(), 1, size, file.get()));
    return response;
}

Task<Response> StaticSite::handle(Request request) {
    const bool reads = request.method == Method::get || request.method == Method::head;
    Response response;
    if (!reads) {
        response = write_problem(
            {405, "method_not_allowed", "Only GET and HEAD are answered here.", "", "", 0},
            request.id
        );
        response.headers.push_back({"Allow", "GET, HEAD"});
    } else if (files_.is_empty()) {
        response = write_missing_web_files();
    } else if (request.path.empty()) {
        response = write_problem(
            {400, "invalid_path", "This path is not well-formed.", "", "", 0}, request.id
        );
    } else {
        const auto name = request.path.ends_with('/') ? "index.html" : "";
        auto found = files_.find(
            fmt::format("{}{}{}", folder_, request.path.substr(1), name), request.headers
        );
        response = found ? std::move(*found)
                         : write_problem(
                               {404, "not_found", "There is no such page.", "", "", 0}, request.id
                           );
    }
    response.fixed_headers = fixed_headers_;
    co_return response;
}

Response write_missing_web_files() {
    Response response;
    response.status = 503;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.push_back({"Cache-Control", "no-store"});
    response.body =
        "The web files are not built into this program. `./dev build` makes them and builds it "
        "again.\n";
    return response;
}

}  // namespace gyeol::http
