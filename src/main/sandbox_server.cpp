#include "main/sandbox_server.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "sandbox/toss/pages.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <random>
#include <utility>

namespace gyeol::program {
namespace {

constexpr std::string_view prefix = "/toss";

/// The headers of the simulator's answers; the edge writes the rest.
constexpr std::array<std::string_view, 9> carried_headers{
    "Content-Type",
    "Cache-Control",
    "Vary",
    "X-TossPayments-Trace-Id",
    "Idempotency-Key",
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
};

sandbox::toss::Options options_of(const SandboxSettings& settings) {
    sandbox::toss::Options options;
    options.webhooks.url = settings.webhook_url;
    options.shop_origins = settings.shop_origins;
    options.key_pairs = settings.key_pairs;
    // Another seed in every process: a journal already holds the ids that the first ones made.
    options.seed = std::random_device{}();
    options.page_base = fmt::format("http://localhost:{}{}", settings.port, prefix);
    return options;
}

Error journal_unusable(const std::string& path, std::string_view why) {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = "sandbox_journal";
    error.detail = fmt::format(
        "The sandbox's journal {} {}. Repair it, or delete it to start with empty books.", path, why
    );
    return error;
}

std::string page_headers(const std::vector<std::string>& shop_origins) {
    return fmt::format(
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Cross-Origin-Resource-Policy: cross-origin\r\n"
        "Content-Security-Policy: {}\r\n",
        sandbox::toss::page_policy(fmt::format("{}", fmt::join(shop_origins, " ")))
    );
}

ports::HttpRequest request_of(const http::Request& request) {
    ports::HttpRequest forwarded;
    forwarded.method = request.method;
    forwarded.url = request.target.substr(prefix.size());
    forwarded.headers = request.headers.copy();
    forwarded.body = request.body;
    return forwarded;
}

http::Response response_of(const ports::HttpReply& reply) {
    http::Response response;
    response.status = reply.status;
    response.body = reply.body;
    for (const auto& header : reply.headers) {
        for (const auto known : carried_headers) {
            if (http::equal_ignoring_case(known, header.name))
                response.headers.push_back({known, header.value});
        }
    }
    return response;
}

}  // namespace

SandboxServer::SandboxServer(SandboxSettings settings, SandboxServerParts parts)
    : settings_(std::move(settings)),
      parts_(parts),
      gate_(parts.loop.get_executor()),
      simulator_(options_of(settings_)),
      page_headers_(page_headers(settings_.shop_origins)) {}

Result<std::unique_ptr<SandboxServer>> SandboxServer::open(
    SandboxSettings settings, SandboxServerParts parts
) {
    std::unique_ptr<SandboxServer> sandbox(new SandboxServer(std::move(settings), parts));
    if (const auto read = sandbox->open_journal(); !read) return read.error();
    http::ListenerOptions listener;
    listener.address = sandbox->settings_.address;
    listener.port = sandbox->settings_.port;
    http::ServerOptions options;
    options.listeners = {std::move(listener)};
    sandbox->server_ =
        std::make_unique<http::Server>(parts.loop, parts.clock, std::move(options), *sandbox);
    if (const auto opened = sandbox->server_->open(); !opened) return opened.error();
    return sandbox;
}

Done SandboxServer::open_journal() {
    const auto& path = settings_.journal_path;
    if (path.empty()) return {};
    std::ifstream earlier(path);
    for (std::string line; std::getline(earlier, line);) {
        // The last line may be half written: the process died in it, and its caller got no answer.
        const bool is_last = earlier.peek() == std::ifstream::traits_type::eof();
        if (const auto replayed = simulator_.replay(line); !replayed && !is_last) {
            return journal_unusable(path, "cannot be read: " + replayed.error().detail);
        }
    }
    const auto fresh = path + ".new";
    std::error_code failure;
    // The journal comes before the database that would make the folder.
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failure);
    {
        std::ofstream shortest(fresh, std::ios::trunc);
        for (const auto& line : simulator_.save())
            shortest << line << '\n';
        if (!shortest.flush()) return journal_unusable(path, "cannot be written");
    }
    std::filesystem::rename(fresh, path, failure);
    if (failure) return journal_unusable(path, "cannot be replaced: " + failure.message());
    journal_.open(path, std::ios::app);
    if (!journal_) return journal_unusable(path, "cannot be opened");
    simulator_.on_change([this](const std::string& line) {
        // Handed to the system before the answer leaves: a killed process forgets no payment.
        journal_ << line << '\n' << std::flush;
    });
    return {};
}

void SandboxServer::start() {
    server_->start();
    gate_.spawn("sandbox.webhooks", carry_webhooks());
}

Task<> SandboxServer::stop() {
    stopping_ = true;
    look_again();
    const auto deadline = parts_.clock.now() + std::chrono::seconds(2);
    co_await server_->stop(deadline);
    gate_.close();
    co_await gate_.wait_empty(parts_.clock, deadline);
}

void SandboxServer::look_again() {
    std::exchange(wake_, ports::Signal()).set();
}

std::optional<http::Response> SandboxServer::find_page(const http::Request& request) const {
    if (request.method != http::Method::get && request.method != http::Method::head)
        return std::nullopt;
    const auto asset = sandbox::toss::find_page(request.path.substr(prefix.size()));
    if (!asset) return std::nullopt;
    auto found = parts_.files.find(*asset, request.headers);
    if (!found) return http::write_missing_web_files();
    found->fixed_headers = page_headers_;
    return found;
}

Task<http::Response> SandboxServer::handle(http::Request request) {
    if (!request.path.starts_with(prefix)) {
        http::Response nothing;
        nothing.status = 404;
        nothing.content_type = "text/plain; charset=utf-8";
        nothing.body = "This is the Gyeol sandbox. Toss Payments answers under /toss.\n";
        co_return nothing;
    }
    if (auto page = find_page(request)) co_return std::move(*page);
    const auto handled = simulator_.handle(request_of(request), parts_.clock.now());
    look_again();
    if (handled.fault.delay.count() > 0) {
        co_await ports::sleep_until(parts_.clock, parts_.clock.now() + handled.fault.delay);
    }
    auto response = response_of(handled.reply);
    switch (handled.fault.kind) {
        case sandbox::FaultKind::refuse_connection:
        case sandbox::FaultKind::lose_request:
        case sandbox::FaultKind::drop_reply:
            response.hangs_up = true;
            break;
        case sandbox::FaultKind::none:
        case sandbox::FaultKind::error_after_execute:
        case sandbox::FaultKind::answer_html:
        case sandbox::FaultKind::cut_json:
        case sandbox::FaultKind::unknown_status:
        case sandbox::FaultKind::empty_body:
        case sandbox::FaultKind::delay:
            break;
    }
    co_return response;
}

Task<> SandboxServer::carry_webhooks() {
    while (!stopping_) {
        for (auto& delivery : simulator_.due_webhooks(parts_.clock.now())) {
            gate_.spawn("sandbox.webhook", carry(std::move(delivery)));
        }
        const auto next = simulator_.next_event_at().value_or(Instant::max());
        const auto latest = parts_.clock.now() + std::chrono::minutes(1);
        const auto wake = wake_;
        co_await ports::wait_for(parts_.clock, wake, std::min(next, latest));
    }
}

Task<> SandboxServer::carry(sandbox::toss::Delivery delivery) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = delivery.url;
    request.headers = delivery.headers;
    request.body = std::move(delivery.body);
    const auto answer = co_await parts_.http_client.exchange(
        std::move(request), parts_.clock.now() + delivery.answer_within
    );
    simulator_.webhook_answered(delivery.id, answer ? answer->status : 0, parts_.clock.now());
    look_again();
}

}  // namespace gyeol::program
