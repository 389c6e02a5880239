// Recomputes the ledger from what is stored and names what does not fit.
#pragma once

#include "domain/ledger.hpp"
#include "domain/payment.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::domain {

/// One thing that does not fit.
struct LedgerFinding {
    PaymentId payment_id;
    std::uint64_t entry = 0;  // 0 when it is about the payment as a whole.
    std::string what;         // One of the codes named at `LedgerAudit`.
};

/// What a walk over the whole ledger adds up to.
struct LedgerReport {
    std::uint64_t payments = 0;
    std::uint64_t entries = 0;
    std::uint64_t lines = 0;
    std::vector<LedgerFinding> findings;  // In the order found, at most `limits::ledger_findings`.
    std::uint64_t findings_in_all = 0;
    std::map<ProviderName, std::vector<LedgerPosition>> balance;  // Of the entries, by provider.

    [[nodiscard]] bool fits() const { return findings_in_all == 0; }
};

/// Sees payments in the order of their ids and entries in the order of payment and number, merged: each
/// payment before its own entries. Codes of what it finds:
/// `chain_broken` an entry's hash is not that of its lines behind the line before it; `entry_missing` a
/// number is left out; `lines_unbalanced`; `entry_of_nobody` its payment is not there; `head_differs` the
/// payment names another newest line; `not_booked` the lines do not sum to what the payment says.
class LedgerAudit {
public:
    explicit LedgerAudit(LineDigest digest) : digest_(std::move(digest)) {}

    void see(const Payment& payment);
    void see(const LedgerEntry& entry);

    /// Returns the report; nothing may be seen after it.
    LedgerReport finish();

private:
    /// The payment whose entries are being seen.
    struct Current {
        Payment payment;
        std::vector<LedgerPosition> sum;
        std::uint64_t entries = 0;
        std::string head;
        bool is_broken = false;  // What follows a break would be found for nothing.
    };

    void close_payment();
    void take(const LedgerEntry& entry, Current& current);
    void find(PaymentId id, std::uint64_t entry, std::string what);

    LineDigest digest_;
    std::optional<Current> current_;
    LedgerReport report_;
};

/// Merges the two pages that a store reads into the one order that `LedgerAudit` needs. The reader asks
/// `wants`, reads the next page behind what it took last, and hands it over; an empty page ends its kind.
class LedgerWalk {
public:
    enum class Wants : std::uint8_t { payments, entries, nothing };

    explicit LedgerWalk(LineDigest digest) : audit_(std::move(digest)) {}

    [[nodiscard]] Wants wants() const { return wants_; }

    /// Requires `wants` of that kind.
    void take(std::vector<Payment> page);
    void take(std::vector<LedgerEntry> page);

    /// Requires that nothing is wanted.
    LedgerReport finish() { return audit_.finish(); }

private:
    void go_on();

    LedgerAudit audit_;
    std::deque<Payment> payments_;
    std::deque<LedgerEntry> entries_;
    bool payments_ended_ = false;
    bool entries_ended_ = false;
    std::optional<PaymentId> current_;
    Wants wants_ = Wants::payments;
};

}  // namespace gyeol::domain
