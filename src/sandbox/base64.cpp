#include "sandbox/base64.hpp"

namespace gyeol::sandbox {
namespace {

int sextet_of(char digit) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto at = alphabet.find(digit);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=')
        text.remove_suffix(1);
    std::string decoded;
    unsigned bits = 0;
    int bit_count = 0;
    for (const auto digit : text) {
        const auto sextet = sextet_of(digit);
        if (sextet < 0) return std::nullopt;
        bits = (bits << 6U) | static_cast<unsigned>(sextet);
        bit_count += 6;
        if (bit_count < 8) continue;
        bit_count -= 8;
        decoded.push_back(static_cast<char>((bits >> static_cast<unsigned>(bit_count)) & 0xFFU));
    }
    return decoded;
}

}  // namespace gyeol::sandbox
