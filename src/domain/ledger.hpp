// The double-entry ledger: what every change of a payment means in money. The lines are derived from what
// the payment says about itself, so that no decision can move money and forget to book it.
#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "domain/money.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

struct Payment;

/// Returns the SHA-256 of a text as 64 lower-case hex digits.
using LineDigest = std::function<std::string(std::string_view)>;

/// The type of the event that carries lines when nothing else was told; it is of no use to others.
inline constexpr std::string_view booked_event = "payment.booked";

/// Brings the payment's lines up to what the payment says now: the difference becomes the lines of its
/// newest event that was not booked, or of an event `payment.booked` of its own. Changes nothing when
/// there is no difference. Requires to be called before every write of a payment. `ensure`s that the new
/// lines balance.
void book(Payment& payment, const LineDigest& digest, Instant now);

/// Returns what a payment means in money, without positions of nothing, in the order of accounts and
/// phases. They sum to zero per currency and phase.
///
/// Posted: what the provider took and did not give back is owed by it (`provider_receivable`), except
/// what a bank took back (`disputes`, when decided against us `dispute_losses`). Against it stand
/// `revenue` and `vat_payable`; what goes back to the buyer by itself is `refunds_payable`; what was taken
/// with nothing to show for it, or in another amount, is `suspense` until a person decides.
/// Pending: what is being taken, and what was asked back and has not gone yet.
std::vector<LedgerPosition> positions_of(const Payment& payment);

/// The lines of one event of one payment, copied to a record of its own that never changes again. Its id
/// is derived from payment and number.
struct LedgerEntry {
    LedgerEntryId id;
    RecordMeta meta;
    PaymentId payment_id;
    ProviderName provider = ProviderName::toss;
    std::uint64_t number = 0;  // Counts from 1 within the payment.
    std::uint64_t event_number = 0;
    std::string event_type;
    Instant at;
    std::string previous;  // The hash of the line before the first of these.
    std::vector<LedgerLine> lines;

    friend bool operator==(const LedgerEntry&, const LedgerEntry&) = default;
};

/// Returns the text whose digest identifies an entry for ever.
std::string identity_of_entry(PaymentId payment_id, std::uint64_t number);

/// Returns the entry of `event`, without its id; none when the event moved no money.
std::optional<LedgerEntry> entry_of(const Payment& payment, const Event& event);

/// Returns the hash that the line `line` of `entry` must carry behind `previous`.
std::string hash_of_line(
    const LedgerEntry& entry, std::size_t line, std::string_view previous, const LineDigest& digest
);

/// Returns what the chain of a payment begins with.
std::string chain_start(PaymentId payment_id);

/// Adds `lines` to `balance`, which stays in order and without positions of nothing.
void add_lines(std::vector<LedgerPosition>& balance, const std::vector<LedgerLine>& lines);

/// Returns whether `positions` sum to zero per currency and phase.
bool is_balanced(const std::vector<LedgerPosition>& positions);

}  // namespace gyeol::domain
