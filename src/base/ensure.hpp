// The laws that must hold whatever anybody sends. Input can never break one; a bug can.
#pragma once

#include <source_location>
#include <stdexcept>

namespace gyeol {

/// Thrown by `ensure` in production: the request edge answers `internal`, the change is dropped, the
/// payment is marked for review. Tests abort instead, so that no broken law hides behind an answer.
class BrokenLaw : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// Requires `holds`; otherwise notes `invariant.broken` with `law` and its place, then aborts (builds
/// with test points) or throws `BrokenLaw` (release, where it stays on).
void ensure(
    bool holds, const char* law, std::source_location where = std::source_location::current()
);

}  // namespace gyeol
