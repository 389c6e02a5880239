// E-mail by SMTP. One thread speaks to the mail server, one letter after another: mails are few, and a
// server that is slow delays mails only.
#pragma once

#include "base/secret.hpp"
#include "platform/letter_text.hpp"
#include "ports/clock.hpp"
#include "ports/mailer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace gyeol::platform {

enum class SmtpSecurity : std::uint8_t {
    starttls,  // Plain at first; nothing is said before the line is encrypted.
    tls,       // Encrypted from the first byte.
    none,      // For a mail server on the same machine.
};

struct SmtpSettings {
    std::string host;
    unsigned short port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    std::string user;  // Empty signs in nowhere.
    Secret password;
    std::string from;
    LetterStyle style;
    std::string
        ca_file;  // PEM certificates to trust instead of the system's; empty for the system's.
};

/// Fulfils the promises of `Mailer`. The loop and the clock must outlive it; a letter being sent at its end
/// comes back `later`.
class SmtpMailer final : public ports::Mailer {
public:
    SmtpMailer(boost::asio::any_io_executor loop, const ports::Clock& clock, SmtpSettings settings);
    ~SmtpMailer() override;

    Task<ports::MailOutcome> send(ports::Letter letter, Instant deadline) override;

private:
    class Sender;

    boost::asio::any_io_executor loop_;
    std::unique_ptr<Sender> sender_;
};

}  // namespace gyeol::platform
