// One simulated provider as a part of the running sandbox: its pages, its journal on disk, and the carrier
// that brings its webhooks to the shop's server.
#pragma once

#include "http/message.hpp"
#include "http/static_files.hpp"
#include "ports/clock.hpp"
#include "ports/gate.hpp"
#include "ports/http_client.hpp"
#include "sandbox/simulator.hpp"

#include <boost/asio/io_context.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace gyeol::program {

/// What the sandbox borrows; all of it outlives the sandbox.
struct SandboxServerParts {
    boost::asio::io_context& loop;
    ports::Clock& clock;
    ports::HttpClient& http_client;
    const http::StaticFiles& files;
};

/// Loop thread only.
class SandboxBooth {
public:
    SandboxBooth(
        std::unique_ptr<sandbox::Simulator> simulator,
        const std::vector<std::string>& shop_origins,
        const SandboxServerParts& parts
    );

    /// Restores what the file at `path` holds and writes every later change there. Fails with
    /// `unavailable` and a sentence that says what to do.
    Done open_journal(const std::string& path);

    void start();
    Task<> stop(Instant deadline);

    [[nodiscard]] std::string_view name() const { return simulator_->name(); }

    /// Answers a request whose first `prefix` letters lead to this provider. Faults of the connection are
    /// carried out by answering nothing until the caller gives up.
    Task<http::Response> handle(http::Request request, std::size_t prefix);

    /// Answers a client in the same process; the URL's path is without prefix.
    sandbox::HandledReply handle_directly(const ports::HttpRequest& request, Instant now);

private:
    [[nodiscard]] std::optional<http::Response> find_page(
        const http::Request& request, std::size_t prefix
    ) const;
    [[nodiscard]] http::Response response_of(const ports::HttpReply& reply) const;
    void look_again();
    Task<> carry_webhooks();
    Task<> carry(sandbox::Delivery delivery);

    std::unique_ptr<sandbox::Simulator> simulator_;
    SandboxServerParts parts_;
    ports::Gate gate_;
    std::ofstream journal_;
    ports::Signal wake_;
    bool stopping_ = false;
    std::string page_headers_;
};

}  // namespace gyeol::program
