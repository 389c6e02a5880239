// How letters read: templates in two languages, filled with a letter's fields.
#pragma once

#include "base/result.hpp"
#include "ports/mailer.hpp"

#include <string>

namespace gyeol::platform {

/// In whose name letters are written, and in which language (`ko` or `en`).
struct LetterStyle {
    std::string merchant;
    std::string language = "ko";
};

struct LetterText {
    std::string subject;  // One line.
    std::string text;
    std::string html;
};

/// Fails with `internal` (`no_such_letter`) when there is no template of this kind. Fields cannot write
/// HTML, and a field that is empty hides its section.
Result<LetterText> write_letter(const ports::Letter& letter, const LetterStyle& style);

}  // namespace gyeol::platform
