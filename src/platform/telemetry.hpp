// Where notes and payment lines go: JSON lines on the console, and the payment log's rotating file.
#pragma once

#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/payment_log.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gyeol::platform {

/// Writes one line or several, without the last one's end, to the console. Thread-safe.
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
    /// Lines gather this long, so that many share one write.
    Millis gather = Millis(5);
    /// Lines that wait to be written; whoever brings one more waits, too.
    std::size_t waiting_max = 10'000;
};

/// Fulfils the promises of `PaymentLog`: each line goes to the file, which is rotated by size
/// (`payment.1.log` is the youngest old one), and to the console. Lines are written by a thread of its
/// own, a few milliseconds later at most, so that many share one write; the destructor writes the rest.
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

    PaymentLogFile(PaymentLogSettings settings, std::unique_ptr<Sink> sink, WriteLine console);

    void run();
    std::vector<ports::PaymentLine> take();
    void write_out(const std::vector<ports::PaymentLine>& lines) noexcept;

    PaymentLogSettings settings_;
    std::unique_ptr<Sink> sink_;
    WriteLine console_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ports::PaymentLine> waiting_;
    bool closed_ = false;
    std::thread thread_;
};

}  // namespace gyeol::platform
