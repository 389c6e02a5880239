#include "main/sandbox_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::program {
namespace {

http::Response nothing_here() {
    http::Response response;
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body =
        "This is the Gyeol sandbox. Each provider answers under its name: Toss Payments under "
        "/toss, Kakao Pay under /kakaopay, Stripe under /stripe.\n";
    return response;
}

std::string prefix_of(const SandboxBooth& booth) {
    return '/' + std::string(booth.name());
}

}  // namespace

/// The door without a prefix.
class SandboxServer::RootEntrance final : public http::Handler {
public:
    explicit RootEntrance(SandboxBooth& booth) : booth_(booth) {}

    Task<http::Response> handle(http::Request request) override {
        return booth_.handle(std::move(request), 0);
    }

private:
    SandboxBooth& booth_;
};

SandboxServer::SandboxServer(const SandboxServerParts& parts) : parts_(parts) {}

SandboxServer::~SandboxServer() = default;

Result<std::unique_ptr<SandboxServer>> SandboxServer::open(
    const SandboxSettings& settings, std::vector<SandboxRole> roles, const SandboxServerParts& parts
) {
    std::unique_ptr<SandboxServer> sandbox(new SandboxServer(parts));
    for (auto& role : roles) {
        if (const auto added = sandbox->add(std::move(role), settings); !added)
            return added.error();
    }
    if (const auto opened = sandbox->listen(settings, settings.port, *sandbox); !opened)
        return opened.error();
    return sandbox;
}

Done SandboxServer::add(SandboxRole role, const SandboxSettings& settings) {
    auto& booth = *booths_.emplace_back(
        std::make_unique<SandboxBooth>(std::move(role.simulator), settings.shop_origins, parts_)
    );
    if (!settings.journal_folder.empty()) {
        const auto path = fmt::format("{}/sandbox-{}.jsonl", settings.journal_folder, booth.name());
        if (auto read = booth.open_journal(path); !read) return read;
    }
    if (!role.root_port) return {};
    auto& entrance = *entrances_.emplace_back(std::make_unique<RootEntrance>(booth));
    return listen(settings, *role.root_port, entrance);
}

Done SandboxServer::listen(
    const SandboxSettings& settings, std::uint16_t port, http::Handler& entrance
) {
    http::ListenerOptions listener;
    listener.address = settings.address;
    listener.port = port;
    http::ServerOptions options;
    options.listeners = {std::move(listener)};
    auto& server = *servers_.emplace_back(
        std::make_unique<http::Server>(parts_.loop, parts_.clock, std::move(options), entrance)
    );
    return server.open();
}

void SandboxServer::start() {
    for (const auto& server : servers_)
        server->start();
    for (const auto& booth : booths_)
        booth->start();
}

Task<> SandboxServer::stop() {
    const auto deadline = parts_.clock.now() + std::chrono::seconds(2);
    for (const auto& server : servers_) {
        co_await server->stop(deadline);
    }
    for (const auto& booth : booths_) {
        co_await booth->stop(deadline);
    }
}

SandboxBooth* SandboxServer::find(std::string_view path) {
    const auto found = std::find_if(booths_.begin(), booths_.end(), [path](const auto& booth) {
        const auto prefix = prefix_of(*booth);
        return path == prefix || path.starts_with(prefix + '/');
    });
    return found == booths_.end() ? nullptr : found->get();
}

Task<http::Response> SandboxServer::handle(http::Request request) {
    auto* booth = find(request.path);
    if (booth == nullptr) co_return nothing_here();
    const auto prefix = prefix_of(*booth).size();
    co_return co_await booth->handle(std::move(request), prefix);
}

sandbox::HandledReply SandboxServer::handle_directly(ports::HttpRequest request, Instant now) {
    auto* booth = find(request.url);
    if (booth == nullptr) {
        sandbox::HandledReply missing;
        missing.reply.status = 404;
        return missing;
    }
    request.url.erase(0, prefix_of(*booth).size());
    return booth->handle_directly(request, now);
}

}  // namespace gyeol::program
