#include "sandbox/stripe/journal.hpp"

#include "base/json.hpp"
#include "sandbox/stripe/world.hpp"

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

std::string write(std::uint64_t sequence, std::string_view kind, json::value record) {
    json::object line;
    line["sequence"] = sequence;
    line[kind] = std::move(record);
    return json::serialize(line);
}

std::uint64_t number(const json::object& record, std::string_view name) {
    return static_cast<std::uint64_t>(find_whole(record, name).value_or(0));
}

Instant instant(const json::object& record, std::string_view name) {
    return from_millis(find_whole(record, name).value_or(0));
}

std::optional<Thing> read_thing(const json::object& record) {
    const auto* shown = find_object(record, "shown");
    const auto* kept = find_object(record, "kept");
    if (shown == nullptr || kept == nullptr) return std::nullopt;
    Thing thing{*shown, *kept};
    if (thing.id().empty() || thing.object().empty()) return std::nullopt;
    return thing;
}

StoredAnswer read_answer(const json::object& record) {
    StoredAnswer answer;
    answer.key = find_text(record, "key").value_or("");
    answer.request = find_text(record, "request").value_or("");
    answer.status = static_cast<int>(find_whole(record, "status").value_or(0));
    answer.body = find_text(record, "body").value_or("");
    answer.first_used = instant(record, "firstUsed");
    answer.finished_at = instant(record, "finishedAt");
    return answer;
}

QueuedWebhook read_webhook(const json::object& record) {
    QueuedWebhook webhook;
    webhook.id = number(record, "id");
    webhook.transmission_id = find_text(record, "event").value_or("");
    webhook.endpoint = find_text(record, "endpoint").value_or("");
    webhook.body = find_text(record, "body").value_or("");
    webhook.due = instant(record, "due");
    webhook.retried = static_cast<int>(find_whole(record, "retried").value_or(0));
    return webhook;
}

/// Returns whether the line was of a kind that ends something.
bool replay_end(World& world, const json::object& line) {
    if (const auto erased = find_text(line, "erased")) {
        world.books.erase(*erased);
        return true;
    }
    if (line.contains("webhookEnd")) {
        world.webhooks.remove(number(line, "webhookEnd"));
        return true;
    }
    if (!line.contains("jobEnd")) return false;
    world.agenda.remove(number(line, "jobEnd"));
    return true;
}

bool replay_record(World& world, const json::object& line) {
    if (const auto* record = find_object(line, "thing")) {
        auto thing = read_thing(*record);
        if (!thing) return false;
        world.books.put(std::move(*thing));
        return true;
    }
    if (const auto* answer = find_object(line, "answer")) {
        world.answers.put(read_answer(*answer));
        return true;
    }
    if (const auto* webhook = find_object(line, "webhook")) {
        world.webhooks.put(read_webhook(*webhook));
        return true;
    }
    const auto* job = find_object(line, "job");
    if (job == nullptr) return false;
    const auto deed = find_deed(find_text(*job, "deed").value_or(""));
    if (!deed) return false;
    world.agenda.put(
        {number(*job, "id"), instant(*job, "due"), *deed, find_text(*job, "subject").value_or("")}
    );
    return true;
}

}  // namespace

std::string write_line(std::uint64_t sequence, const Thing& thing) {
    return write(sequence, "thing", json::object{{"shown", thing.shown}, {"kept", thing.kept}});
}

std::string write_line(std::uint64_t sequence, const StoredAnswer& answer) {
    return write(
        sequence,
        "answer",
        json::object{
            {"key", answer.key},
            {"request", answer.request},
            {"status", answer.status},
            {"body", answer.body},
            {"firstUsed", to_millis(answer.first_used)},
            {"finishedAt", to_millis(answer.finished_at)},
        }
    );
}

std::string write_line(std::uint64_t sequence, const QueuedWebhook& webhook) {
    return write(
        sequence,
        "webhook",
        json::object{
            {"id", webhook.id},
            {"event", webhook.transmission_id},
            {"endpoint", webhook.endpoint},
            {"body", webhook.body},
            {"due", to_millis(webhook.due)},
            {"retried", webhook.retried},
        }
    );
}

std::string write_line(std::uint64_t sequence, const Job& job) {
    return write(
        sequence,
        "job",
        json::object{
            {"id", job.id},
            {"due", to_millis(job.due)},
            {"deed", word(job.deed)},
            {"subject", job.subject},
        }
    );
}

std::string write_erased(std::uint64_t sequence, const std::string& id) {
    return write(sequence, "erased", json::string(id));
}

std::string write_webhook_end(std::uint64_t sequence, std::uint64_t webhook_id) {
    return write(sequence, "webhookEnd", webhook_id);
}

std::string write_job_end(std::uint64_t sequence, std::uint64_t job_id) {
    return write(sequence, "jobEnd", job_id);
}

std::vector<std::string> write_all(const World& world) {
    const auto sequence = world.ids.sequence();
    std::vector<std::string> lines;
    const auto add = [&lines, sequence](const auto& each) {
        lines.push_back(write_line(sequence, each));
    };
    world.books.for_each(add);
    world.answers.for_each(add);
    world.webhooks.for_each(add);
    world.agenda.for_each(add);
    return lines;
}

Done replay_line(World& world, std::string_view line) {
    const auto read = parse_json_object(line);
    if (!read) return read.error();
    const auto sequence = find_whole(*read, "sequence");
    if (!sequence) return invalid("invalid_journal", "A line of the journal has no sequence.");
    world.ids.resume_at(std::max(world.ids.sequence(), static_cast<std::uint64_t>(*sequence)));
    if (replay_end(world, *read) || replay_record(world, *read)) return {};
    return invalid("invalid_journal", "A line of the journal is of no known kind.");
}

}  // namespace gyeol::sandbox::stripe
