// The documented errors that the simulator of Toss Payments may answer with.
#pragma once

#include "sandbox/answer.hpp"

#include <optional>
#include <string_view>

namespace gyeol::sandbox::toss {

/// One row of the provider's error tables.
struct ErrorRow {
    std::string_view code;
    int status = 400;
    std::string_view message;
};

/// Returns the row of `code`, or none when the provider documents no such code.
std::optional<ErrorRow> find_error(std::string_view code);

/// Returns the documented answer `{"code", "message"}` with the status of the code's row. Requires a
/// documented code.
Answer refuse(std::string_view code);

}  // namespace gyeol::sandbox::toss
