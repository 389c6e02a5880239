// The web files: embedded in the binary, or read from a folder while developing. Everything was
// compressed and named at build time; here one variant is chosen, never made.
#pragma once

#include "http/message.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gyeol::http {

struct StaticVariant {
    std::string_view bytes;
    std::string_view etag;  // Quoted; empty when there is no such variant.
};

struct StaticFile {
    std::string_view path;  // Below the web root, such as `assets/checkout-1a2b.js`.
    std::string_view content_type;
    StaticVariant plain;
    StaticVariant br;
    StaticVariant gz;
};

/// Returns the files that the binary carries, sorted by path; none when it was built without them.
std::span<const StaticFile> embedded_files();

/// How a client wants its content, by weight in thousandths; 0 refuses.
struct AcceptedEncodings {
    int br = 0;
    int gzip = 0;
    int identity = 1;  // Always possible, least wanted, unless the client says otherwise.
};

/// Reads `Accept-Encoding`.
AcceptedEncodings parse_accept_encoding(std::string_view header);

/// Returns whether `if_none_match`, as the client sent it, names `variant`.
bool names_variant(std::string_view if_none_match, const StaticVariant& variant);

class StaticFiles {
public:
    /// Serves `files`, which live as long as the program.
    explicit StaticFiles(std::span<const StaticFile> files) : files_(files) {}

    /// Serves the folder `root` as it is at each request; for development.
    explicit StaticFiles(std::string root) : root_(std::move(root)) {}

    /// Returns the answer to a GET or HEAD for the file `path`: 200 or 304 with its caching headers;
    /// none when there is no such file. Requires a path proved harmless by target.hpp.
    [[nodiscard]] std::optional<Response> find(std::string_view path, const HeaderFields& headers)
        const;

    [[nodiscard]] bool is_empty() const { return files_.empty() && root_.empty(); }

private:
    [[nodiscard]] std::optional<Response> find_embedded(
        std::string_view path, const HeaderFields& headers
    ) const;
    [[nodiscard]] std::optional<Response> read_folder(
        std::string_view path, const HeaderFields& headers
    ) const;

    std::span<const StaticFile> files_;
    std::string root_;
};

/// Serves one folder of the web files as a site of its own, such as the demo shop.
class StaticSite final : public Handler {
public:
    /// `files` and `fixed_headers` outlive the site. `/` answers `folder` + `index.html`.
    StaticSite(const StaticFiles& files, std::string folder, std::string_view fixed_headers)
        : files_(files), folder_(std::move(folder)), fixed_headers_(fixed_headers) {}

    Task<Response> handle(Request request) override;

private:
    const StaticFiles& files_;
    std::string folder_;
    std::string_view fixed_headers_;
};

/// Returns the page for people who built the program without its web files.
Response write_missing_web_files();

}  // namespace gyeol::http
