#include "sandbox/toss/toss_sandbox.hpp"

#include "base/json.hpp"
#include "sandbox/spoil.hpp"
#include "sandbox/toss/browser.hpp"
#include "sandbox/toss/cancel.hpp"
#include "sandbox/toss/confirm.hpp"
#include "sandbox/toss/journal.hpp"
#include "sandbox/toss/pages.hpp"
#include "sandbox/toss/world.hpp"
#include "sandbox/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

constexpr std::array<std::string_view, 9> answered_headers{
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

struct Route {
    Operation operation = Operation::other;
    ports::HttpMethod method = ports::HttpMethod::get;
    std::string argument;
};

Route find_route(const std::vector<std::string>& path) {
    using ports::HttpMethod;
    const bool is_payment = path.size() >= 3 && path[0] == "v1" && path[1] == "payments";
    if (!is_payment) return {};
    if (path.size() == 3 && path[2] == "confirm") return {Operation::confirm, HttpMethod::post, {}};
    if (path.size() == 4 && path[2] == "orders")
        return {Operation::get_order, HttpMethod::get, path[3]};
    if (path.size() == 4 && path[3] == "cancel")
        return {Operation::cancel, HttpMethod::post, path[2]};
    if (path.size() == 3) return {Operation::get_payment, HttpMethod::get, path[2]};
    return {};
}

Answer query(World& world, const Payment* payment, Instant now) {
    if (payment == nullptr || !is_readable(world, *payment)) return refuse("NOT_FOUND_PAYMENT");
    auto view = world.view(*payment, now);
    view.hide_secret = world.options.query_hides_secret;
    return {200, json::serialize(write_payment(*payment, view)), {}};
}

/// Returns the refusal of the keys or of the test header, status 0 when there is none. The test header
/// is answered before anything else is looked at.
Answer check_caller(const ports::HttpRequest& request, const std::optional<KeyOwner>& owner) {
    const auto header = ports::find_header(request.headers, "Authorization");
    if (!header.empty() && !parse_basic_auth(header).has_colon)
        return refuse("INCORRECT_BASIC_AUTH_FORMAT");
    if (!owner) return refuse("UNAUTHORIZED_KEY");
    const auto test_code = ports::find_header(request.headers, "TossPayments-Test-Code");
    if (test_code.empty()) return {0, {}, {}};
    return refuse(find_error(test_code) ? test_code : "INVALID_TEST_CODE");
}

/// Returns the key of a POST, empty when there is none; other methods need none.
std::string_view find_idempotency_key(const ports::HttpRequest& request) {
    if (request.method != ports::HttpMethod::post) return {};
    return ports::find_header(request.headers, "Idempotency-Key");
}

}  // namespace

std::string_view word(Operation operation) {
    switch (operation) {
        case Operation::confirm:
            return "confirm";
        case Operation::cancel:
            return "cancel";
        case Operation::get_payment:
            return "get_payment";
        case Operation::get_order:
            return "get_order";
        case Operation::browser:
            return "browser";
        case Operation::other:
            return "other";
    }
    return "other";
}

/// An answer with the trace ids to show for it: a replay names the call that executed after its own.
struct TossSandbox::Traced {
    Answer answer;
    std::string trace_ids;
};

TossSandbox::TossSandbox(Options options) : world_(std::make_unique<World>(std::move(options))) {}

TossSandbox::~TossSandbox() = default;

HandledReply TossSandbox::handle(const ports::HttpRequest& request, Instant now) {
    world_->expire(now);
    const auto target = target_of(request.url);
    if (target.starts_with("/browser/")) {
        return {handle_browser(*world_, request, now), {}, word(Operation::browser)};
    }
    return handle_api(request, now);
}

HandledReply TossSandbox::handle_api(const ports::HttpRequest& request, Instant now) {
    const auto operation = find_route(segments_of(target_of(request.url))).operation;
    const auto scripted = faults_.take(word(operation));
    if (scripted.kind == FaultKind::refuse_connection || scripted.kind == FaultKind::lose_request) {
        return {{}, scripted, word(operation)};
    }
    auto traced = answer_api(request, now, scripted.delay);
    HandledReply handled{
        {traced.answer.status, {}, std::move(traced.answer.body)}, scripted, word(operation)};
    if (scripted.kind == FaultKind::none) handled.fault = traced.answer.fault;
    handled.reply.headers = {
        {"Content-Type", "application/json;charset=UTF-8"},
        {"X-TossPayments-Trace-Id", traced.trace_ids}};
    const std::string key(find_idempotency_key(request));
    if (!key.empty()) handled.reply.headers.push_back({"idempotency-key", key});
    spoil(handled.reply, scripted.kind, {refuse("FAILED_INTERNAL_SYSTEM_PROCESSING")});
    return handled;
}

TossSandbox::Traced TossSandbox::answer_api(
    const ports::HttpRequest& request, Instant now, Millis delay
) {
    const auto trace_id = fmt::format("{:016x}", mix(world_->options.seed ^ ++trace_count_));
    const auto secret_key =
        parse_basic_auth(ports::find_header(request.headers, "Authorization")).secret_key;
    const auto owner = world_->keys.owner_of_secret(secret_key);
    auto refusal = check_caller(request, owner);
    if (refusal.status != 0) return {std::move(refusal), trace_id};
    const auto key = find_idempotency_key(request);
    if (key.empty()) return {execute(request, *owner, now), trace_id};
    if (key.size() > AnswerStore::key_length_max)
        return {refuse("INVALID_IDEMPOTENCY_KEY"), trace_id};

    const auto target = fmt::format("{} {}", ports::word(request.method), target_of(request.url));
    const auto identity = AnswerStore::identity_of(key, secret_key, target);
    if (const auto* stored = world_->answers.find(identity, now)) {
        if (now < stored->finished_at) return {refuse("IDEMPOTENT_REQUEST_PROCESSING"), trace_id};
        return {
            {stored->status, stored->body, {}}, fmt::format("{}, {}", trace_id, stored->trace_id)};
    }
    auto answer = execute(request, *owner, now);
    const auto finished_at = now + std::max(answer.fault.delay, delay);
    // Server errors are not kept: a repeat under the same key is executed.
    if (answer.status < 500) {
        world_->remember({identity, answer.status, answer.body, trace_id, now, finished_at});
    }
    return {std::move(answer), trace_id};
}

Answer TossSandbox::execute(const ports::HttpRequest& request, const KeyOwner& owner, Instant now) {
    const auto route = find_route(segments_of(target_of(request.url)));
    if (route.operation == Operation::other) return refuse("NOT_FOUND");
    if (route.method != request.method) return refuse("NOT_FOUND_HTTP_METHOD");
    if (route.operation == Operation::get_payment) {
        return query(*world_, world_->payments.find({owner.pair, route.argument}), now);
    }
    if (route.operation == Operation::get_order) {
        return query(*world_, find_for_query(*world_, owner, route.argument), now);
    }
    const auto body = parse_json_object(request.body);
    if (!body) return refuse("INVALID_REQUEST");
    if (route.operation == Operation::confirm) return confirm(*world_, owner, *body, now);
    return cancel(*world_, owner, route.argument, *body, now);
}

std::span<const std::string_view> TossSandbox::carried_headers() const {
    return answered_headers;
}

std::optional<std::string> TossSandbox::find_page(std::string_view path) const {
    return toss::find_page(path);
}

std::string TossSandbox::page_policy(std::string_view shop_origins) const {
    return sandbox::page_policy(shop_origins);
}

void TossSandbox::script(const Script& script) {
    faults_.add(word(script.operation), script.faults);
}

std::vector<Delivery> TossSandbox::due_webhooks(Instant now) {
    world_->expire(now);
    return world_->take_due(now);
}

void TossSandbox::webhook_answered(std::uint64_t id, int status, Instant now) {
    world_->answered(id, status, now);
}

std::size_t TossSandbox::webhooks_given_up() const {
    return world_->webhooks.given_up();
}

std::optional<Instant> TossSandbox::next_event_at() const {
    const auto expiry = world_->payments.next_expiry();
    const auto webhook = world_->webhooks.next_due();
    if (!expiry || !webhook) return expiry ? expiry : webhook;
    return std::min(*expiry, *webhook);
}

std::vector<BookLine> TossSandbox::books() const {
    std::vector<BookLine> lines;
    world_->payments.for_each([&lines](const Payment& payment) {
        lines.push_back({payment.payment_key, payment.order_id, payment.captured, payment.returned}
        );
    });
    return lines;
}

void TossSandbox::set_webhook_switches(const WebhookOptions& switches) {
    auto& options = world_->options.webhooks;
    const auto url = std::move(options.url);
    const auto retry_unit = options.retry_unit;
    options = switches;
    options.url = url;
    options.retry_unit = retry_unit;
}

void TossSandbox::on_change(std::function<void(const std::string&)> journal) {
    world_->on_change = std::move(journal);
}

Done TossSandbox::replay(std::string_view line) {
    return replay_line(*world_, line);
}

std::vector<std::string> TossSandbox::save() const {
    const auto sequence = world_->ids.sequence();
    std::vector<std::string> lines;
    world_->payments.for_each([&](const Payment& payment) {
        lines.push_back(write_line(sequence, payment));
    });
    world_->answers.for_each([&](const StoredAnswer& answer) {
        lines.push_back(write_line(sequence, answer));
    });
    world_->webhooks.for_each([&](const QueuedWebhook& webhook) {
        lines.push_back(write_line(sequence, webhook));
    });
    return lines;
}

}  // namespace gyeol::sandbox::toss
