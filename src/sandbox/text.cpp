#include "sandbox/text.hpp"

#include <algorithm>

namespace gyeol::sandbox {

std::size_t character_count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char each) {
        return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U;
    }));
}

}  // namespace gyeol::sandbox
