#include "base/ensure.hpp"

#include "base/note.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace gyeol {

void ensure(bool holds, const char* law, std::source_location where) {
    if (holds) [[likely]]
        return;
    const auto text = fmt::format("{} ({}:{})", law, where.file_name(), where.line());
    note(NoteLevel::error, "invariant.broken", {{"law", text}});
#ifdef GYEOL_TEST_POINTS
    std::abort();
#else
    throw BrokenLaw(text);
#endif
}

}  // namespace gyeol
