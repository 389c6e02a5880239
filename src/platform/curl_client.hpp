// HTTP to the outside: every exchange of the program runs on one thread that drives libcurl. What an
// answer means is the provider's business (providers/); here it is only told how far it came.
#pragma once

#include "base/limits.hpp"
#include "ports/clock.hpp"
#include "ports/http_client.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace gyeol::platform {

struct CurlSettings {
    std::string user_agent = "gyeol/" GYEOL_VERSION;
    std::string
        ca_file;  // PEM certificates to trust instead of the system's; empty for the system's.
    std::size_t body_bytes_max = limits::provider_body_bytes_max;
    Millis connect_within = limits::connect_within;
    /// Asked about the very address that is about to be connected to, as text; none asks nobody. When it
    /// is set, no proxy is used: a proxy would look the name up again, and nobody would ask about that.
    std::function<bool(const std::string& address)> may_connect;
};

/// Fulfils the promises of `HttpClient`. The loop and the clock must outlive it; exchanges open at its
/// end come back `broken`.
class CurlClient final : public ports::HttpClient {
public:
    CurlClient(
        boost::asio::any_io_executor loop, const ports::Clock& clock, CurlSettings settings = {}
    );
    ~CurlClient() override;

    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant deadline) override;

private:
    class Driver;

    boost::asio::any_io_executor loop_;
    std::unique_ptr<Driver> driver_;
};

}  // namespace gyeol::platform
