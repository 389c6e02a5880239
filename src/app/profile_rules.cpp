#include "app/profile_rules.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::app {

Done check_password(const Secret& password, std::string_view field) {
    const auto size = password.reveal().size();
    if (size < limits::password_bytes_min || size > limits::password_bytes_max) {
        return invalid("invalid_password", "A password has 8 to 256 characters.", field);
    }
    return {};
}

Done check_name(std::string_view name) {
    const bool blank =
        std::all_of(name.begin(), name.end(), [](char letter) { return letter == ' '; });
    const bool has_control = std::any_of(name.begin(), name.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
    });
    if (blank || has_control || name.size() > limits::name_bytes_max) {
        return invalid(
            "invalid_name", "A name has 1 to 100 bytes and no control characters.", "name"
        );
    }
    return {};
}

Done check_phone(std::string_view phone) {
    constexpr std::string_view allowed = "0123456789 -+()";
    const bool fits = phone.size() <= limits::phone_bytes_max &&
                      phone.find_first_not_of(allowed) == std::string_view::npos;
    if (!fits) {
        return invalid(
            "invalid_phone", "A telephone number has up to 20 digits, spaces, - + ( ).", "phone"
        );
    }
    return {};
}

}  // namespace gyeol::app
