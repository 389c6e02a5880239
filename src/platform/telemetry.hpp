// Where notes and payment lines go: JSON lines on the console, and the payment log's rotating file.
#pragma once

#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/result.hpp"
#include "ports/payment_log.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gyeol::platform {

/// Writes one line, without its end, to the console. Thread-safe.
using WriteLine = std::function<void(std::string_view)>;

/// Returns a writer to standard error, which systemd and containers collect.
WriteLine console_writer();

/// Returns a sink for `replace_note_sink` that writes each note of `level` or above as
/// `{level, timestamp, action, data}`, values redacted (redact.hpp) and cut at `limits::note_bytes_max`.
NoteSink make_note_sink(NoteLevel level, WriteLine console = console_writer());

/// Returns the line of the payment log: `{level, timestamp, action, data:{orderId, amount,
/// paymentMethod, status}}`, exactly these members.
std::string write_payment_line(const ports::PaymentLine& line);

struct PaymentLogSettings {
    std::string path = "logs/payment.log";
    std::size_t bytes_max = limits::payment_log_bytes_max;
    std::size_t files = limits::payment_log_files;
};

/// Fulfils the promises of `PaymentLog`: each line goes to the file, which is rotated by size
/// (`payment.1.log` is the youngest old one), and to the console.
class PaymentLogFile final : public ports::PaymentLog {
public:
    /// Opens the file for appending and makes its folder. Fails with `unavailable` and says why.
    static Result<std::unique_ptr<PaymentLogFile>> open(
        PaymentLogSettings settings, WriteLine console = console_writer()
    );

    ~PaymentLogFile() override;

    void write(ports::PaymentLine line) noexcept override;

private:
    struct Sink;

    PaymentLogFile(std::unique_ptr<Sink> sink, WriteLine console);

    std::unique_ptr<Sink> sink_;
    WriteLine console_;
};

}  // namespace gyeol::platform
