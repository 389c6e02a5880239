// Where a merchant wants to be told what happens: addresses of their own, each with a secret that signs
// what is sent there. All of them are one record; what is under way to them is in delivery.hpp.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

using EndpointId = TypedId<struct EndpointTag>;
using EndpointBookId = TypedId<struct EndpointBookTag>;

struct Endpoint {
    EndpointId id;
    std::string url;
    std::vector<std::string> events;  // The types it wants; empty for all.
    Secret secret;                    // `whsec_` and base64; stored encrypted.
    Secret previous_secret;           // Signs beside the new one until `previous_until`.
    std::optional<Instant> previous_until;
    Instant created_at;
    std::optional<Instant> disabled_at;
    std::string disabled_because;  // `operator`, or `gone`: it answered 410.

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// The id is derived from a constant: there is one book.
struct EndpointBook {
    EndpointBookId id;
    RecordMeta meta;
    std::vector<Endpoint> endpoints;  // Oldest first, at most `limits::endpoints_max`.

    friend bool operator==(const EndpointBook&, const EndpointBook&) = default;
};

/// Whether endpoints may be plain http and on networks of one's own.
enum class EndpointPlace : std::uint8_t { public_only, inside_too };

struct NewEndpoint {
    EndpointId id;
    std::string url;
    std::vector<std::string> events;
    Secret secret;
};

/// Fails with `invalid_request`: `invalid_url`, `endpoint_not_public`, `invalid_event`; with `conflict`:
/// `too_many_endpoints`.
Result<EndpointBook> add_endpoint(
    EndpointBook book, NewEndpoint added, EndpointPlace place, Instant now
);

/// Returns the endpoint, null when there is none of this id.
Endpoint* find_endpoint(EndpointBook& book, EndpointId id);
const Endpoint* find_endpoint(const EndpointBook& book, EndpointId id);

/// The old secret goes on signing beside the new one for `limits::secret_overlap`.
void rotate_secret(Endpoint& endpoint, Secret fresh, Instant now);

void disable(Endpoint& endpoint, std::string because, Instant now);
void enable(Endpoint& endpoint);

/// Returns whether an event of `type` goes to `endpoint`.
bool wants(const Endpoint& endpoint, std::string_view type);

/// Returns the secrets that sign now, the newest first.
std::vector<Secret> signing_secrets(const Endpoint& endpoint, Instant now);

}  // namespace gyeol::domain
