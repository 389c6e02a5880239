// Writes JSON straight into a text, without a document in between. It knows commas and escapes and
// nothing else; which members an answer has is in wire.hpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::http {

/// One JSON value being written. Objects and arrays are opened and closed by the caller, in order.
class JsonText {
public:
    JsonText() { text_.reserve(512); }

    JsonText& begin_object();
    JsonText& end_object();
    JsonText& begin_array();
    JsonText& end_array();

    /// Writes the name of the next member. Names are literals that need no escaping.
    JsonText& name(std::string_view name);

    /// Writes a text, which must be UTF-8; what is not is replaced, so that the answer stays JSON.
    JsonText& text(std::string_view value);
    JsonText& number(std::int64_t value);
    JsonText& null();

    /// Writes true or false; only a real bool fits.
    template <std::same_as<bool> Bool>
    JsonText& boolean(Bool value) {
        separate();
        text_.append(value ? "true" : "false");
        return *this;
    }

    /// Writes JSON that is finished already.
    JsonText& raw(std::string_view json);

    JsonText& member(std::string_view name_of_it, std::string_view value) {
        return name(name_of_it).text(value);
    }

    JsonText& member(std::string_view name_of_it, std::int64_t value) {
        return name(name_of_it).number(value);
    }

    /// Gives the finished text away.
    std::string take() { return std::move(text_); }

private:
    void separate();
    void append_escaped(std::string_view value);

    std::string text_;
    bool needs_comma_ = false;
};

}  // namespace gyeol::http
