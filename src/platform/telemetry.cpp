#include "platform/telemetry.hpp"

#include "platform/redact.hpp"

#include <boost/json.hpp>
#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <mutex>
#include <utility>

namespace gyeol::platform {
namespace {

namespace json = boost::json;

Instant wall_now() {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

std::unique_ptr<spdlog::formatter> bare_line() {
    return std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, "\n");
}

void write_to(spdlog::sinks::sink& sink, std::string_view line) {
    sink.log(spdlog::details::log_msg(
        {}, spdlog::level::info, spdlog::string_view_t(line.data(), line.size())
    ));
    sink.flush();
}

std::string clean(std::string_view value) {
    return redact(value.substr(0, limits::note_bytes_max));
}

}  // namespace

WriteLine console_writer() {
    const auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    sink->set_formatter(bare_line());
    return [sink](std::string_view line) { write_to(*sink, line); };
}

NoteSink make_note_sink(NoteLevel level, WriteLine console) {
    return [level, console = std::move(console)](
               NoteLevel of_note, std::string_view name, const std::vector<NoteField>& fields
           ) {
        if (of_note < level) return;
        json::object data;
        for (const auto& field : fields)
            data[field.name] = clean(field.value);
        const json::object line{
            {"level", word(of_note)},
            {"timestamp", write_rfc3339(wall_now())},
            {"action", name},
            {"data", std::move(data)}};
        console(json::serialize(line));
    };
}

std::string write_payment_line(const ports::PaymentLine& line) {
    const json::object written{
        {"level", word(line.level)},
        {"timestamp", write_rfc3339(line.at)},
        {"action", clean(line.action)},
        {"data",
         {{"orderId", clean(line.order_id)},
          {"amount", line.amount_minor},
          {"paymentMethod", clean(line.payment_method)},
          {"status", clean(line.status)}}},
    };
    return json::serialize(written);
}

struct PaymentLogFile::Sink {
    explicit Sink(const PaymentLogSettings& settings)
        : file(settings.path, settings.bytes_max, settings.files) {}

    spdlog::sinks::rotating_file_sink_mt file;
};

PaymentLogFile::PaymentLogFile(std::unique_ptr<Sink> sink, WriteLine console)
    : sink_(std::move(sink)), console_(std::move(console)) {}

PaymentLogFile::~PaymentLogFile() = default;

Result<std::unique_ptr<PaymentLogFile>> PaymentLogFile::open(
    PaymentLogSettings settings, WriteLine console
) {
    try {
        auto sink = std::make_unique<Sink>(settings);
        sink->file.set_formatter(bare_line());
        return std::unique_ptr<PaymentLogFile>(
            new PaymentLogFile(std::move(sink), std::move(console))
        );
    } catch (const std::exception& failure) {
        Error error;
        error.code = ErrorCode::unavailable;
        error.reason = "payment_log";
        error.detail = "The payment log " + settings.path + " cannot be opened: " + failure.what();
        return error;
    }
}

void PaymentLogFile::write(ports::PaymentLine line) noexcept {
    try {
        const auto text = write_payment_line(line);
        // The console first: it still works when the disk is full.
        console_(text);
        write_to(sink_->file, text);
    } catch (const std::exception& failure) {
        note(NoteLevel::error, "payment_log.line_lost", {{"why", failure.what()}});
    }
}

}  // namespace gyeol::platform
