// The sandbox over HTTP: the simulator's API and pages under `/toss`, its journal on disk, and the
// carrier that brings its webhooks to the shop's server.
#pragma once

#include "http/server.hpp"
#include "http/static_files.hpp"
#include "ports/gate.hpp"
#include "ports/http_client.hpp"
#include "sandbox/toss/toss_sandbox.hpp"

#include <boost/asio/io_context.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace gyeol::program {

struct SandboxSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8081;
    std::string journal_path;  // Where the simulator's state is kept; empty keeps none.
    std::string webhook_url;   // Empty: no webhooks are sent.
    std::vector<std::string> shop_origins;
    std::vector<sandbox::toss::KeyPair> key_pairs;  // Listed beside every other test key.
};

/// What the server borrows; all of it outlives the server.
struct SandboxServerParts {
    boost::asio::io_context& loop;
    ports::Clock& clock;
    ports::HttpClient& http_client;
    const http::StaticFiles& files;
};

class SandboxServer final : public http::Handler {
public:
    /// Reads the journal and takes the port. Fails with `unavailable` and a sentence that says what to do.
    static Result<std::unique_ptr<SandboxServer>> open(
        SandboxSettings settings, SandboxServerParts parts
    );

    void start();
    Task<> stop();

    /// Serves one request of the API or of a page, as over HTTP. Faults of the connection are carried
    /// out by answering nothing until the caller gives up.
    Task<http::Response> handle(http::Request request) override;

    /// The simulator itself, for a client in the same process.
    sandbox::toss::TossSandbox& simulator() { return simulator_; }

    /// Wakes the carrier: something may be due.
    void look_again();

private:
    SandboxServer(SandboxSettings settings, SandboxServerParts parts);

    Done open_journal();
    Task<> carry_webhooks();
    Task<> carry(sandbox::toss::Delivery delivery);
    [[nodiscard]] std::optional<http::Response> find_page(const http::Request& request) const;

    SandboxSettings settings_;
    SandboxServerParts parts_;
    ports::Gate gate_;
    sandbox::toss::TossSandbox simulator_;
    std::ofstream journal_;
    ports::Signal wake_;
    bool stopping_ = false;
    std::string page_headers_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace gyeol::program
