#include "base/secret.hpp"

namespace gyeol {

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned char difference = 0;
    for (std::size_t at = 0; at < left.size(); ++at) {
        difference = static_cast<unsigned char>(difference | (left[at] ^ right[at]));
    }
    // The store through volatile keeps the compiler from leaving the loop early.
    const volatile unsigned char seen = difference;
    return seen == 0;
}

}  // namespace gyeol
