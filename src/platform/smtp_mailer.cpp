#include "platform/smtp_mailer.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "platform/mail_message.hpp"
#include "ports/handoff.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

namespace gyeol::platform {
namespace {

using ports::MailOutcome;
using Answer = std::shared_ptr<ports::Handoff<MailOutcome>>;

struct Job {
    ports::Letter letter;
    Instant deadline;
    Answer answer;
};

/// What libcurl reads from and looks at while it sends.
struct Upload {
    std::string_view rest;
    const std::atomic<bool>* stopping;
};

std::size_t on_read(char* into, std::size_t, std::size_t count, void* self) noexcept {
    auto& rest = static_cast<Upload*>(self)->rest;
    const auto size = std::min(count, rest.size());
    std::memcpy(into, rest.data(), size);
    rest.remove_prefix(size);
    return size;
}

int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    return static_cast<Upload*>(self)->stopping->load() ? 1 : 0;
}

/// What a mail server says with a code of the five hundreds it says again the next time; only a sign-in
/// that fails may be mended meanwhile.
MailOutcome outcome_of(CURLcode code, long status) {
    using Kind = MailOutcome::Kind;
    const auto number = static_cast<int>(status);
    if (code == CURLE_OK) return {Kind::accepted, number, ""};
    const auto* why = curl_easy_strerror(code);
    const bool is_about_the_letter = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                                     code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_QUOTE_ERROR;
    const bool is_final = is_about_the_letter && status >= 500 && status < 600;
    return {is_final ? Kind::refused : Kind::later, number, why};
}

/// One conversation with the mail server.
class Conversation {
public:
    Conversation() : handle_(curl_easy_init()) {
        ensure(handle_ != nullptr, "libcurl has memory for its handle");
    }

    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    ~Conversation() {
        curl_slist_free_all(recipients_);
        curl_easy_cleanup(handle_);
    }

    MailOutcome send(
        const SmtpSettings& settings, const std::string& to, Upload& upload, Millis within
    ) {
        set_server(settings);
        set_letter(settings.from, to, upload);
        const auto millis = static_cast<long>(std::max<Millis::rep>(within.count(), 1));
        curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, millis);
        curl_easy_setopt(
            handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits::connect_within.count())
        );
        const auto code = curl_easy_perform(handle_);
        long status = 0;
        curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
        return outcome_of(code, status);
    }

private:
    void set_server(const SmtpSettings& settings) {
        const bool is_tls = settings.security == SmtpSecurity::tls;
        const bool is_ipv6 = settings.host.find(':') != std::string::npos;
        const auto host = is_ipv6 ? "[" + settings.host + "]" : settings.host;
        const auto url = fmt::format("{}://{}:{}", is_tls ? "smtps" : "smtp", host, settings.port);
        curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
        const bool is_encrypted = settings.security != SmtpSecurity::none;
        const auto use = is_encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE;
        curl_easy_setopt(handle_, CURLOPT_USE_SSL, static_cast<long>(use));
        curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
        if (!settings.ca_file.empty())
            curl_easy_setopt(handle_, CURLOPT_CAINFO, settings.ca_file.c_str());
        if (settings.user.empty()) return;
        curl_easy_setopt(handle_, CURLOPT_USERNAME, settings.user.c_str());
        curl_easy_setopt(handle_, CURLOPT_PASSWORD, settings.password.reveal().c_str());
    }

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters): from and to, as on every letter.
    void set_letter(const std::string& from, const std::string& to, Upload& upload) {
        curl_easy_setopt(handle_, CURLOPT_MAIL_FROM, ("<" + from + ">").c_str());
        recipients_ = curl_slist_append(recipients_, ("<" + to + ">").c_str());
        curl_easy_setopt(handle_, CURLOPT_MAIL_RCPT, recipients_);
        curl_easy_setopt(handle_, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(handle_, CURLOPT_READFUNCTION, &on_read);
        curl_easy_setopt(handle_, CURLOPT_READDATA, &upload);
        curl_easy_setopt(handle_, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(handle_, CURLOPT_XFERINFOFUNCTION, &on_progress);
        curl_easy_setopt(handle_, CURLOPT_XFERINFODATA, &upload);
    }

    CURL* handle_;
    curl_slist* recipients_ = nullptr;
};

}  // namespace

/// The thread and what waits for it.
class SmtpMailer::Sender {
public:
    Sender(const ports::Clock& clock, SmtpSettings settings)
        : clock_(clock), settings_(std::move(settings)), thread_([this] { run(); }) {}

    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    ~Sender() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
        for (const auto& job : queue_)
            job.answer->deliver({MailOutcome::Kind::later, 0, "the program is stopping"});
    }

    void add(Job job) {
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() < limits::mail_queue_max) {
                queue_.push_back(std::move(job));
                wake_.notify_one();
                return;
            }
        }
        job.answer->deliver({MailOutcome::Kind::later, 0, "too many letters are waiting"});
    }

private:
    void run() {
        while (auto job = take())
            job->answer->deliver(send(*job));
    }

    std::optional<Job> take() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return std::nullopt;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        return job;
    }

    MailOutcome send(const Job& job) {
        const auto left = job.deadline - clock_.now();
        if (left <= Millis(0))
            return {MailOutcome::Kind::later, 0, "its time had passed before it began"};
        const auto text = write_letter(job.letter, settings_.style);
        if (!text) return {MailOutcome::Kind::refused, 0, text.error().detail};
        const auto message = write_mail(
            {.from = settings_.from,
             .from_name = settings_.style.merchant,
             .to = job.letter.to,
             .message_id = job.letter.message_id,
             .at = job.letter.at},
            *text
        );
        if (!message) return {MailOutcome::Kind::refused, 0, message.error().detail};
        Upload upload{*message, &stopping_};
        return Conversation().send(settings_, job.letter.to, upload, left);
    }

    const ports::Clock& clock_;
    const SmtpSettings settings_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stopping_{false};
    std::deque<Job> queue_;
    std::thread thread_;
};

SmtpMailer::SmtpMailer(
    boost::asio::any_io_executor loop, const ports::Clock& clock, SmtpSettings settings
)
    : loop_(std::move(loop)) {
    // Counted by libcurl: once more does no harm.
    ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts");
    sender_ = std::make_unique<Sender>(clock, std::move(settings));
}

SmtpMailer::~SmtpMailer() = default;

Task<MailOutcome> SmtpMailer::send(ports::Letter letter, Instant deadline) {
    const auto answer = std::make_shared<ports::Handoff<MailOutcome>>(loop_);
    sender_->add({std::move(letter), deadline, answer});
    auto outcome = co_await answer->take();
    co_return outcome;
}

}  // namespace gyeol::platform
