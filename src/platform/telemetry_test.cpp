#include "platform/telemetry.hpp"

#include "base/json.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gyeol::platform {
namespace {

namespace fs = std::filesystem;
using test::Folder;
using testing::HasSubstr;

struct Lines {
    std::mutex mutex;
    std::vector<std::string> all;

    WriteLine writer() {
        return [this](std::string_view line) {
            const std::lock_guard lock(mutex);
            all.emplace_back(line);
        };
    }
};

std::vector<std::string> read_lines(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

ports::PaymentLine line() {
    return {
        NoteLevel::info,
        from_millis(1'767'322'800'678),
        "payment.completed",
        "ord_01",
        9900,
        "card",
        "completed"};
}

constexpr auto written_line =
    R"({"level":"info","timestamp":"2026-01-02T03:00:00.678Z","action":"payment.completed",)"
    R"("data":{"orderId":"ord_01","amount":9900,"paymentMethod":"card","status":"completed"}})";

TEST(PaymentLog, ALineHasExactlyTheMembersAskedFor) {
    EXPECT_EQ(write_payment_line(line()), written_line);
}

TEST(PaymentLog, LinesGoToTheFileAndTheConsole) {
    const Folder folder;
    Lines console;
    const auto path = folder.file("logs/payment.log");
    {
        const auto log = PaymentLogFile::open({path, 1000, 2}, console.writer());
        ASSERT_TRUE(log) << log.error().detail;
        (*log)->write(line());
    }
    {
        const auto again = PaymentLogFile::open({path, 1000, 2}, console.writer());
        (*again)->write(line());
    }
    EXPECT_EQ(read_lines(path), (std::vector<std::string>{written_line, written_line}));
    EXPECT_EQ(console.all, (std::vector<std::string>{written_line, written_line}));
}

TEST(PaymentLog, TheFileIsRotatedAndOldOnesAreDropped) {
    const Folder folder;
    Lines console;
    {
        const auto log =
            PaymentLogFile::open({folder.file("payment.log"), 500, 2}, console.writer());
        for (int count = 0; count < 20; ++count)
            (*log)->write(line());
    }
    EXPECT_TRUE(fs::exists(folder.file("payment.1.log")));
    EXPECT_TRUE(fs::exists(folder.file("payment.2.log")));
    EXPECT_FALSE(fs::exists(folder.file("payment.3.log")));
    EXPECT_LE(fs::file_size(folder.file("payment.1.log")), 500U);
    for (const auto& whole : read_lines(folder.file("payment.1.log")))
        EXPECT_EQ(whole, written_line);
}

TEST(PaymentLog, ManyLinesAreWrittenInOrderAndNoneIsLostAtTheEnd) {
    const Folder folder;
    const auto path = folder.file("payment.log");
    std::string shown;
    {
        PaymentLogSettings settings{path};
        settings.gather = Millis(0);
        settings.waiting_max = 3;
        const auto log = PaymentLogFile::open(settings, [&shown](std::string_view lines) {
            shown.append(lines).append("\n");
        });
        ASSERT_TRUE(log) << log.error().detail;
        for (int count = 0; count < 500; ++count) {
            auto one = line();
            one.amount_minor = count;
            (*log)->write(std::move(one));
        }
    }
    const auto lines = read_lines(path);
    ASSERT_EQ(lines.size(), 500U);
    std::string written;
    for (std::size_t count = 0; count < lines.size(); ++count) {
        EXPECT_THAT(lines[count], HasSubstr("\"amount\":" + std::to_string(count) + ","));
        written.append(lines[count]).append("\n");
    }
    EXPECT_EQ(shown, written);
}

TEST(PaymentLog, AFileThatCannotBeOpenedSaysWhich) {
    const auto log = PaymentLogFile::open({"/proc/no/payment.log", 500, 2});
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::unavailable);
    EXPECT_THAT(log.error().detail, HasSubstr("/proc/no/payment.log"));
}

TEST(PaymentLog, AFullDiskLosesTheLineAndNotesIt) {
    std::string noted;
    const auto before = replace_note_sink(
        [&noted](NoteLevel, std::string_view name, const std::vector<NoteField>&) { noted = name; }
    );
    Lines console;
    {
        const auto log = PaymentLogFile::open({"/dev/full", 1'000'000, 2}, console.writer());
        ASSERT_TRUE(log) << log.error().detail;
        (*log)->write(line());
    }
    replace_note_sink(before);
    EXPECT_EQ(noted, "payment_log.line_lost");
    EXPECT_EQ(console.all.size(), 1U);
}

TEST(NoteSink, ANoteIsOneLineOfJson) {
    Lines console;
    const auto sink = make_note_sink(NoteLevel::info, console.writer());
    sink(NoteLevel::warning, "clock.jumped", {{"by_ms", "7000"}, {"why", "two\nlines \"quoted\""}});
    ASSERT_EQ(console.all.size(), 1U);
    const auto read = parse_json_object(console.all[0]);
    ASSERT_TRUE(read) << console.all[0];
    EXPECT_EQ(find_text(*read, "level"), "warning");
    EXPECT_EQ(find_text(*read, "action"), "clock.jumped");
    EXPECT_TRUE(parse_rfc3339(*find_text(*read, "timestamp")));
    EXPECT_EQ(find_text(*find_object(*read, "data"), "why"), "two\nlines \"quoted\"");
    EXPECT_EQ(console.all[0].find('\n'), std::string::npos);
}

TEST(NoteSink, NotesBelowTheLevelAreLeftOut) {
    Lines console;
    const auto sink = make_note_sink(NoteLevel::warning, console.writer());
    sink(NoteLevel::debug, "a", {});
    sink(NoteLevel::info, "b", {});
    sink(NoteLevel::warning, "c", {});
    sink(NoteLevel::error, "d", {});
    EXPECT_EQ(console.all.size(), 2U);
}

TEST(NoteSink, ASecretThatSlippedThroughIsMasked) {
    Lines console;
    const auto sink = make_note_sink(NoteLevel::debug, console.writer());
    sink(
        NoteLevel::error,
        "provider.odd",
        {{"body", "4242 4242 4242 4242 test_sk_abc hong@k-test.kr"}}
    );
    ASSERT_EQ(console.all.size(), 1U);
    EXPECT_THAT(console.all[0], HasSubstr(R"("body":"[card] test_sk_*** [email]")"));
}

}  // namespace
}  // namespace gyeol::platform
