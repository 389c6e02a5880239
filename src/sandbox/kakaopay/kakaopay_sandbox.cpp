#include "sandbox/kakaopay/kakaopay_sandbox.hpp"

#include "base/ensure.hpp"
#include "base/json.hpp"
#include "sandbox/kakaopay/browser.hpp"
#include "sandbox/kakaopay/call.hpp"
#include "sandbox/kakaopay/caller.hpp"
#include "sandbox/kakaopay/journal.hpp"
#include "sandbox/kakaopay/pages.hpp"
#include "sandbox/pages.hpp"
#include "sandbox/spoil.hpp"
#include "sandbox/url.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

constexpr std::array<std::string_view, 2> answered_headers{"Content-Type", "Cache-Control"};
constexpr std::string_view api = "/online/v1/payment/";
constexpr std::string_view legacy_api = "/v1/payment/";

constexpr std::array routes{
    std::pair{std::string_view("ready"), Operation::ready},
    std::pair{std::string_view("approve"), Operation::approve},
    std::pair{std::string_view("cancel"), Operation::cancel},
    std::pair{std::string_view("order"), Operation::order},
    std::pair{std::string_view("subscription"), Operation::charge},
    std::pair{std::string_view("manage/subscription/inactive"), Operation::key_end},
    std::pair{std::string_view("manage/subscription/status"), Operation::key_status},
};

std::string_view path_of(const ports::HttpRequest& request) {
    const auto target = target_of(request.url);
    return target.substr(0, target.find('?'));
}

Operation find_route(std::string_view path) {
    if (!path.starts_with(api)) return Operation::other;
    path.remove_prefix(api.size());
    const auto* found = std::find_if(routes.begin(), routes.end(), [path](const auto& route) {
        return route.first == path;
    });
    return found == routes.end() ? Operation::other : found->second;
}

/// The old API is gone: `code` and `msg`, as all its errors were written.
Answer refuse_legacy() {
    const json::object body{{"code", code::discontinued}, {"msg", "this api is discontinued"}};
    return {400, json::serialize(body), {}};
}

bool is_of_the_means(const Refusal& refusal) {
    return refusal.code == code::approve_failed || refusal.code == code::cancel_failed ||
           refusal.code == code::charge_failed;
}

Answer execute_call(World& world, Operation operation, const Call& call) {
    switch (operation) {
        case Operation::ready:
            return ready(world, call);
        case Operation::approve:
            return approve(world, call);
        case Operation::cancel:
            return cancel(world, call);
        case Operation::order:
            return show_order(world, call);
        case Operation::charge:
            return charge(world, call);
        case Operation::key_end:
            return end_key(world, call);
        case Operation::key_status:
            return show_key(world, call);
        case Operation::browser:
        case Operation::other:
            break;
    }
    return refuse(code::wrong_path);
}

}  // namespace

std::string_view word(Operation operation) {
    switch (operation) {
        case Operation::ready:
            return "ready";
        case Operation::approve:
            return "approve";
        case Operation::cancel:
            return "cancel";
        case Operation::order:
            return "order";
        case Operation::charge:
            return "charge";
        case Operation::key_end:
            return "key_end";
        case Operation::key_status:
            return "key_status";
        case Operation::browser:
            return "browser";
        case Operation::other:
            return "other";
    }
    return "other";
}

struct KakaoPaySandbox::HeldCall {
    Instant due;
    ports::HttpRequest request;
};

KakaoPaySandbox::KakaoPaySandbox(Options options)
    : world_(std::make_unique<World>(std::move(options))) {}

KakaoPaySandbox::~KakaoPaySandbox() = default;

HandledReply KakaoPaySandbox::handle(const ports::HttpRequest& request, Instant now) {
    execute_held_back(now);
    if (path_of(request).starts_with("/browser/"))
        return {handle_browser(*world_, request, now), {}, word(Operation::browser)};
    return handle_api(request, now);
}

HandledReply KakaoPaySandbox::handle_api(const ports::HttpRequest& request, Instant now) {
    const auto operation = word(find_route(path_of(request)));
    if (const auto held = held_back_plan_.take(operation); held.kind != FaultKind::none) {
        held_back_.push_back({now + held.delay, request});
        return {{}, held, operation};
    }
    const auto scripted = faults_.take(operation);
    if (scripted.kind == FaultKind::refuse_connection || scripted.kind == FaultKind::lose_request)
        return {{}, scripted, operation};
    auto answer = answer_api(request, now, scripted.delay);
    HandledReply handled{{answer.status, {}, std::move(answer.body)}, scripted, operation};
    if (scripted.kind == FaultKind::none) handled.fault = answer.fault;
    handled.reply.headers = {{"Content-Type", "application/json;charset=UTF-8"}};
    constexpr int bad_gateway = 502;
    spoil(handled.reply, scripted.kind, {refuse(code::server_error), bad_gateway});
    return handled;
}

Answer KakaoPaySandbox::answer_api(const ports::HttpRequest& request, Instant now, Millis takes) {
    const auto path = path_of(request);
    if (world_->options.legacy_paths && path.starts_with(legacy_api)) return refuse_legacy();
    const auto operation = find_route(path);
    if (operation == Operation::other || request.method != ports::HttpMethod::post)
        return refuse(code::wrong_path);
    return execute(operation, request, now, takes);
}

Answer KakaoPaySandbox::execute(
    Operation operation, const ports::HttpRequest& request, Instant now, Millis takes
) {
    const auto authorization = ports::find_header(request.headers, "Authorization");
    if (authorization.empty()) return refuse(code::no_authorization);
    const auto environment = find_environment(world_->options, authorization);
    if (!environment) return refuse(code::wrong_key);
    const auto type = ports::find_header(request.headers, "Content-Type");
    const auto body = parse_json_object(request.body);
    if (!type.starts_with("application/json") || !body) return refuse(code::wrong_parameter);
    auto read = read_cid(world_->options, *environment, *body);
    if (read.refusal) return std::move(*read.refusal);

    std::optional<Refusal> planned;
    if (auto& refusals = refusals_[operation]; !refusals.empty()) {
        planned = std::move(refusals.front());
        refusals.pop_front();
    }
    if (planned && !is_of_the_means(*planned)) return refuse(*planned);
    return execute_call(
        *world_, operation, Call{std::move(read.cid), *body, now, std::move(planned), takes}
    );
}

void KakaoPaySandbox::execute_held_back(Instant now) {
    while (!held_back_.empty()) {
        const auto first = std::min_element(
            held_back_.begin(),
            held_back_.end(),
            [](const HeldCall& left, const HeldCall& right) { return left.due < right.due; }
        );
        if (first->due > now) return;
        const auto held = std::move(*first);
        held_back_.erase(first);
        answer_api(held.request, held.due, Millis(0));
    }
}

std::span<const std::string_view> KakaoPaySandbox::carried_headers() const {
    return answered_headers;
}

std::optional<std::string> KakaoPaySandbox::find_page(std::string_view path) const {
    return kakaopay::find_page(path);
}

std::string KakaoPaySandbox::page_policy(std::string_view shop_origins) const {
    return sandbox::page_policy(shop_origins);
}

std::vector<Delivery> KakaoPaySandbox::due_webhooks(Instant now) {
    execute_held_back(now);
    return {};
}

void KakaoPaySandbox::webhook_answered(std::uint64_t, int, Instant) {}

std::optional<Instant> KakaoPaySandbox::next_event_at() const {
    std::optional<Instant> next;
    for (const auto& held : held_back_)
        next = std::min(next.value_or(held.due), held.due);
    return next;
}

void KakaoPaySandbox::script(const Script& script) {
    faults_.add(word(script.operation), script.faults);
}

void KakaoPaySandbox::hold_back(Operation operation, Millis delay) {
    held_back_plan_.add(word(operation), {{FaultKind::drop_reply, delay}});
}

void KakaoPaySandbox::refuse_next(Operation operation, Refusal refusal) {
    ensure(find_error(refusal.code).has_value(), "the sandbox refuses with documented codes only");
    refusals_[operation].push_back(std::move(refusal));
}

std::vector<BookLine> KakaoPaySandbox::books() const {
    std::vector<BookLine> lines;
    world_->books.for_each_payment([&lines](const Payment& payment) {
        lines.push_back({payment.tid, payment.partner_order_id, payment.captured, payment.returned}
        );
    });
    return lines;
}

void KakaoPaySandbox::on_change(std::function<void(const std::string&)> journal) {
    world_->on_change = std::move(journal);
}

Done KakaoPaySandbox::replay(std::string_view line) {
    return replay_line(*world_, line);
}

std::vector<std::string> KakaoPaySandbox::save() const {
    const auto sequence = world_->ids.sequence();
    std::vector<std::string> lines;
    world_->books.for_each_key([&](const RecurringKey& key) {
        lines.push_back(write_line(sequence, key));
    });
    world_->books.for_each_payment([&](const Payment& payment) {
        lines.push_back(write_line(sequence, payment));
    });
    return lines;
}

}  // namespace gyeol::sandbox::kakaopay
