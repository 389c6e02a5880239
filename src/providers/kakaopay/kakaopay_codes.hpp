// Kakao Pay's error codes, and what each proves about the request that it answers: the numbers of
// `error_code`, and the codes of the means of payment in `extras`. Decided by the code alone: one and the
// same failure came with 500 in one edition of the documents and with 400 in the next.
#pragma once

#include "providers/failure.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gyeol::providers::kakaopay {

enum class CodeMeaning : std::uint8_t {
    refused,        // Nothing was taken: the buyer must act, or this request can never work.
    misconfigured,  // Nothing was taken, and our keys, contract or request are wrong.
    not_taken_up,   // Nothing was taken; the same may work later.
    unclear,        // Proves nothing: only the books do.
    of_the_means,   // What the means of payment said decides; see `find_method_code`.
};

struct KakaoPayCode {
    int code = 0;
    CodeMeaning meaning = CodeMeaning::unclear;
    bool ask_first = false;  // The books must be asked before the meaning is believed.
    bool alarm = false;      // Somebody must look, whatever becomes of the payment.
    FailureReason reason = FailureReason::declined;
};

/// Returns the row of `code`, or null for a code that is not in the table, which proves nothing.
const KakaoPayCode* find_code(int code);

struct MethodCode {
    CodeMeaning meaning = CodeMeaning::unclear;  // Never `of_the_means`.
    FailureReason reason = FailureReason::declined;
};

/// Returns what `method_result_code` means: a word of Kakao Pay Money, or the four digits of a card
/// network. None for one that is not listed: the lists are known in old editions only.
std::optional<MethodCode> find_method_code(std::string_view code);

}  // namespace gyeol::providers::kakaopay
