#include "main/sandbox_booth.hpp"

#include "ports/wait.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace gyeol::program {
namespace {

Error journal_unusable(const std::string& path, std::string_view why) {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = "sandbox_journal";
    error.detail = fmt::format(
        "The sandbox's journal {} {}. Repair it, or delete it to start with empty books.", path, why
    );
    return error;
}

std::string page_headers(
    const sandbox::Simulator& simulator, const std::vector<std::string>& shop_origins
) {
    return fmt::format(
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Cross-Origin-Resource-Policy: cross-origin\r\n"
        "Content-Security-Policy: {}\r\n",
        simulator.page_policy(fmt::format("{}", fmt::join(shop_origins, " ")))
    );
}

ports::HttpRequest request_of(const http::Request& request, std::size_t prefix) {
    ports::HttpRequest forwarded;
    forwarded.method = request.method;
    forwarded.url = request.target.substr(prefix);
    forwarded.headers = request.headers.copy();
    forwarded.body = request.body;
    return forwarded;
}

bool breaks_connection(sandbox::FaultKind kind) {
    switch (kind) {
        case sandbox::FaultKind::refuse_connection:
        case sandbox::FaultKind::lose_request:
        case sandbox::FaultKind::drop_reply:
            return true;
        case sandbox::FaultKind::none:
        case sandbox::FaultKind::error_after_execute:
        case sandbox::FaultKind::answer_html:
        case sandbox::FaultKind::cut_json:
        case sandbox::FaultKind::unknown_status:
        case sandbox::FaultKind::empty_body:
        case sandbox::FaultKind::delay:
            return false;
    }
    return false;
}

}  // namespace

SandboxBooth::SandboxBooth(
    std::unique_ptr<sandbox::Simulator> simulator,
    const std::vector<std::string>& shop_origins,
    const SandboxServerParts& parts
)
    : simulator_(std::move(simulator)),
      parts_(parts),
      gate_(parts.loop.get_executor()),
      page_headers_(page_headers(*simulator_, shop_origins)) {}

Done SandboxBooth::open_journal(const std::string& path) {
    std::ifstream earlier(path);
    for (std::string line; std::getline(earlier, line);) {
        // The last line may be half written: the process died in it, and its caller got no answer.
        const bool is_last = earlier.peek() == std::ifstream::traits_type::eof();
        if (const auto replayed = simulator_->replay(line); !replayed && !is_last) {
            return journal_unusable(path, "cannot be read: " + replayed.error().detail);
        }
    }
    const auto fresh = path + ".new";
    std::error_code failure;
    // The journal comes before the database that would make the folder.
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failure);
    {
        std::ofstream shortest(fresh, std::ios::trunc);
        for (const auto& line : simulator_->save())
            shortest << line << '\n';
        if (!shortest.flush()) return journal_unusable(path, "cannot be written");
    }
    std::filesystem::rename(fresh, path, failure);
    if (failure) return journal_unusable(path, "cannot be replaced: " + failure.message());
    journal_.open(path, std::ios::app);
    if (!journal_) return journal_unusable(path, "cannot be opened");
    simulator_->on_change([this](const std::string& line) {
        // Handed to the system before the answer leaves: a killed process forgets no payment.
        journal_ << line << '\n' << std::flush;
    });
    return {};
}

void SandboxBooth::start() {
    gate_.spawn("sandbox.webhooks", carry_webhooks());
}

Task<> SandboxBooth::stop(Instant deadline) {
    stopping_ = true;
    look_again();
    gate_.close();
    co_await gate_.wait_empty(parts_.clock, deadline);
}

void SandboxBooth::look_again() {
    std::exchange(wake_, ports::Signal()).set();
}

std::optional<http::Response> SandboxBooth::find_page(
    const http::Request& request, std::size_t prefix
) const {
    if (request.method != http::Method::get && request.method != http::Method::head)
        return std::nullopt;
    const auto asset = simulator_->find_page(request.path.substr(prefix));
    if (!asset) return std::nullopt;
    auto found = parts_.files.find(*asset, request.headers);
    if (!found) return http::write_missing_web_files();
    found->fixed_headers = page_headers_;
    return found;
}

http::Response SandboxBooth::response_of(const ports::HttpReply& reply) const {
    http::Response response;
    response.status = reply.status;
    response.body = reply.body;
    for (const auto& header : reply.headers) {
        for (const auto known : simulator_->carried_headers()) {
            if (http::equal_ignoring_case(known, header.name))
                response.headers.push_back({known, header.value});
        }
    }
    return response;
}

Task<http::Response> SandboxBooth::handle(http::Request request, std::size_t prefix) {
    if (auto page = find_page(request, prefix)) co_return std::move(*page);
    const auto handled = handle_directly(request_of(request, prefix), parts_.clock.now());
    if (handled.fault.delay.count() > 0) {
        co_await ports::sleep_until(parts_.clock, parts_.clock.now() + handled.fault.delay);
    }
    auto response = response_of(handled.reply);
    response.hangs_up = breaks_connection(handled.fault.kind);
    co_return response;
}

sandbox::HandledReply SandboxBooth::handle_directly(
    const ports::HttpRequest& request, Instant now
) {
    auto handled = simulator_->handle(request, now);
    look_again();
    return handled;
}

Task<> SandboxBooth::carry_webhooks() {
    while (!stopping_) {
        for (auto& delivery : simulator_->due_webhooks(parts_.clock.now())) {
            gate_.spawn("sandbox.webhook", carry(std::move(delivery)));
        }
        const auto next = simulator_->next_event_at().value_or(Instant::max());
        const auto latest = parts_.clock.now() + std::chrono::minutes(1);
        const auto wake = wake_;
        co_await ports::wait_for(parts_.clock, wake, std::min(next, latest));
    }
}

Task<> SandboxBooth::carry(sandbox::Delivery delivery) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = delivery.url;
    request.headers = delivery.headers;
    request.body = std::move(delivery.body);
    const auto answer = co_await parts_.http_client.exchange(
        std::move(request), parts_.clock.now() + delivery.answer_within
    );
    simulator_->webhook_answered(delivery.id, answer ? answer->status : 0, parts_.clock.now());
    look_again();
}

}  // namespace gyeol::program
