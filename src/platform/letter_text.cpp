#include "platform/letter_text.hpp"

#include "platform/letter_templates.hpp"

#include <kainjow/mustache.hpp>

#include <algorithm>

namespace gyeol::platform {
namespace {

namespace mustache = kainjow::mustache;

std::string fill(std::string_view text, const mustache::data& values) {
    mustache::mustache filled{std::string(text)};
    return filled.render(values);
}

/// A subject is one line whatever its fields hold.
std::string on_one_line(std::string text) {
    const auto is_control = [](char letter) { return static_cast<unsigned char>(letter) < 0x20; };
    std::replace_if(text.begin(), text.end(), is_control, ' ');
    return text;
}

}  // namespace

Result<LetterText> write_letter(const ports::Letter& letter, const LetterStyle& style) {
    const auto templates = letter_templates();
    const auto found = std::find_if(
        templates.begin(),
        templates.end(),
        [&letter, &style](const LetterTemplate& one) {
            return one.kind == letter.kind && one.language == style.language;
        }
    );
    if (found == templates.end())
        return Error{ErrorCode::internal, "no_such_letter", "There is no such letter.", {}, {}};
    mustache::data values;
    values.set("merchant", style.merchant);
    values.set("language", style.language);
    for (const auto& field : letter.fields) {
        // An empty value is false: mustache takes an empty text for true.
        if (!field.value.empty()) values.set(field.name, field.value);
    }
    LetterText written;
    written.subject = on_one_line(fill(found->subject, values));
    written.text = fill(found->text, values);
    values.set("inside", fill(found->html, values));
    written.html = fill(letter_frame(), values);
    return written;
}

}  // namespace gyeol::platform
