// A second, simpler opinion: compares the providers' own books with what is stored, and with what was seen
// to become stored and told. It shares no code with the rules of money. What it does not judge yet has no
// records yet: subscription periods.
#pragma once

#include "domain/ledger.hpp"
#include "domain/payment.hpp"
#include "simulation/chronicle.hpp"
#include "simulation/provider_stand.hpp"

#include <string>
#include <vector>

namespace gyeol::simulation {

/// Everything as it stands after two quiet days.
struct Evidence {
    std::vector<domain::Payment> payments;
    std::vector<BookEntry> books;             // Of all providers.
    std::vector<domain::LedgerEntry> ledger;  // By payment and number.
    std::size_t unread_webhooks = 0;
    std::size_t waiting_deliveries = 0;
    Instant now{};
};

/// Returns one sentence for every broken promise, empty when all hold:
///
/// - what the providers took and kept is exactly what the payments say, order by order and per currency;
/// - no order is captured twice, and no more goes back than was taken;
/// - of one purchase no second payment is open at the same time, nor takes money while the first holds some;
/// - every change of a payment has its event, told at least once, in order and without a hole;
/// - a repeated request got the same answer, and a refund asked for once is made once;
/// - nothing is left open: no `processing`, no `unknown`, no refund on its way, no webhook unread, no event
///   undelivered, nothing `pending` past its life, nothing discrepant without a reason.
std::vector<std::string> audit(const Evidence& evidence, const Chronicle& chronicle);

/// The same about the ledger, counted here: it says what the providers' books say, every entry balances per
/// currency and phase, the entries of a payment are numbered without a hole, and nothing is left pending
/// but deposits that may still come and what waits for an operator.
std::vector<std::string> audit_ledger(const Evidence& evidence);

}  // namespace gyeol::simulation
