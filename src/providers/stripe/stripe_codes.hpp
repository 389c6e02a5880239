// Stripe's error and decline codes, and what each proves about the request that it answers. A code that
// is not here proves what its HTTP status proves, and no more.
#pragma once

#include "providers/failure.hpp"

#include <cstdint>
#include <string_view>

namespace gyeol::providers::stripe {

enum class CodeMeaning : std::uint8_t {
    refused,        // Nothing was taken: the buyer must act, or this request can never work.
    misconfigured,  // Nothing was taken, and our keys, settings or request are wrong.
    not_taken_up,   // Nothing was taken; the same request under the same key may work in a moment.
    ask,            // An outcome may stand there already: ask before anything else.
};

struct StripeCode {
    std::string_view code;
    CodeMeaning meaning;
    FailureReason reason;
};

/// What may be done with a card that declined, without its holder.
enum class Retry : std::uint8_t {
    soon,      // The network was unwell: again within hours.
    later,     // On the schedule; the holder is told.
    never,     // This card is dead, or its holder has forbidden it.
    customer,  // Only with the customer present, or with corrected data.
    nobody,    // Ours to look at first.
};

struct DeclineCode {
    std::string_view code;
    Retry retry;
    FailureReason reason;
};

/// Returns the row of an error's `code`, or null for one that is not in the table.
const StripeCode* find_code(std::string_view code);

/// Returns the row of a `decline_code`, or null for one that is not in the table: new ones appear there
/// without a new version, and are taken for a soft decline.
const DeclineCode* find_decline_code(std::string_view code);

/// What a decline says of itself; empty what it does not.
struct DeclineCodes {
    std::string_view advice_code;
    std::string_view decline_code;
    std::string_view code;
};

/// Returns what may be done with the card, by `advice_code` first, then `decline_code`, then `code`.
Retry retry_of(const DeclineCodes& told);

}  // namespace gyeol::providers::stripe
