#include "storage/record_writer.hpp"

#include "base/json.hpp"

#include <algorithm>

namespace gyeol::storage {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_escaped(char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

bool is_beyond_ascii(char character) {
    return static_cast<unsigned char>(character) >= 0x80;
}

}  // namespace

void RecordWriter::begin_member(std::string_view name) {
    if (text_.back() != '{') text_.push_back(',');
    write_plain(name);
    text_.push_back(':');
}

void RecordWriter::write_plain(std::string_view value) {
    text_.push_back('"');
    text_.append(value);
    text_.push_back('"');
}

void RecordWriter::write(const Id& id) {
    text_.push_back('"');
    for (const auto byte : id.bytes()) {
        text_.push_back(hex_digits[byte >> 4U]);
        text_.push_back(hex_digits[byte & 15U]);
    }
    text_.push_back('"');
}

void RecordWriter::write(std::string_view value) {
    const bool is_ascii = std::none_of(value.begin(), value.end(), is_beyond_ascii);
    if (value.find('\0') != std::string_view::npos || (!is_ascii && !is_plain_utf8(value))) {
        refused_ = true;
        return;
    }
    text_.push_back('"');
    while (!value.empty()) {
        const auto* stop = std::find_if(value.begin(), value.end(), is_escaped);
        const auto plain = static_cast<std::size_t>(stop - value.begin());
        text_.append(value.substr(0, plain));
        value.remove_prefix(plain);
        if (value.empty()) break;
        const auto code = static_cast<unsigned char>(value.front());
        text_.append("\\u00");
        text_.push_back(hex_digits[code >> 4U]);
        text_.push_back(hex_digits[code & 15U]);
        value.remove_prefix(1);
    }
    text_.push_back('"');
}

void RecordWriter::sealed(std::string_view name, const std::string& value, std::string_view field) {
    if (value.empty()) return;
    begin_member(name);
    write_plain(cipher_.seal(value, {record_id_, field}));
}

void RecordWriter::sealed(std::string_view name, const Secret& value, std::string_view field) {
    sealed(name, value.reveal(), field);
}

}  // namespace gyeol::storage
