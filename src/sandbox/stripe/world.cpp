#include "sandbox/stripe/world.hpp"

#include "base/ensure.hpp"
#include "base/ids.hpp"
#include "sandbox/stripe/endpoints.hpp"
#include "sandbox/stripe/journal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::uint64_t disorder_ms_max = 5000;

bool wants(const Thing& endpoint, std::string_view type) {
    if (endpoint.status() != "enabled") return false;
    const auto& types = endpoint.shown.at("enabled_events").as_array();
    return std::any_of(types.begin(), types.end(), [type](const json::value& each) {
        return each == "*" || each == json::value(type);
    });
}

json::value text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return json::string(text);
}

}  // namespace

std::int64_t seconds(Instant instant) {
    return to_millis(instant) / 1000;
}

World::World(Options chosen)
    : options(std::move(chosen)), ids(options.seed), webhooks(options.webhooks.retry_after) {
    for (const auto& fixed : options.webhooks.endpoints)
        books.put(make_fixed_endpoint(fixed));
}

Thing& World::add(json::object shown, json::object kept) {
    auto& thing = books.put({std::move(shown), std::move(kept)});
    changed(thing);
    return thing;
}

void World::changed(const Thing& thing) {
    if (on_change) on_change(write_line(ids.sequence(), thing));
}

void World::erase(const std::string& id) {
    books.erase(id);
    if (on_change) on_change(write_erased(ids.sequence(), id));
}

void World::announce(
    std::string_view type, const Thing& thing, Instant now, json::object previous
) {
    json::object details;
    details["object"] = thing.shown;
    if (!previous.empty()) details["previous_attributes"] = std::move(previous);
    const json::object request{
        {"id", text_or_null(cause.request_id)},
        {"idempotency_key", text_or_null(cause.idempotency_key)}};
    std::vector<std::string> receivers;
    for (const auto& id : books.ids_of("webhook_endpoint")) {
        if (wants(*books.find(id), type)) receivers.push_back(id);
    }
    const auto& event = add(
        {{"id", ids.letters("evt_1", 23)},
         {"object", "event"},
         {"api_version", api_version},
         {"created", seconds(now)},
         {"data", std::move(details)},
         {"livemode", false},
         {"pending_webhooks", static_cast<std::int64_t>(receivers.size())},
         {"request", request},
         {"type", type}}
    );
    for (const auto& id : receivers)
        queue(*books.find(id), event, now);
}

void World::tell(std::string_view type, const Thing& thing, Instant now) {
    changed(thing);
    announce(type, thing, now);
}

void World::queue(const Thing& endpoint, const Thing& event, Instant now) {
    auto body = event.shown;
    if (const auto version = endpoint.text("api_version"); !version.empty())
        body["api_version"] = version;
    const auto copies = options.webhooks.duplicates ? 2 : 1;
    for (auto copy = 0; copy < copies; ++copy) {
        QueuedWebhook webhook;
        ids.next();
        webhook.id = ids.sequence();
        webhook.transmission_id = event.id();
        webhook.endpoint = endpoint.id();
        webhook.body = json::serialize(body);
        webhook.due = now;
        if (options.webhooks.out_of_order)
            webhook.due += Millis(static_cast<std::int64_t>(ids.next() % disorder_ms_max));
        put(std::move(webhook));
    }
}

void World::put(QueuedWebhook webhook) {
    if (on_change) on_change(write_line(ids.sequence(), webhook));
    webhooks.put(std::move(webhook));
}

std::string World::sign(const Thing& endpoint, const std::string& body, Instant now) {
    ensure(static_cast<bool>(options.sign), "the sandbox is given a way to sign webhooks");
    auto header = fmt::format("t={}", seconds(now));
    const auto signed_bytes = fmt::format("{}.{}", seconds(now), body);
    std::string newest;
    for (const auto& secret : endpoint.kept.at("secrets").as_array()) {
        const auto& entry = secret.as_object();
        if (find_whole(entry, "until").value_or(to_millis(now)) < to_millis(now)) continue;
        newest = find_text(entry, "secret").value_or("");
        header += fmt::format(",v1={}", write_hex(options.sign(newest, signed_bytes)));
    }
    // A scheme of the test mode that no reader may accept.
    header += fmt::format(",v0={}", write_hex(options.sign("v0" + newest, signed_bytes)));
    return header;
}

std::vector<Delivery> World::take_due(Instant now) {
    std::vector<Delivery> due;
    for (const auto& webhook : webhooks.take_due(now)) {
        const auto* endpoint = books.find(webhook.endpoint, "webhook_endpoint");
        if (endpoint == nullptr || endpoint->status() != "enabled") {
            // The provider drops what waits for an endpoint that is gone or disabled.
            webhooks.remove(webhook.id);
            if (on_change) on_change(write_webhook_end(ids.sequence(), webhook.id));
            continue;
        }
        Delivery delivery;
        delivery.id = webhook.id;
        delivery.url = endpoint->text("url");
        delivery.body = webhook.body;
        delivery.headers = {
            {"Content-Type", "application/json; charset=utf-8"},
            {"User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"},
            {"Stripe-Signature", sign(*endpoint, webhook.body, now)}};
        due.push_back(std::move(delivery));
    }
    return due;
}

void World::answered(std::uint64_t webhook_id, int status, Instant now) {
    const auto* webhook = webhooks.find(webhook_id);
    if (webhook == nullptr) return;
    const bool is_taken = status >= 200 && status < 300;
    if (auto* event = books.find(webhook->transmission_id); is_taken && event != nullptr) {
        event->shown["pending_webhooks"] =
            std::max<std::int64_t>(0, event->whole("pending_webhooks") - 1);
        changed(*event);
    }
    const auto retried =
        webhooks.answer(webhook_id, is_taken ? Receipt::taken : Receipt::failed, now);
    if (!on_change) return;
    on_change(
        retried ? write_line(ids.sequence(), *retried)
                : write_webhook_end(ids.sequence(), webhook_id)
    );
}

std::string World::roll_secret(Thing& endpoint, Instant now) {
    auto& secrets = endpoint.kept["secrets"].as_array();
    const auto until = to_millis(now + options.webhooks.old_secret_life);
    for (auto& secret : secrets) {
        if (!secret.as_object().contains("until")) secret.as_object()["until"] = until;
    }
    auto fresh = ids.letters("whsec_", 32);
    secrets.push_back(json::object{{"secret", fresh}});
    changed(endpoint);
    return fresh;
}

void World::plan(Deed deed, const Thing& subject, Instant due) {
    ids.next();
    Job job{ids.sequence(), due, deed, subject.id()};
    if (on_change) on_change(write_line(ids.sequence(), job));
    agenda.put(std::move(job));
}

void World::finish(const Job& job) {
    const auto id = job.id;
    agenda.remove(id);
    if (on_change) on_change(write_job_end(ids.sequence(), id));
}

void World::remember(StoredAnswer answer) {
    if (on_change) on_change(write_line(ids.sequence(), answer));
    answers.put(std::move(answer));
}

void World::forget_old_events(Instant now) {
    const auto oldest = seconds(now - options.event_life);
    while (!books.ids_of("event").empty()) {
        const std::string id = books.ids_of("event").front();
        if (books.find(id)->whole("created") >= oldest) return;
        erase(id);
    }
}

}  // namespace gyeol::sandbox::stripe
