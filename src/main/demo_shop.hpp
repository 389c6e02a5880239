// The demo shop: a site of its own origin, as a customer's shop would be, that knows only where the
// payments server is.
#pragma once

#include "http/server.hpp"
#include "http/static_files.hpp"
#include "main/config.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace gyeol::program {

class DemoShop final : public http::Handler {
public:
    /// Takes the port. Fails with `unavailable` and a sentence that says what to do.
    static Result<std::unique_ptr<DemoShop>> open(
        const Config& config,
        boost::asio::io_context& loop,
        ports::Clock& clock,
        const http::StaticFiles& files
    );

    void start() { server_->start(); }

    Task<> stop();

    Task<http::Response> handle(http::Request request) override;

private:
    DemoShop(const Config& config, ports::Clock& clock, const http::StaticFiles& files);

    ports::Clock& clock_;
    std::string headers_;
    std::string settings_json_;
    http::StaticSite site_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace gyeol::program
