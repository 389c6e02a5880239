// The table of everything that can be asked for: method, path, who may, what it does. The gate obeys
// it, docs/api.md is written from it.
#pragma once

#include "http/handlers.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::http {

enum class Access : std::uint8_t {
    anyone,          // No identity is looked for.
    user,            // A signed-in user.
    checkout_token,  // Whoever holds the token in the path; it opens one payment.
    provider,        // A webhook: never believed, only a hint.
};

enum class BodyKind : std::uint8_t {
    none,  // Whatever comes is not looked at.
    json,  // A JSON object, or nothing.
    any,   // The handler decides.
};

enum class KeyUse : std::uint8_t {
    ignored,  // `Idempotency-Key` means nothing here.
    taken,    // A repeat under the same key gets the stored answer.
};

enum class AnswerKind : std::uint8_t { api, page, asset };

struct Route {
    Method method;
    std::string_view path;  // `{name}` is one segment, a last `{name...}` all that is left.
    Access access;
    BodyKind body;
    KeyUse key;
    AnswerKind answers;
    Handlers::Handle handle;
    std::string_view summary;
};

std::span<const Route> routes();

/// Returns what the `{}` of `pattern` stand for in `path`, in order; none when it does not fit.
std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path);

/// What a method and a path lead to.
struct Found {
    const Route* route = nullptr;         // Null when the method is not allowed.
    std::vector<std::string> parameters;  // Of `route`.
    std::string allowed;                  // For `Allow`; empty when there is no such path.
};

/// HEAD finds what GET finds.
Found find_route(Method method, std::string_view path);

/// Returns the table as docs/api.md shows it.
std::string write_api_page();

}  // namespace gyeol::http
