// E-mail of development: nobody is written to; each letter is a file that any mail program opens.
#pragma once

#include "platform/letter_text.hpp"
#include "ports/mailer.hpp"

#include <string>

namespace gyeol::platform {

/// Keeps letters as `<folder>/<message id>.eml` and notes each; the same letter again replaces its file.
class FileMailer final : public ports::Mailer {
public:
    FileMailer(std::string folder, LetterStyle style)
        : folder_(std::move(folder)), style_(std::move(style)) {}

    Task<ports::MailOutcome> send(ports::Letter letter, Instant deadline) override;

private:
    std::string folder_;
    LetterStyle style_;
};

}  // namespace gyeol::platform
