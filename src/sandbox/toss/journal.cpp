#include "sandbox/toss/journal.hpp"

#include "base/json.hpp"
#include "sandbox/journal_line.hpp"
#include "sandbox/toss/payment_record.hpp"
#include "sandbox/toss/world.hpp"

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

StoredAnswer read_answer(const json::object& record) {
    StoredAnswer answer;
    answer.identity = find_text(record, "identity").value_or("");
    answer.status = static_cast<int>(find_whole(record, "status").value_or(0));
    answer.body = find_text(record, "body").value_or("");
    answer.trace_id = find_text(record, "traceId").value_or("");
    answer.first_used = from_millis(find_whole(record, "firstUsed").value_or(0));
    answer.finished_at = from_millis(find_whole(record, "finishedAt").value_or(0));
    return answer;
}

QueuedWebhook read_webhook(const json::object& record) {
    QueuedWebhook webhook;
    webhook.id = static_cast<std::uint64_t>(find_whole(record, "id").value_or(0));
    webhook.transmission_id = find_text(record, "transmissionId").value_or("");
    webhook.body = find_text(record, "body").value_or("");
    webhook.due = from_millis(find_whole(record, "due").value_or(0));
    webhook.retried = static_cast<int>(find_whole(record, "retried").value_or(0));
    return webhook;
}

}  // namespace

std::string write_line(std::uint64_t sequence, const Payment& payment) {
    return write_journal_line(sequence, "payment", write_record(payment));
}

std::string write_line(std::uint64_t sequence, const StoredAnswer& answer) {
    return write_journal_line(
        sequence,
        "answer",
        json::object{
            {"identity", answer.identity},
            {"status", answer.status},
            {"body", answer.body},
            {"traceId", answer.trace_id},
            {"firstUsed", to_millis(answer.first_used)},
            {"finishedAt", to_millis(answer.finished_at)},
        }
    );
}

std::string write_line(std::uint64_t sequence, const QueuedWebhook& webhook) {
    return write_journal_line(
        sequence,
        "webhook",
        json::object{
            {"id", webhook.id},
            {"transmissionId", webhook.transmission_id},
            {"body", webhook.body},
            {"due", to_millis(webhook.due)},
            {"retried", webhook.retried},
        }
    );
}

std::string write_webhook_end(std::uint64_t sequence, std::uint64_t webhook_id) {
    return write_journal_line(sequence, "webhookEnd", webhook_id);
}

Done replay_line(World& world, std::string_view line) {
    const auto read = read_journal_line(line, world.ids);
    if (!read) return read.error();
    if (const auto* payment = find_object(*read, "payment")) {
        auto restored = read_record(*payment);
        if (!restored) return restored.error();
        world.payments.put(std::move(*restored));
        return {};
    }
    if (const auto* answer = find_object(*read, "answer")) {
        world.answers.put(read_answer(*answer));
        return {};
    }
    if (const auto* webhook = find_object(*read, "webhook")) {
        world.webhooks.put(read_webhook(*webhook));
        return {};
    }
    if (const auto ended = find_whole(*read, "webhookEnd")) {
        world.webhooks.remove(static_cast<std::uint64_t>(*ended));
        return {};
    }
    return invalid("invalid_journal", "A line of the journal is of no known kind.");
}

}  // namespace gyeol::sandbox::toss
