// Why money did not come, in our words: the same few for every provider, so that a page, a report and
// a translation never depend on whose card company said no. A provider's own free text goes no further
// than its adapter.
#pragma once

#include "domain/outcome.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gyeol::providers {

/// The enumerator is the stable word of `Failure::code`.
enum class FailureReason : std::uint8_t {
    card_declined,
    insufficient_funds,
    card_expired,
    card_lost_or_stolen,
    invalid_card,
    limit_exceeded,
    bank_unavailable,  // Nobody is to blame: the same may work in a moment.
    buyer_cancelled,
    session_expired,
    not_finished,  // The buyer has not paid yet, and still can.
    invalid_request,
    configuration,
    fraud_suspected,
    declined,  // No more is known.
};

std::string_view word(FailureReason reason);

/// Returns the failure with our Korean sentence; other languages are made from `code`. `provider_code`
/// is kept only when it is a code (capitals, digits and underscores), never free text.
domain::Failure describe(FailureReason reason, std::string_view provider_code);

}  // namespace gyeol::providers
