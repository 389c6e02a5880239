#include "http/json_text.hpp"

#include "base/json.hpp"

#include <fmt/format.h>

#include <iterator>

namespace gyeol::http {

void JsonText::separate() {
    if (needs_comma_) text_.push_back(',');
    needs_comma_ = true;
}

JsonText& JsonText::begin_object() {
    separate();
    text_.push_back('{');
    needs_comma_ = false;
    return *this;
}

JsonText& JsonText::end_object() {
    text_.push_back('}');
    needs_comma_ = true;
    return *this;
}

JsonText& JsonText::begin_array() {
    separate();
    text_.push_back('[');
    needs_comma_ = false;
    return *this;
}

JsonText& JsonText::end_array() {
    text_.push_back(']');
    needs_comma_ = true;
    return *this;
}

JsonText& JsonText::name(std::string_view name) {
    separate();
    text_.push_back('"');
    text_.append(name).append("\":");
    needs_comma_ = false;
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    separate();
    text_.push_back('"');
    append_escaped(is_plain_utf8(value) ? value : std::string_view("\xEF\xBF\xBD"));
    text_.push_back('"');
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", value);
    return *this;
}

JsonText& JsonText::null() {
    separate();
    text_.append("null");
    return *this;
}

JsonText& JsonText::raw(std::string_view json) {
    separate();
    text_.append(json);
    return *this;
}

void JsonText::append_escaped(std::string_view value) {
    std::size_t plain_from = 0;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const char letter = value[at];
        const bool control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
        if (!control && letter != '"' && letter != '\\') continue;
        text_.append(value.substr(plain_from, at - plain_from));
        plain_from = at + 1;
        if (control) {
            fmt::format_to(
                std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned char>(letter)
            );
        } else {
            text_.push_back('\\');
            text_.push_back(letter);
        }
    }
    text_.append(value.substr(plain_from));
}

}  // namespace gyeol::http
