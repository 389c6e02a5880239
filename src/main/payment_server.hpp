// The payments server of one process: everything that `gyeol serve` and `gyeol dev` run to take money,
// wired in the order of its needs and taken apart in the opposite one.
#pragma once

#include "app/app.hpp"
#include "http/gate.hpp"
#include "http/handlers.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "main/config.hpp"
#include "main/test_clock.hpp"
#include "platform/aes_cipher.hpp"
#include "platform/jwt_signer.hpp"
#include "platform/loop.hpp"
#include "platform/password_pool.hpp"
#include "platform/system_ids.hpp"
#include "ports/gate.hpp"
#include "ports/http_client.hpp"
#include "ports/payment_log.hpp"
#include "providers/registry.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace gyeol::program {

/// What the server borrows; all of it outlives the server.
struct PaymentServerParts {
    boost::asio::io_context& loop;
    platform::SystemClock& clock;
    ports::HttpClient& http_client;
    ports::PaymentLog& payment_log;
    const http::StaticFiles& files;
    ports::HttpClient& endpoint_client;  // Reaches only what an endpoint may be.
    ports::Mailer* mailer;               // Null sends no e-mail.
};

class PaymentServer {
public:
    /// Opens the store and takes the port. Fails with `unavailable` and a sentence that says what to do.
    static Result<std::unique_ptr<PaymentServer>> open(
        const Config& config, const PaymentServerParts& parts
    );

    PaymentServer(const PaymentServer&) = delete;
    PaymentServer& operator=(const PaymentServer&) = delete;
    ~PaymentServer();

    /// Serves requests and reconciles what is due.
    void start();

    /// Takes no new work, lets running requests and attempts end, and returns when nothing is under way
    /// or `limits::drain_within` has passed. What is cut off is asked about at the next start.
    Task<> stop();

    [[nodiscard]] std::uint16_t port() const;

private:
    PaymentServer(const Config& config, const PaymentServerParts& parts, http::Site site);

    platform::SystemClock& clock_;
    http::Site site_;
    ports::Gate gate_;
    platform::AesCipher cipher_;
    platform::SystemIds ids_;
    platform::PasswordPool passwords_;
    platform::JwtSigner tokens_;
    providers::Registry providers_;
    // What serves stands behind the store, so that it ends before the store is closed.
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<app::App> app_;
    std::unique_ptr<http::Handlers> handlers_;
    std::unique_ptr<http::RequestGate> request_gate_;
    std::unique_ptr<TestClock> test_clock_;  // In sandbox mode only.
    std::unique_ptr<http::Server> server_;
    ports::Signal stop_reconciling_;
};

}  // namespace gyeol::program
