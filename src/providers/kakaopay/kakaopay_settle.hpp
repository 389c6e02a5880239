// What a call came to once the books were asked. Pure.
//
// Time decides nothing here: an approve that was sent may be executed however late. What was never sent ends
// by `Preparation::ends_at`.
#pragma once

#include "domain/outcome.hpp"
#include "providers/kakaopay/kakaopay_wire.hpp"

namespace gyeol::providers::kakaopay {

/// Returns what an approve came to after the books were asked. Money: a payment that is still open there
/// is no refusal, unless the reply to the approve was one: the approve may be executed later.
domain::ProviderOutcome settle_approve(const Reading& approve, domain::ProviderOutcome order);

/// Returns what a cancel came to after the books were asked; `before` is what was left when it was sent.
domain::ProviderOutcome settle_cancel(
    const Reading& cancel, domain::ProviderOutcome order, domain::Money before
);

}  // namespace gyeol::providers::kakaopay
