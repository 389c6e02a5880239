// What one line of the ledger says. Apart from ledger.hpp, because events carry lines.
#pragma once

#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

enum class LedgerAccount : std::uint8_t {
    provider_receivable,  // What the provider owes us.
    disputes,             // What a bank has taken back and not decided.
    dispute_losses,       // What a bank has decided against us.
    revenue,              // Sales without their VAT.
    vat_payable,          // What we owe the tax office.
    refunds_payable,      // What we owe buyers.
    suspense,             // What was taken and nobody can say for what.
};

enum class LedgerPhase : std::uint8_t {
    pending,  // On its way; it is posted or voided when its outcome is known.
    posted,
};

std::string_view word(LedgerAccount account);
std::string_view word(LedgerPhase phase);
std::optional<LedgerAccount> find_ledger_account(std::string_view text);
std::optional<LedgerPhase> find_ledger_phase(std::string_view text);

/// What stands on one account. Debits are positive, credits negative.
struct LedgerPosition {
    LedgerAccount account = LedgerAccount::provider_receivable;
    LedgerPhase phase = LedgerPhase::posted;
    Money amount;

    friend bool operator==(const LedgerPosition&, const LedgerPosition&) = default;
};

/// One line: a position's change, chained to the line before it in its payment.
struct LedgerLine {
    LedgerPosition position;
    std::string hash;

    friend bool operator==(const LedgerLine&, const LedgerLine&) = default;
};

/// What of a payment is in the ledger, kept inside the payment.
struct LedgerChain {
    std::vector<LedgerPosition> booked;
    std::uint64_t entries = 0;
    std::uint64_t events_looked_at = 0;
    std::string head;  // The hash of the newest line; empty before the first.

    friend bool operator==(const LedgerChain&, const LedgerChain&) = default;
};

}  // namespace gyeol::domain
