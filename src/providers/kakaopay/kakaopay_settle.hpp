// What a call came to once the books were asked, and when an open payment may be given up. Pure.
#pragma once

#include "base/time.hpp"
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

/// What we know about the time of a payment that the books call open.
struct Elapsed {
    Instant prepared_at;  // By our clock, when the reply to ready came.
    Instant asked_at;
    bool approve_was_sent = false;
};

/// Returns `order`, or a decline with `expired` when the buyer's quarter of an hour is over and we never
/// sent an approve. Once one was sent, elapsed time proves nothing.
domain::ProviderOutcome expire_unapproved(domain::ProviderOutcome order, const Elapsed& elapsed);

}  // namespace gyeol::providers::kakaopay
