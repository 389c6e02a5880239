// The sandbox over HTTP: every simulated provider under its prefix on one port, and those whose official
// clients know no prefix at the root of a port of their own.
#pragma once

#include "http/server.hpp"
#include "main/sandbox_booth.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::program {

/// One provider that the sandbox plays.
struct SandboxRole {
    std::unique_ptr<sandbox::Simulator> simulator;
    std::optional<std::uint16_t> root_port;
};

struct SandboxSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8081;
    std::string journal_folder;  // Holds `sandbox-<provider>.jsonl`; empty keeps no journal.
    std::vector<std::string> shop_origins;
};

class SandboxServer final : public http::Handler {
public:
    /// Reads the journals and takes the ports. Fails with `unavailable` and a sentence that says what to do.
    static Result<std::unique_ptr<SandboxServer>> open(
        const SandboxSettings& settings,
        std::vector<SandboxRole> roles,
        const SandboxServerParts& parts
    );

    ~SandboxServer() override;

    void start();
    Task<> stop();

    /// Serves one request under the provider's prefix.
    Task<http::Response> handle(http::Request request) override;

    /// Answers a client in the same process as `handle` would answer it; the URL is without scheme and host.
    sandbox::HandledReply handle_directly(ports::HttpRequest request, Instant now);

private:
    class RootEntrance;

    explicit SandboxServer(const SandboxServerParts& parts);

    /// Returns the provider whose prefix `path` begins with; none when it plays no role here.
    [[nodiscard]] SandboxBooth* find(std::string_view path);
    Done add(SandboxRole role, const SandboxSettings& settings);
    Done listen(const SandboxSettings& settings, std::uint16_t port, http::Handler& entrance);

    SandboxServerParts parts_;
    std::vector<std::unique_ptr<SandboxBooth>> booths_;
    std::vector<std::unique_ptr<RootEntrance>> entrances_;
    std::vector<std::unique_ptr<http::Server>> servers_;
};

}  // namespace gyeol::program
