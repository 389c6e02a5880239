#include "main/demo_shop.hpp"

#include "http/security_headers.hpp"
#include "http/site.hpp"

#include <boost/json.hpp>

#include <utility>

namespace gyeol::program {
namespace {

http::Site site_of(const Config& config) {
    http::Site site;
    site.public_url = config.public_url;
    site.sandbox_origin = http::origin_of(config.toss_api_url);
    return site;
}

}  // namespace

DemoShop::DemoShop(const Config& config, ports::Clock& clock, const http::StaticFiles& files)
    : clock_(clock),
      headers_(http::demo_headers(site_of(config))),
      settings_json_(boost::json::serialize(boost::json::object{{"apiUrl", config.public_url}})),
      site_(files, "demo/", headers_) {}

Result<std::unique_ptr<DemoShop>> DemoShop::open(
    const Config& config,
    boost::asio::io_context& loop,
    ports::Clock& clock,
    const http::StaticFiles& files
) {
    std::unique_ptr<DemoShop> shop(new DemoShop(config, clock, files));
    http::ListenerOptions listener;
    listener.address = config.listen_address;
    listener.port = config.demo_port;
    http::ServerOptions options;
    options.listeners = {std::move(listener)};
    shop->server_ = std::make_unique<http::Server>(loop, clock, std::move(options), *shop);
    if (const auto opened = shop->server_->open(); !opened) return opened.error();
    return shop;
}

Task<> DemoShop::stop() {
    co_await server_->stop(clock_.now() + std::chrono::seconds(2));
}

Task<http::Response> DemoShop::handle(http::Request request) {
    if (request.path != "/demo-config.json") {
        co_return co_await site_.handle(std::move(request));
    }
    http::Response response;
    response.content_type = "application/json";
    response.headers.push_back({"Cache-Control", "no-store"});
    response.fixed_headers = headers_;
    response.body = settings_json_;
    co_return response;
}

}  // namespace gyeol::program
