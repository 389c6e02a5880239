#include "base/test_point.hpp"

#include <utility>

namespace gyeol {

#ifdef GYEOL_TEST_POINTS
namespace {

std::function<void(std::string_view)>& current_visitor() {
    static std::function<void(std::string_view)> instance;
    return instance;
}

}  // namespace

void visit_test_point(std::string_view name) {
    if (current_visitor()) current_visitor()(name);
}

void test_set_point_visitor(std::function<void(std::string_view)> visitor) {
    current_visitor() = std::move(visitor);
}
#endif

}  // namespace gyeol
