#include "main/user_command.hpp"

#include "app/app.hpp"
#include "platform/aes_cipher.hpp"
#include "platform/jwt_signer.hpp"
#include "platform/loop.hpp"
#include "platform/password_pool.hpp"
#include "platform/system_ids.hpp"
#include "storage/sqlite_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <utility>

namespace gyeol::program {
namespace {

/// An account makes no payment, so nothing is told here.
class SilentLog final : public ports::PaymentLog {
public:
    void write(ports::PaymentLine) noexcept override {}
};

int refuse(const Error& error) {
    std::fprintf(stderr, "gyeol: %s\n", error.detail.c_str());
    return 1;
}

/// Everything that an account needs; no port is opened and no provider is called.
class AccountDesk {
public:
    explicit AccountDesk(const Config& config)
        : clock_(loop_.get_executor()),
          gate_(loop_.get_executor()),
          cipher_(config.encryption_keys),
          ids_(config.derivation_secret),
          passwords_(loop_.get_executor(), {}),
          tokens_(config.jwt_secret) {}

    Done open(const Config& config) {
        auto store = storage::open_sqlite_store(
            {.folder = config.data_dir, .vfs = {}}, cipher_, loop_.get_executor()
        );
        if (!store) return store.error();
        store_ = std::move(*store);
        app_ = std::make_unique<app::App>(
            app::AppPorts{
                .store = *store_,
                .clock = clock_,
                .ids = ids_,
                .passwords = passwords_,
                .tokens = tokens_,
                .payment_log = log_,
                .gate = gate_,
                .providers = {},
            },
            app::AppSettings{
                .catalogue = domain::Catalogue(config.plans), .public_url = config.public_url}
        );
        return {};
    }

    Result<app::SignedIn> register_user(app::RegisterUser command) {
        std::optional<Result<app::SignedIn>> made;
        boost::asio::co_spawn(
            loop_,
            app_->register_user(std::move(command)),
            [this, &made](const std::exception_ptr& failure, Result<app::SignedIn> answer) {
                if (failure) std::rethrow_exception(failure);
                made = std::move(answer);
                loop_.stop();
            }
        );
        loop_.run();
        return std::move(*made);
    }

private:
    boost::asio::io_context loop_{1};
    platform::SystemClock clock_;
    ports::Gate gate_;
    platform::AesCipher cipher_;
    platform::SystemIds ids_;
    platform::PasswordPool passwords_;
    platform::JwtSigner tokens_;
    SilentLog log_;
    std::unique_ptr<ports::Store> store_;
    std::unique_ptr<app::App> app_;
};

}  // namespace

Secret read_password() {
    termios shown{};
    const bool is_terminal = isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &shown) == 0;
    if (is_terminal) {
        std::fputs("Password: ", stderr);
        auto hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::string line;
    std::getline(std::cin, line);
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        std::fputs("\n", stderr);
    }
    return Secret(std::move(line));
}

int create_user(const Config& config, CreateUser command, Secret password) {
    AccountDesk desk(config);
    if (const auto opened = desk.open(config); !opened) return refuse(opened.error());
    const auto made = desk.register_user({
        .email = std::move(command.email),
        .password = std::move(password),
        .name = std::move(command.name),
        .phone = {},
        .role = command.role,
    });
    if (!made) return refuse(made.error());
    const auto* role = command.role.empty() ? "buyer" : command.role.c_str();
    std::fputs(
        fmt::format("Created {} as {}, id {}.\n", made->user.email, role, made->user.id.hex())
            .c_str(),
        stdout
    );
    return 0;
}

}  // namespace gyeol::program
