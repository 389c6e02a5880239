#include "platform/file_mailer.hpp"

#include "base/note.hpp"
#include "platform/mail_message.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace gyeol::platform {

using ports::MailOutcome;

Task<MailOutcome> FileMailer::send(ports::Letter letter, Instant /*deadline*/) {
    const auto text = write_letter(letter, style_);
    if (!text) co_return MailOutcome{MailOutcome::Kind::refused, 0, text.error().detail};
    const auto message = write_mail(
        {.from = "gyeol@localhost",
         .from_name = style_.merchant,
         .to = letter.to,
         .message_id = letter.message_id,
         .at = letter.at},
        *text
    );
    if (!message) co_return MailOutcome{MailOutcome::Kind::refused, 0, message.error().detail};
    std::error_code failure;
    std::filesystem::create_directories(folder_, failure);
    const auto path = folder_ + "/" + letter.message_id + ".eml";
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << *message;
    file.close();
    if (!file) co_return MailOutcome{MailOutcome::Kind::later, 0, "the file cannot be written"};
    note(NoteLevel::info, "mail.kept", {{"kind", letter.kind}, {"file", path}});
    co_return MailOutcome{MailOutcome::Kind::accepted, 0, ""};
}

}  // namespace gyeol::platform
