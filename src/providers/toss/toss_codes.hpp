// Toss Payments' error codes, and what each proves about the request that it answers. Decided by the
// code alone: the HTTP status says nothing (400 PROVIDER_ERROR is transient, 400 REFUND_REJECTED final).
#pragma once

#include "providers/failure.hpp"

#include <cstdint>
#include <string_view>

namespace gyeol::providers::toss {

enum class CodeMeaning : std::uint8_t {
    refused,        // Nothing was taken: the buyer must act, or this request can never work.
    misconfigured,  // Nothing was taken, and our keys, contract or request are wrong.
    not_taken_up,   // Nothing was taken; the same may work in a moment.
    ask,            // An outcome may stand there already: ask before anything else.
};

struct TossCode {
    std::string_view code;
    CodeMeaning meaning;
    FailureReason reason;
};

/// Returns the row of `code`, or null for a code that is not in the table: new ones appear there without
/// a new version, and prove nothing.
const TossCode* find_code(std::string_view code);

}  // namespace gyeol::providers::toss
