#include "base/base64.hpp"

#include <cstdint>

namespace gyeol {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

}  // namespace

std::string write_base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto group =
            byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2);
        for (std::size_t letter = 0; letter < 4; ++letter) {
            const bool is_padding = at + letter > bytes.size();
            text.push_back(is_padding ? '=' : alphabet[group >> (18U - 6U * letter) & 63U]);
        }
    }
    return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
    std::string bytes;
    std::uint32_t group = 0;
    std::size_t letters = 0;
    for (const char letter : text) {
        const auto value = alphabet.find(letter);
        if (value == std::string_view::npos) break;
        group = group << 6U | static_cast<std::uint32_t>(value);
        if (++letters % 4 != 0) {
            if (letters % 4 > 1) bytes.push_back('\0');
            continue;
        }
        bytes.push_back('\0');
        for (std::size_t at = 0; at < 3; ++at)
            bytes[bytes.size() - 1 - at] = static_cast<char>(group >> (8U * at) & 0xFFU);
        group = 0;
    }
    const auto rest = letters % 4;
    if (rest == 2) bytes.back() = static_cast<char>(group >> 4U & 0xFFU);
    if (rest == 3) {
        bytes[bytes.size() - 2] = static_cast<char>(group >> 10U & 0xFFU);
        bytes.back() = static_cast<char>(group >> 2U & 0xFFU);
    }
    // Written again it must be the same: padding, unused bits and foreign letters are then right.
    if (write_base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace gyeol
