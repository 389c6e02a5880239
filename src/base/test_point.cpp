#include "base/test_point.hpp"

#include <utility>

namespace gyeol {

#ifdef GYEOL_TEST_POINTS
namespace {

std::function<void(std::string_view)>& visitor() {
    static std::function<void(std::string_view)> instance;
    return instance;
}

}  // namespace

void visit_test_point(std::string_view name) {
    if (visitor()) visitor()(name);
}

void test_set_point_visitor(std::function<void(std::string_view)> next) {
    visitor() = std::move(next);
}
#endif

}  // namespace gyeol
