// E-mail against a real mail server (Debian's aiosmtpd), which says what it heard.
#include "platform/smtp_mailer.hpp"

#include "platform/loop.hpp"
#include "support/folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace gyeol::test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using platform::SmtpSecurity;
using Kind = ports::MailOutcome::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The mail server as a process of its own, run by the Python that Debian's packages belong to. It ends when this ends, however this ends.
class SmtpSink {
public:
    explicit SmtpSink(std::vector<std::string> arguments) {
        arguments.insert(
            arguments.begin(), {"/usr/bin/python3", GYEOL_SMTP_SINK, folder_.path().string()}
        );
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe");
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            std::vector<char*> words;
            for (auto& argument : arguments)
                words.push_back(argument.data());
            words.push_back(nullptr);
            ::execvp(words[0], words.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        said_ = ::fdopen(out[0], "r");
        keeps_alive_ = in[1];
        port_ = static_cast<unsigned short>(std::stoi(line()));
    }

    SmtpSink(const SmtpSink&) = delete;
    SmtpSink& operator=(const SmtpSink&) = delete;

    ~SmtpSink() {
        ::close(keeps_alive_);
        ::waitpid(process_, nullptr, 0);
        std::fclose(said_);
    }

    [[nodiscard]] unsigned short port() const { return port_; }

    [[nodiscard]] std::string certificate() const { return folder_.file("cert.pem"); }

    /// Returns the next letter that it took.
    json::object letter() { return json::parse(line()).as_object(); }

    /// Ends it and returns whether it took anything that was not looked at.
    bool took_more() {
        ::close(keeps_alive_);
        keeps_alive_ = -1;
        return std::fgetc(said_) != EOF;
    }

private:
    std::string line() {
        std::string text;
        for (int letter = std::fgetc(said_); letter != '\n'; letter = std::fgetc(said_)) {
            if (letter == EOF) throw std::runtime_error("the mail server ended; see above why");
            text.push_back(static_cast<char>(letter));
        }
        return text;
    }

    Folder folder_;
    pid_t process_ = -1;
    std::FILE* said_ = nullptr;
    int keeps_alive_ = -1;
    unsigned short port_ = 0;
};

class SmtpMailer : public testing::Test {
protected:
    static platform::SmtpSettings settings_for(const SmtpSink& sink, SmtpSecurity security) {
        platform::SmtpSettings settings;
        settings.host = "127.0.0.1";
        settings.port = sink.port();
        settings.security = security;
        settings.from = "pay@shop.example";
        settings.style = {"K-TEST 결제", "ko"};
        if (security != SmtpSecurity::none) settings.ca_file = sink.certificate();
        return settings;
    }

    static ports::Letter receipt(std::string to = "buyer@shop.example") {
        ports::Letter letter;
        letter.kind = "receipt";
        letter.to = std::move(to);
        letter.message_id = "0123456789abcdef01234567";
        letter.at = Instant(Millis(1'767'322'800'000));
        letter.fields = {
            {"buyer", "김결"},
            {"orderName", "성격 검사 Basic\r\nBcc: other@shop.example"},
            {"orderId", "ord_1"},
            {"amount", "9,900 KRW"},
            {"at", "2026-01-02 12:00:00+09:00"},
        };
        return letter;
    }

    ports::MailOutcome send(
        platform::SmtpSettings settings, ports::Letter letter, Millis within = 20s
    ) {
        platform::SmtpMailer mailer(loop_.get_executor(), clock_, std::move(settings));
        std::optional<ports::MailOutcome> outcome;
        boost::asio::co_spawn(
            loop_,
            mailer.send(std::move(letter), clock_.now() + within),
            [this, &outcome](const std::exception_ptr&, ports::MailOutcome answer) {
                outcome = std::move(answer);
                loop_.stop();
            }
        );
        loop_.restart();
        loop_.run();
        return std::move(*outcome);
    }

private:
    boost::asio::io_context loop_;
    platform::SystemClock clock_{loop_.get_executor()};
};

TEST_F(SmtpMailer, ALetterArrivesAsItWasWritten) {
    SmtpSink sink({"plain"});
    const auto outcome = send(settings_for(sink, SmtpSecurity::none), receipt());
    ASSERT_EQ(outcome.kind, Kind::accepted) << outcome.detail;
    const auto letter = sink.letter();
    EXPECT_EQ(letter.at("from"), "pay@shop.example");
    EXPECT_EQ(letter.at("to"), json::array({"buyer@shop.example"}));
    EXPECT_EQ(
        letter.at("subject"),
        "[K-TEST 결제] 결제가 완료되었습니다: 성격 검사 Basic  Bcc: other@shop.example"
    );
    EXPECT_EQ(letter.at("sender"), "K-TEST 결제 <pay@shop.example>");
    EXPECT_EQ(letter.at("messageId"), "<0123456789abcdef01234567@shop.example>");
    EXPECT_EQ(letter.at("date"), "Fri, 02 Jan 2026 03:00:00 +0000");
    EXPECT_THAT(letter.at("text").as_string().c_str(), HasSubstr("결제 금액 9,900 KRW"));
    EXPECT_THAT(letter.at("html").as_string().c_str(), HasSubstr("<td>9,900 KRW</td>"));
    EXPECT_EQ(
        json::serialize(letter.at("headers")),
        R"(["Auto-Submitted","Content-Type","Date","From","MIME-Version","Message-ID","Subject","To"])"
    );
    EXPECT_FALSE(sink.took_more());
}

TEST_F(SmtpMailer, StartTlsComesBeforeEverythingThatMatters) {
    SmtpSink sink({"starttls", "pay@shop.example", "made-up-word"});
    auto settings = settings_for(sink, SmtpSecurity::starttls);
    settings.user = "pay@shop.example";
    settings.password = Secret("made-up-word");
    const auto outcome = send(settings, receipt());
    ASSERT_EQ(outcome.kind, Kind::accepted) << outcome.detail;
    const auto letter = sink.letter();
    EXPECT_EQ(letter.at("encrypted"), true);
    EXPECT_EQ(letter.at("user"), "pay@shop.example");
    settings.password = Secret("another-word");
    const auto refused = send(settings, receipt());
    EXPECT_EQ(refused.kind, Kind::later) << "an operator can mend it";
    EXPECT_THAT(refused.detail, ::testing::Not(HasSubstr("another-word")));
    EXPECT_FALSE(sink.took_more());
}

TEST_F(SmtpMailer, ALineMayBeEncryptedFromItsFirstByte) {
    SmtpSink sink({"tls"});
    ASSERT_EQ(send(settings_for(sink, SmtpSecurity::tls), receipt()).kind, Kind::accepted);
    EXPECT_EQ(sink.letter().at("encrypted"), true);
}

TEST_F(SmtpMailer, AServerThatNobodyVouchesForGetsNothing) {
    SmtpSink sink({"starttls"});
    auto settings = settings_for(sink, SmtpSecurity::starttls);
    settings.ca_file.clear();
    EXPECT_EQ(send(settings, receipt()).kind, Kind::later);
    EXPECT_FALSE(sink.took_more());
}

TEST_F(SmtpMailer, AServerWithoutEncryptionGetsNothingWhenItIsWanted) {
    SmtpSink sink({"plain"});
    auto settings = settings_for(sink, SmtpSecurity::starttls);
    settings.ca_file.clear();
    settings.user = "pay@shop.example";
    settings.password = Secret("made-up-word");
    EXPECT_EQ(send(settings, receipt()).kind, Kind::later);
    EXPECT_FALSE(sink.took_more());
}

TEST_F(SmtpMailer, TellsWhatIsForGoodFromWhatMayChange) {
    SmtpSink sink({"plain"});
    const auto settings = settings_for(sink, SmtpSecurity::none);
    const auto nobody = send(settings, receipt("nobody@shop.example"));
    EXPECT_EQ(nobody.kind, Kind::refused) << nobody.detail;
    EXPECT_EQ(nobody.status, 550);
    const auto busy = send(settings, receipt("busy@shop.example"));
    EXPECT_EQ(busy.kind, Kind::later);
    EXPECT_EQ(busy.status, 451);
    EXPECT_THAT(busy.detail, ::testing::Not(HasSubstr("@")));
    EXPECT_EQ(send(settings, receipt("a@b.example>\r\nRCPT TO:<c@d.example")).kind, Kind::refused);
    EXPECT_FALSE(sink.took_more());
}

TEST_F(SmtpMailer, GivesUpAtItsDeadline) {
    SmtpSink sink({"plain"});
    const auto began = std::chrono::steady_clock::now();
    const auto outcome =
        send(settings_for(sink, SmtpSecurity::none), receipt("slow@shop.example"), 300ms);
    EXPECT_EQ(outcome.kind, Kind::later);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

TEST_F(SmtpMailer, NobodyListeningIsForLater) {
    platform::SmtpSettings settings;
    settings.host = "127.0.0.1";
    settings.port = 1;
    settings.security = SmtpSecurity::none;
    settings.from = "pay@shop.example";
    EXPECT_EQ(send(settings, receipt()).kind, Kind::later);
}

}  // namespace
}  // namespace gyeol::test
