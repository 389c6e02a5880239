#include "sandbox/stripe/stripe_sandbox.hpp"

#include "base/ensure.hpp"
#include "sandbox/spoil.hpp"
#include "sandbox/stripe/browser.hpp"
#include "sandbox/stripe/expand.hpp"
#include "sandbox/stripe/jobs.hpp"
#include "sandbox/stripe/journal.hpp"
#include "sandbox/stripe/key_ring.hpp"
#include "sandbox/stripe/pages.hpp"
#include "sandbox/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;
using ports::HttpMethod;

constexpr std::array<std::string_view, 10> answered_headers{
    "Content-Type",
    "Cache-Control",
    "Request-Id",
    "Stripe-Version",
    "Idempotency-Key",
    "Idempotent-Replayed",
    "Stripe-Should-Retry",
    "Stripe-Rate-Limited-Reason",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
};

bool is_known_version(std::string_view version) {
    // Monthly versions of one release are compatible; another release is another API.
    const auto release = api_version.substr(api_version.find('.'));
    return version.size() == api_version.size() && version.ends_with(release);
}

Answer server_error() {
    json::object error{
        {"message", "An unknown error occurred. (Sandbox: a planned failure.)"},
        {"type", "api_error"}};
    return answer_error(500, std::move(error));
}

/// Returns the refusal of what is wrong with the request before its parameters are looked at.
std::optional<Answer> find_request_refusal(
    const World& world, const ports::HttpRequest& request, const Route* route
) {
    const auto key = read_key(ports::find_header(request.headers, "Authorization"));
    if (auto refusal = find_key_refusal(world.options, key)) return refusal;
    const auto version = ports::find_header(request.headers, "Stripe-Version");
    if (!version.empty() && !is_known_version(version))
        return refuse({{}, fmt::format("Invalid Stripe API version: {}", version), {}, {}});
    if (route == nullptr) {
        return refuse(
            404,
            {{},
             fmt::format(
                 "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs or we can "
                 "help at https://support.stripe.com/.",
                 ports::word(request.method),
                 target_of(request.url)
             ),
             {},
             {}}
        );
    }
    if (is_publishable(key) && !route->is_for_browsers) {
        return refuse(
            401,
            {"secret_key_required",
             "This API call cannot be made with a publishable API key. Please use a secret API "
             "key.",
             {},
             {}}
        );
    }
    const auto type = ports::find_header(request.headers, "Content-Type");
    const bool is_form = type.starts_with("application/x-www-form-urlencoded");
    if (request.method == HttpMethod::post && !request.body.empty() && !is_form) {
        return refuse(
            {{},
             "Invalid request (check that your POST content type is "
             "application/x-www-form-urlencoded).",
             {},
             {}}
        );
    }
    return std::nullopt;
}

Fields fields_of(const ports::HttpRequest& request) {
    if (request.method == HttpMethod::post) return parse_form(request.body);
    const auto target = target_of(request.url);
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? Fields() : parse_form(target.substr(mark + 1));
}

/// What makes two uses of a key the same request: method, path and parameters in any order.
std::string fingerprint_of(const ports::HttpRequest& request) {
    auto fields = fields_of(request);
    std::sort(fields.begin(), fields.end());
    const json::array all{
        ports::word(request.method), target_of(request.url), json::value_from(fields)};
    return fmt::format("{:016x}", fingerprint(json::serialize(all)));
}

/// Returns the key of a POST, empty when there is none; on other methods it has no effect.
std::string find_idempotency_key(const ports::HttpRequest& request) {
    if (request.method != HttpMethod::post) return {};
    return std::string(ports::find_header(request.headers, "Idempotency-Key"));
}

/// A refusal leaves the key free; what was executed is kept, also when it failed.
bool is_kept(int status) {
    return status == 200 || status == 402 || status >= 500;
}

Answer turn_away(TurnedAway how) {
    if (how == TurnedAway::server_error) return server_error();
    if (how == TurnedAway::lock_timeout) {
        return refuse(
            429,
            {"lock_timeout",
             "This object cannot be accessed right now because another API request or Stripe "
             "process is currently accessing it.",
             {},
             {}}
        );
    }
    return refuse(429, {"rate_limit", "Request rate limit exceeded.", {}, {}});
}

}  // namespace

/// An answer as text, with what only its headers tell.
struct StripeSandbox::Called {
    int status = 200;
    std::string body;
    bool is_replay = false;
};

StripeSandbox::StripeSandbox(Options options)
    : world_(std::make_unique<World>(std::move(options))) {}

StripeSandbox::~StripeSandbox() = default;

HandledReply StripeSandbox::handle(const ports::HttpRequest& request, Instant now) {
    world_->cause = {};
    run_due(*world_, now);
    const auto target = target_of(request.url);
    if (target.starts_with("/browser/"))
        return {handle_browser(*world_, request, now), {}, word(Operation::browser)};
    auto handled = handle_api(request, now);
    world_->cause = {};
    return handled;
}

HandledReply StripeSandbox::handle_api(const ports::HttpRequest& request, Instant now) {
    const auto matched = find_route(request.method, segments_of(target_of(request.url)));
    const auto operation = matched.route == nullptr ? Operation::other : matched.route->operation;
    const auto mishap = next_mishap(operation);
    const auto kind = mishap.fault.kind;
    if (kind == FaultKind::refuse_connection || kind == FaultKind::lose_request)
        return {{}, mishap.fault, word(operation)};
    world_->cause = {world_->ids.letters("req_", 14), find_idempotency_key(request)};
    const auto called = answer_api(request, mishap, now);
    HandledReply handled{{called.status, {}, called.body}, mishap.fault, word(operation)};
    const std::string version(ports::find_header(request.headers, "Stripe-Version"));
    auto& headers = handled.reply.headers;
    headers = {
        {"Content-Type", "application/json"},
        {"Request-Id", world_->cause.request_id},
        {"Stripe-Version", is_known_version(version) ? version : std::string(api_version)},
        {"Cache-Control", "no-cache, no-store"}};
    if (!world_->cause.idempotency_key.empty())
        headers.push_back({"Idempotency-Key", world_->cause.idempotency_key});
    if (called.is_replay) headers.push_back({"Idempotent-Replayed", "true"});
    if (mishap.turned_away == TurnedAway::rate_limit)
        headers.push_back({"Stripe-Rate-Limited-Reason", "endpoint-rate"});
    if (mishap.turned_away == TurnedAway::lock_timeout)
        headers.push_back({"Stripe-Should-Retry", "true"});
    // The server error was made where it could be kept; the rest only spoils what arrives.
    if (kind != FaultKind::error_after_execute) spoil(handled.reply, kind, {});
    return handled;
}

StripeSandbox::Called StripeSandbox::answer_api(
    const ports::HttpRequest& request, const Mishap& mishap, Instant now
) {
    const auto matched = find_route(request.method, segments_of(target_of(request.url)));
    auto refusal = find_request_refusal(*world_, request, matched.route);
    const bool is_limited = mishap.turned_away == TurnedAway::rate_limit ||
                            mishap.turned_away == TurnedAway::lock_timeout;
    if (!refusal && is_limited) refusal = turn_away(mishap.turned_away);
    if (refusal) return {refusal->status, json::serialize(refusal->body), false};
    return answer_under_key(request, mishap, now);
}

StripeSandbox::Called StripeSandbox::answer_under_key(
    const ports::HttpRequest& request, const Mishap& mishap, Instant now
) {
    const auto as_text = [](const Answer& answer) {
        return Called{answer.status, json::serialize(answer.body), false};
    };
    const auto& key = world_->cause.idempotency_key;
    if (key.empty()) return as_text(execute(request, mishap, now));
    if (key.size() > AnswerStore::key_length_max) {
        return as_text(refuse({{}, "Idempotency keys can be at most 255 characters long.", {}, {}})
        );
    }
    const auto asked = fingerprint_of(request);
    if (const auto* stored = world_->answers.find(key, now)) {
        if (stored->request != asked) {
            json::object error{
                {"message",
                 fmt::format(
                     "Keys for idempotent requests can only be used with the same parameters they "
                     "were first used with. Try using a key other than '{}' if you meant to "
                     "execute "
                     "a different request.",
                     key
                 )},
                {"type", "idempotency_error"}};
            return as_text(answer_error(400, std::move(error)));
        }
        if (now < stored->finished_at) {
            return as_text(refuse(
                409,
                {"idempotency_key_in_use",
                 fmt::format(
                     "There is currently another in-progress request using this Idempotent Key "
                     "({}). Please try again later.",
                     key
                 ),
                 {},
                 {}}
            ));
        }
        return {stored->status, stored->body, true};
    }
    auto called = as_text(execute(request, mishap, now));
    if (is_kept(called.status)) {
        world_->remember({key, asked, called.status, called.body, now, now + mishap.fault.delay});
    }
    return called;
}

Answer StripeSandbox::execute(
    const ports::HttpRequest& request, const Mishap& mishap, Instant now
) {
    if (mishap.turned_away == TurnedAway::server_error) return server_error();
    const auto matched = find_route(request.method, segments_of(target_of(request.url)));
    ensure(matched.route != nullptr, "only a known route is executed");
    const auto key = read_key(ports::find_header(request.headers, "Authorization"));
    Call call{
        *world_,
        Params(fields_of(request)),
        now,
        is_publishable(key),
        matched.id,
        matched.second_id};
    const auto paths = call.params.list("expand");
    if (auto refusal = find_expand_refusal(kind_of(*matched.route), paths)) return *refusal;
    auto answer = matched.route->answer(call);
    if (mishap.fault.kind == FaultKind::error_after_execute) return server_error();
    if (answer.status == 200 && !call.is_publishable) expand(world_->books, answer.body, paths);
    return answer;
}

Mishap StripeSandbox::next_mishap(Operation operation) {
    auto& planned = scripts_[operation];
    if (planned.empty()) return {};
    const auto mishap = planned.front();
    planned.pop_front();
    return mishap;
}

std::span<const std::string_view> StripeSandbox::carried_headers() const {
    return answered_headers;
}

std::optional<std::string> StripeSandbox::find_page(std::string_view path) const {
    return stripe::find_page(path);
}

std::string StripeSandbox::page_policy(std::string_view shop_origins) const {
    return stripe::page_policy(shop_origins);
}

std::vector<Delivery> StripeSandbox::due_webhooks(Instant now) {
    run_due(*world_, now);
    return world_->take_due(now);
}

void StripeSandbox::webhook_answered(std::uint64_t id, int status, Instant now) {
    world_->answered(id, status, now);
}

std::optional<Instant> StripeSandbox::next_event_at() const {
    const auto job = world_->agenda.next_due();
    const auto webhook = world_->webhooks.next_due();
    if (!job || !webhook) return job ? job : webhook;
    return std::min(*job, *webhook);
}

void StripeSandbox::on_change(std::function<void(const std::string&)> journal) {
    world_->on_change = std::move(journal);
}

Done StripeSandbox::replay(std::string_view line) {
    return replay_line(*world_, line);
}

std::vector<std::string> StripeSandbox::save() const {
    return write_all(*world_);
}

void StripeSandbox::script(const Script& script) {
    auto& planned = scripts_[script.operation];
    planned.insert(planned.end(), script.mishaps.begin(), script.mishaps.end());
}

std::size_t StripeSandbox::webhooks_given_up() const {
    return world_->webhooks.given_up();
}

std::vector<BookLine> StripeSandbox::books() const {
    std::vector<BookLine> lines;
    for (const auto& id : world_->books.ids_of("payment_intent")) {
        const auto& intent = *world_->books.find(id);
        const auto& metadata = intent.shown.at("metadata").as_object();
        BookLine line;
        line.payment_intent = id;
        line.order_id = find_text(metadata, "orderId").value_or("");
        line.currency = intent.text("currency");
        if (const auto* charge = world_->books.find(intent.text("latest_charge"))) {
            line.captured = charge->whole("amount_captured");
            line.returned = charge->whole("amount_refunded");
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

void StripeSandbox::set_webhook_switches(const WebhookOptions& switches) {
    auto& options = world_->options.webhooks;
    options.duplicates = switches.duplicates;
    options.out_of_order = switches.out_of_order;
}

std::string StripeSandbox::roll_webhook_secret(const std::string& endpoint_id, Instant now) {
    auto* endpoint = world_->books.find(endpoint_id, "webhook_endpoint");
    ensure(endpoint != nullptr, "only a known endpoint's secret is rolled");
    return world_->roll_secret(*endpoint, now);
}

}  // namespace gyeol::sandbox::stripe
