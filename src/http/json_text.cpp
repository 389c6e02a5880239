#include "http/json_text.hpp"

#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace gyeol::http {
namespace {

bool is_control(char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
}

bool needs_escape(char letter) {
    return is_control(letter) || letter == '"' || letter == '\\';
}

}  // namespace

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
    while (true) {
        const auto* stop = std::find_if(value.begin(), value.end(), [](char letter) {
            return needs_escape(letter);
        });
        const auto plain = static_cast<std::size_t>(stop - value.begin());
        text_.append(value.substr(0, plain));
        if (plain == value.size()) return;
        const char letter = value[plain];
        value.remove_prefix(plain + 1);
        if (is_control(letter)) {
            fmt::format_to(
                std::back_inserter(text_), "\\u{:04x}", static_cast<unsigned char>(letter)
            );
        } else {
            text_.push_back('\\');
            text_.push_back(letter);
        }
    }
}

}  // namespace gyeol::http
