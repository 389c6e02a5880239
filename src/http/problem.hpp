// Refusals as programs read them: RFC 9457 problem+json with a stable code word.
#pragma once

#include "http/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::http {

/// One refusal. `detail` may be shown to the caller and never holds what a library or provider said.
struct Problem {
    int status = 500;
    std::string code;
    std::string detail;
    std::string field;       // The member of the request that is wrong; empty when none is.
    std::string payment_id;  // The payment in the way; empty when none is.
    std::int64_t retry_after_s = 0;
};

/// Returns the standard phrase of `status`, such as `Not Found`.
std::string_view phrase(int status);

/// Writes `problem` as the answer to the request with this id, with `Retry-After` when there is one.
Response write_problem(const Problem& problem, std::string_view request_id);

}  // namespace gyeol::http
