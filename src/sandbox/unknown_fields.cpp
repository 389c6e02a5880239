#include "sandbox/unknown_fields.hpp"

#include "sandbox/id_maker.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox {
namespace json = boost::json;

void add_unknown_fields(json::object& object, std::uint64_t seed) {
    const auto bits = mix(seed);
    object[fmt::format("x{:06x}", bits & 0xFFFFFFU)] =
        json::object{{"since", "2031-01-01"}, {"rate", 0.5}};
    object[fmt::format("y{:06x}", (bits >> 24U) & 0xFFFFFFU)] = json::array{1, "둘", nullptr};
}

}  // namespace gyeol::sandbox
