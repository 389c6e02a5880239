// The decision after a provider's answer: one function, whatever the payment's status and whoever
// asked (the confirm itself, a webhook's ask, the reconciler).
#pragma once

#include "domain/outcome.hpp"
#include "domain/payment.hpp"

namespace gyeol::domain {

/// Applies `outcome` to `payment` and returns what to store; equal to `payment` when the answer
/// changed nothing, so that a repeat costs no write. An outcome is never refused:
///
/// - another amount or currency sets `discrepant` and grants nothing;
/// - an answer about another order is a bug or an attack: it settles nothing and sets `discrepant`;
/// - what is `discrepant` and not completed waits for a person: no later answer decides it;
/// - an answer that was asked for before the last change takes nothing back, whatever two clocks say about
///   it: the payment is only looked at again soon;
/// - a capture found where the payment had ended is recorded as surplus, to be given back once;
/// - `unknown` never decides anything, however often it comes. "Absent" decides only after `send_by`
///   and the provider's window (`not_found_after`), when nothing of the attempt can be alive.
Payment settle(
    Payment payment, const ProviderOutcome& outcome, Millis not_found_after, Instant now
);

}  // namespace gyeol::domain
