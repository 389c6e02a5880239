#include "sandbox/id_maker.hpp"

namespace gyeol::sandbox {

std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

std::uint64_t fingerprint(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const auto each : text)
        hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001B3ULL;
    return hash;
}

std::string IdMaker::draw(std::string_view prefix, std::size_t length, std::string_view alphabet) {
    std::string made(prefix);
    std::uint64_t bits = 0;
    for (std::size_t at = 0; at < length; ++at) {
        if (at % 8 == 0) bits = next();
        made.push_back(alphabet[bits % alphabet.size()]);
        bits /= alphabet.size();
    }
    return made;
}

std::string IdMaker::letters(std::string_view prefix, std::size_t length) {
    return draw(prefix, length, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

std::string IdMaker::digits(std::string_view prefix, std::size_t length) {
    return draw(prefix, length, "0123456789");
}

std::string IdMaker::hex(std::string_view prefix, std::size_t length) {
    return draw(prefix, length, "0123456789abcdef");
}

}  // namespace gyeol::sandbox
