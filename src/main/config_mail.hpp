// Who is written to, and by which mail server; and where our own webhooks may go.
#pragma once

#include "base/secret.hpp"
#include "platform/smtp_mailer.hpp"

#include <string>

namespace gyeol::program {

class ConfigReader;

struct MailSettings {
    std::string host;  // Empty sends no e-mail.
    unsigned short port = 587;
    platform::SmtpSecurity security = platform::SmtpSecurity::starttls;
    std::string user;  // Empty signs in nowhere.
    Secret password;
    std::string from;
    std::string administrator;  // Empty writes to nobody.
    std::string language = "ko";
    std::string folder;  // Where e-mails are kept instead; empty where they are sent, or are none.
};

/// Reads `SMTP_*` and `GYEOL_MAIL_*`. Without a mail server `gyeol dev` keeps the letters in the data
/// folder, and `gyeol serve` writes none and says so.
void read_mail(ConfigReader& reader);

/// Reads `GYEOL_WEBHOOK_PRIVATE`.
void read_private_endpoints(ConfigReader& reader);

}  // namespace gyeol::program
