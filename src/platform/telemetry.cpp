#include "platform/telemetry.hpp"

#include "platform/redact.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
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
}

std::string clean(std::string_view value) {
    return redact(value.substr(0, limits::note_bytes_max));
}

}  // namespace

WriteLine console_writer() {
    const auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    sink->set_formatter(bare_line());
    return [sink](std::string_view line) {
        write_to(*sink, line);
        sink->flush();
    };
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
    const auto quoted = [](std::string_view value) { return json::serialize(clean(value)); };
    return fmt::format(
        R"({{"level":"{}","timestamp":"{}","action":{},)"
        R"("data":{{"orderId":{},"amount":{},"paymentMethod":{},"status":{}}}}})",
        word(line.level),
        write_rfc3339(line.at),
        quoted(line.action),
        quoted(line.order_id),
        line.amount_minor,
        quoted(line.payment_method),
        quoted(line.status)
    );
}

struct PaymentLogFile::Sink {
    explicit Sink(const PaymentLogSettings& settings)
        : file(settings.path, settings.bytes_max, settings.files) {}

    spdlog::sinks::rotating_file_sink_mt file;
};

PaymentLogFile::PaymentLogFile(
    PaymentLogSettings settings, std::unique_ptr<Sink> sink, WriteLine console
)
    : settings_(std::move(settings)),
      sink_(std::move(sink)),
      console_(std::move(console)),
      thread_([this] { run(); }) {}

PaymentLogFile::~PaymentLogFile() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

Result<std::unique_ptr<PaymentLogFile>> PaymentLogFile::open(
    // NOLINTNEXTLINE(performance-unnecessary-value-param): a settings struct goes by value everywhere.
    PaymentLogSettings settings,
    WriteLine console
) {
    try {
        auto sink = std::make_unique<Sink>(settings);
        sink->file.set_formatter(bare_line());
        return std::unique_ptr<PaymentLogFile>(
            new PaymentLogFile(settings, std::move(sink), std::move(console))
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
    std::unique_lock lock(mutex_);
    // A console or a disk that is too slow for what happens slows down whoever makes it happen.
    changed_.wait(lock, [this] { return waiting_.size() < settings_.waiting_max; });
    waiting_.push_back(std::move(line));
    if (waiting_.size() == 1) changed_.notify_all();
}

void PaymentLogFile::run() {
    for (auto lines = take(); !lines.empty(); lines = take())
        write_out(lines);
}

std::vector<ports::PaymentLine> PaymentLogFile::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    // The first line waits for others.
    changed_.wait_for(lock, settings_.gather, [this] { return closed_; });
    auto lines = std::exchange(waiting_, {});
    changed_.notify_all();
    return lines;
}

void PaymentLogFile::write_out(const std::vector<ports::PaymentLine>& lines) noexcept {
    try {
        std::vector<std::string> texts;
        texts.reserve(lines.size());
        for (const auto& line : lines)
            texts.push_back(write_payment_line(line));
        // The console first: it still works when the disk is full.
        console_(fmt::format("{}", fmt::join(texts, "\n")));
        for (const auto& text : texts)
            write_to(sink_->file, text);
        sink_->file.flush();
    } catch (const std::exception& failure) {
        const auto lost = fmt::to_string(lines.size());
        note(NoteLevel::error, "payment_log.line_lost", {{"why", failure.what()}, {"lines", lost}});
    }
}

}  // namespace gyeol::platform
