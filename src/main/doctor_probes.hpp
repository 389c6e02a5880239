// How `gyeol doctor` looks at the world; what it makes of it is doctor.hpp.
#pragma once

#include "main/doctor.hpp"
#include "ports/clock.hpp"
#include "ports/http_client.hpp"
#include "ports/task.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::program {

/// Opens the database as the server would and says what it is, or why it cannot be used.
using ProbeDatabase = std::function<Result<std::string>(const Config&)>;

/// Returns whether `address` and `port` can be listened on; the error's detail says why not.
Done probe_port(const std::string& address, unsigned short port);

/// Calls `url` once, without any key, and returns whether anything answered. Any answer will do.
Task<ProviderFact> probe_provider(
    ports::HttpClient& http, const ports::Clock& clock, std::string url
);

/// Looks at everything. The provider is left out when the sandbox stands for it.
Task<DoctorFacts> gather_facts(
    Config config, ProbeDatabase database, ports::HttpClient& http, const ports::Clock& clock
);

/// Returns the instant of an HTTP date such as `Sun, 06 Nov 1994 08:49:37 GMT`, or none.
std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace gyeol::program
