#include "base/ids.hpp"

#include <algorithm>

namespace gyeol {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

Result<Id> Id::parse(std::string_view hex) {
    const auto bytes = parse_hex(hex);
    if (!bytes || bytes->size() != size) {
        return invalid("invalid_id", "An id is 24 hexadecimal digits.");
    }
    Bytes raw{};
    std::copy(bytes->begin(), bytes->end(), raw.begin());
    return Id(raw);
}

std::string Id::hex() const {
    return write_hex({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()});
}

std::string write_hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto value = static_cast<std::uint8_t>(byte);
        text.push_back(hex_digits[value >> 4U]);
        text.push_back(hex_digits[value & 15U]);
    }
    return text;
}

Result<std::string> parse_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return invalid("invalid_hex", "Hexadecimal digits come in pairs.");
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t at = 0; at < hex.size(); at += 2) {
        const int high = value_of(hex[at]);
        const int low = value_of(hex[at + 1]);
        if (high < 0 || low < 0) return invalid("invalid_hex", "This is not a hexadecimal number.");
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

}  // namespace gyeol
