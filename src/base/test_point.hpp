// The places where a test may stop the world: between memory, store and provider. Compiled out of
// release; listed in docs/simulation.md.
#pragma once

#include <functional>
#include <string_view>

namespace gyeol {

#ifdef GYEOL_TEST_POINTS
/// Calls the visitor set by the test, if any, with the point's name. The visitor may throw: that is
/// how a test kills the process at this point.
void visit_test_point(std::string_view name);

/// Sends every later visit to `visitor`; an empty one ends it. Tests only, one thread.
void test_set_point_visitor(std::function<void(std::string_view)> visitor);

#define GYEOL_POINT(name) ::gyeol::visit_test_point(name)
#else
#define GYEOL_POINT(name) static_cast<void>(0)
#endif

}  // namespace gyeol
