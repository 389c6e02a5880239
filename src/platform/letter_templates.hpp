// The templates themselves. Only letter_text.cpp reads them.
#pragma once

#include <span>
#include <string_view>

namespace gyeol::platform {

/// Mustache. The subject and the text are plain and take fields as they are, `{{{field}}}`; the HTML
/// takes them escaped, `{{field}}`.
struct LetterTemplate {
    std::string_view kind;
    std::string_view language;
    std::string_view subject;
    std::string_view text;
    std::string_view html;  // What stands inside the frame.
};

std::span<const LetterTemplate> letter_templates();

/// What every HTML letter stands in; `{{{inside}}}` is the letter.
std::string_view letter_frame();

}  // namespace gyeol::platform
