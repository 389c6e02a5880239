#include "main/config_mail.hpp"

#include "main/config_reader.hpp"
#include "main/config_values.hpp"
#include "platform/mail_message.hpp"

#include <optional>
#include <utility>

namespace gyeol::program {
namespace {

using platform::SmtpSecurity;

constexpr unsigned short tls_port = 465;

bool is_this_machine(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::string read_address(ConfigReader& reader, std::string_view name, std::string_view fallback) {
    auto text = fallback.empty() ? reader.find(name).value_or("") : reader.text(name, fallback);
    if (text.empty() || platform::is_mail_address(text)) return text;
    reader.refuse(name, "It is no e-mail address.", "Write it as pay@shop.example.");
    return {};
}

SmtpSecurity read_security(ConfigReader& reader, unsigned short port) {
    const auto text = reader.text("GYEOL_SMTP_TLS", port == tls_port ? "tls" : "starttls");
    if (text == "tls") return SmtpSecurity::tls;
    if (text == "none") return SmtpSecurity::none;
    if (text != "starttls") {
        reader.refuse(
            "GYEOL_SMTP_TLS",
            "It is none of starttls, tls, none.",
            "Set one of the three, or nothing."
        );
    }
    return SmtpSecurity::starttls;
}

void check_password_travels_safely(ConfigReader& reader, const MailSettings& mail) {
    const bool is_open = mail.security == SmtpSecurity::none && !is_this_machine(mail.host);
    if (!is_open || mail.user.empty()) return;
    reader.refuse(
        "GYEOL_SMTP_TLS",
        "Without TLS the mail server's password would travel in the clear.",
        "Set starttls or tls; none is for a mail server on this machine."
    );
}

void read_server(ConfigReader& reader, MailSettings& mail) {
    const auto port = parse_port(reader.text("SMTP_PORT", "587"));
    if (!port || *port == 0) {
        reader.refuse(
            "SMTP_PORT", "It is not a port.", "Set 587, 465 or what your mail server uses."
        );
    }
    mail.port = port.value_or(0);
    mail.security = read_security(reader, mail.port);
    mail.user = reader.find("SMTP_USER").value_or("");
    mail.password = Secret(reader.find("SMTP_PASS").value_or(""));
    if (mail.user.empty() != mail.password.empty()) {
        const auto* missing = mail.user.empty() ? "SMTP_USER" : "SMTP_PASS";
        reader.refuse(
            missing, "It is missing, although its other half is set.", "Set both, or neither."
        );
    }
    check_password_travels_safely(reader, mail);
    const bool is_user_an_address = platform::is_mail_address(mail.user);
    mail.from = read_address(reader, "GYEOL_MAIL_FROM", is_user_an_address ? mail.user : "");
    if (mail.from.empty()) {
        reader.refuse(
            "GYEOL_MAIL_FROM",
            "It is not known in whose name e-mails are sent.",
            "Set the sender's address, such as pay@shop.example."
        );
    }
    if (mail.administrator.empty()) {
        reader.notice(
            "GYEOL_ADMIN_EMAIL",
            "It is not set: nobody is written to when a payment fails.",
            "Set the address that is to know."
        );
    }
}

/// Returns whether the account is one of the examples that everybody copies: refused in production.
bool is_example_account(ConfigReader& reader) {
    for (const auto* name : {"SMTP_USER", "SMTP_PASS"}) {
        if (!is_placeholder(reader.find(name).value_or(""))) continue;
        const std::string what = "It is an example's value.";
        const std::string cure = "Set the account of your mail server.";
        if (reader.out.config.environment == NodeEnv::production) {
            reader.refuse(name, what, cure);
        } else {
            reader.notice(name, what + " No e-mail is sent.", cure);
        }
        return true;
    }
    return false;
}

void keep_letters(ConfigReader& reader, MailSettings& mail) {
    if (reader.out.config.providers != Providers::sandbox) return;
    mail.folder = reader.out.config.data_dir + "/mail";
    if (mail.administrator.empty()) mail.administrator = "administrator@localhost";
}

/// A mail server that is named only in half is a mistake; its absence is not.
void read_no_server(ConfigReader& reader, MailSettings& mail) {
    const bool is_named_in_half = reader.find("SMTP_USER") || reader.find("SMTP_PASS") ||
                                  reader.find("SMTP_PORT") || reader.find("GYEOL_SMTP_TLS");
    if (is_named_in_half) {
        reader.notice(
            "SMTP_HOST", "It is missing, so that no e-mail is sent.", "Set the mail server's name."
        );
    }
    if (reader.out.config.providers != Providers::sandbox && !is_named_in_half) {
        reader.notice(
            "SMTP_HOST",
            "It is not set: no receipts and no alerts are sent.",
            "Set SMTP_HOST, SMTP_PORT, SMTP_USER and SMTP_PASS to send them."
        );
    }
    keep_letters(reader, mail);
}

}  // namespace

void read_mail(ConfigReader& reader) {
    auto& mail = reader.out.config.mail;
    mail.language = reader.text("GYEOL_MAIL_LANGUAGE", "ko");
    if (mail.language != "ko" && mail.language != "en")
        reader.refuse("GYEOL_MAIL_LANGUAGE", "It is neither ko nor en.", "Set one of the two.");
    mail.administrator = read_address(reader, "GYEOL_ADMIN_EMAIL", "");
    mail.host = reader.find("SMTP_HOST").value_or("");
    if (mail.host.find_first_of("/@ \t") != std::string::npos) {
        reader.refuse("SMTP_HOST", "It is no host name.", "Write it as smtp.example.com.");
    }
    if (mail.host.empty()) {
        read_no_server(reader, mail);
    } else if (is_example_account(reader)) {
        mail.host.clear();
        keep_letters(reader, mail);
    } else {
        read_server(reader, mail);
    }
}

void read_private_endpoints(ConfigReader& reader) {
    const auto text = reader.text("GYEOL_WEBHOOK_PRIVATE", "no");
    if (text != "yes" && text != "no") {
        reader.refuse("GYEOL_WEBHOOK_PRIVATE", "It is neither yes nor no.", "Set yes or no.");
    }
    reader.out.config.private_endpoints = text == "yes";
    const bool is_production = reader.out.config.environment == NodeEnv::production;
    if (text == "yes" && is_production) {
        reader.notice(
            "GYEOL_WEBHOOK_PRIVATE",
            "Webhooks may go to private networks, and unencrypted.",
            "Fine when your shop runs beside this server; else remove it."
        );
    }
}

}  // namespace gyeol::program
