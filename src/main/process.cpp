#include "main/process.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "domain/address.hpp"
#include "main/demo_shop.hpp"
#include "main/payment_server.hpp"
#include "main/sandbox_roles.hpp"
#include "main/sandbox_server.hpp"
#include "platform/curl_client.hpp"
#include "platform/file_mailer.hpp"
#include "platform/smtp_mailer.hpp"
#include "platform/telemetry.hpp"
#include "sandbox/in_process_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace gyeol::program {
namespace {

constexpr int exit_failure = 1;
constexpr int exit_second_signal = 130;

void say(const std::string& line) {
    std::fprintf(stdout, "%s\n", line.c_str());
    std::fflush(stdout);
}

int refuse(const Error& error) {
    std::fprintf(stderr, "gyeol: %s\n", error.detail.c_str());
    return exit_failure;
}

SandboxSettings sandbox_settings(const Config& config, const ProcessOptions& options) {
    SandboxSettings settings;
    settings.address = config.listen_address;
    settings.port = config.sandbox_port;
    // In process it stands for a provider that costs nothing: no journal.
    if (!options.sandbox_in_process) settings.journal_folder = config.data_dir;
    settings.shop_origins = {config.public_url, config.frontend_url};
    return settings;
}

/// The way to the merchant's endpoints: to no address that an endpoint may not have.
platform::CurlSettings endpoint_client_settings(const Config& config) {
    platform::CurlSettings settings;
    settings.may_connect = [inside_too = config.private_endpoints](const std::string& address) {
        const auto reach = domain::reach_of(address);
        return reach == domain::AddressReach::everywhere ||
               (inside_too && reach == domain::AddressReach::inside);
    };
    return settings;
}

/// Everything of one process, in the order in which it is made; it goes in the opposite order.
class Process {
public:
    Process(const Config& config, const ProcessOptions& options)
        : config_(config),
          options_(options),
          clock_(loop_.get_executor()),
          curl_(loop_.get_executor(), clock_),
          endpoint_client_(loop_.get_executor(), clock_, endpoint_client_settings(config)),
          files_(
              options.web_root.empty() ? http::StaticFiles(http::embedded_files())
                                       : http::StaticFiles(options.web_root)
          ),
          signals_(loop_, SIGTERM, SIGINT) {}

    Done open();
    int run();

private:
    Done open_sandbox();
    Done open_payments();
    [[nodiscard]] std::unique_ptr<ports::Mailer> make_mailer();
    ports::HttpClient& client_for_payments();
    void announce() const;
    void await_signal();
    Task<> stop();

    const Config& config_;
    const ProcessOptions& options_;
    boost::asio::io_context loop_{1};
    platform::SystemClock clock_;
    platform::CurlClient curl_;
    platform::CurlClient endpoint_client_;
    std::unique_ptr<ports::Mailer> mailer_;
    http::StaticFiles files_;
    boost::asio::signal_set signals_;
    std::unique_ptr<platform::PaymentLogFile> payment_log_;
    std::unique_ptr<SandboxServer> sandbox_;
    std::unique_ptr<sandbox::InProcessClient> direct_;
    std::unique_ptr<PaymentServer> payments_;
    std::unique_ptr<DemoShop> shop_;
    int signals_seen_ = 0;
};

Done Process::open_sandbox() {
    auto opened = SandboxServer::open(
        sandbox_settings(config_, options_),
        sandbox_roles(config_, options_),
        {loop_, clock_, curl_, files_}
    );
    if (!opened) return opened.error();
    sandbox_ = std::move(*opened);
    return {};
}

ports::HttpClient& Process::client_for_payments() {
    if (!sandbox_ || !options_.sandbox_in_process) return curl_;
    auto& sandbox = *sandbox_;
    direct_ = std::make_unique<sandbox::InProcessClient>(
        clock_,
        fmt::format("http://localhost:{}", config_.sandbox_port),
        [&sandbox](const ports::HttpRequest& request, Instant now) {
            return sandbox.handle_directly(request, now);
        }
    );
    return *direct_;
}

std::unique_ptr<ports::Mailer> Process::make_mailer() {
    const auto& mail = config_.mail;
    const platform::LetterStyle style{config_.merchant_name, mail.language};
    if (!mail.host.empty()) {
        return std::make_unique<platform::SmtpMailer>(
            loop_.get_executor(),
            clock_,
            platform::SmtpSettings{
                .host = mail.host,
                .port = mail.port,
                .security = mail.security,
                .user = mail.user,
                .password = mail.password,
                .from = mail.from,
                .style = style,
                .ca_file = {},
            }
        );
    }
    if (mail.folder.empty()) return nullptr;
    return std::make_unique<platform::FileMailer>(mail.folder, style);
}

Done Process::open_payments() {
    mailer_ = make_mailer();
    auto log = platform::PaymentLogFile::open({});
    if (!log) return log.error();
    payment_log_ = std::move(*log);
    auto opened = PaymentServer::open(
        config_,
        {loop_,
         clock_,
         client_for_payments(),
         *payment_log_,
         files_,
         endpoint_client_,
         mailer_.get()}
    );
    if (!opened) return opened.error();
    payments_ = std::move(*opened);
    return {};
}

Done Process::open() {
    if (options_.sandbox) {
        if (auto opened = open_sandbox(); !opened) return opened;
    }
    if (options_.payments) {
        if (auto opened = open_payments(); !opened) return opened;
    }
    if (options_.demo_shop) {
        auto opened = DemoShop::open(config_, loop_, clock_, files_);
        if (!opened) return opened.error();
        shop_ = std::move(*opened);
    }
    return {};
}

void Process::announce() const {
    if (payments_) say(fmt::format("Gyeol takes payments at {}", config_.public_url));
    if (sandbox_) {
        const auto port = config_.sandbox_port;
        say(fmt::format("The sandbox of Toss Payments: http://localhost:{}/toss", port));
        say(fmt::format("  its bank (deposits): http://localhost:{}/toss/bank", port));
        say(fmt::format("The sandbox of Kakao Pay: http://localhost:{}/kakaopay", port));
        say(fmt::format("The sandbox of Stripe: http://localhost:{}", config_.stripe_port));
    }
    if (payments_ && !config_.mail.folder.empty())
        say(fmt::format("E-mails are not sent but kept in {}", config_.mail.folder));
    if (shop_) say(fmt::format("Open this address: {}", config_.frontend_url));
}

void Process::await_signal() {
    signals_.async_wait([this](const boost::system::error_code& failure, int) {
        if (failure) return;
        if (++signals_seen_ > 1) std::_Exit(exit_second_signal);
        say("Stopping: running payments are finished first. Press Ctrl-C again to stop at once.");
        await_signal();
        boost::asio::co_spawn(loop_, stop(), boost::asio::detached);
    });
}

Task<> Process::stop() {
    // The sandbox goes last: an attempt that is on its way to it must come back.
    if (shop_) {
        co_await shop_->stop();
    }
    if (payments_) {
        co_await payments_->stop();
    }
    if (sandbox_) {
        co_await sandbox_->stop();
    }
    loop_.stop();
}

int Process::run() {
    if (sandbox_) sandbox_->start();
    if (payments_) payments_->start();
    if (shop_) shop_->start();
    await_signal();
    announce();
    loop_.run();
    return 0;
}

}  // namespace

namespace {

/// A connection is a descriptor, and the usual soft limit is far below `limits::connections_max`.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) note(NoteLevel::warning, "process.few_descriptors");
}

}  // namespace

int run_process(const Config& config, const ProcessOptions& options) {
    std::signal(SIGPIPE, SIG_IGN);
    replace_note_sink(platform::make_note_sink(config.log_level));
    raise_descriptor_limit();
    Process process(config, options);
    if (const auto opened = process.open(); !opened) return refuse(opened.error());
    return process.run();
}

}  // namespace gyeol::program
