#include "domain/ledger.hpp"

#include "base/ensure.hpp"
#include "domain/payment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace gyeol::domain {
namespace {

using enum LedgerAccount;
using enum LedgerPhase;

auto place_of(const LedgerPosition& position) {
    return std::tuple(position.account, position.phase, position.amount.currency);
}

/// Adds `amount` to its place in `positions`, which stay in order.
void add(std::vector<LedgerPosition>& positions, const LedgerPosition& added) {
    if (added.amount.minor == 0) return;
    const auto at = std::lower_bound(
        positions.begin(),
        positions.end(),
        added,
        [](const LedgerPosition& left, const LedgerPosition& right) {
            return place_of(left) < place_of(right);
        }
    );
    if (at == positions.end() || place_of(*at) != place_of(added)) {
        positions.insert(at, added);
        return;
    }
    at->amount = at->amount + added.amount;
    if (at->amount.minor == 0) positions.erase(at);
}

Money negative(Money money) {
    return Money{-money.minor, money.currency};
}

/// Books what is earned, its VAT apart; a negative amount takes it away.
void add_sale(std::vector<LedgerPosition>& positions, LedgerPhase phase, const VatSplit& split) {
    add(positions, {revenue, phase, negative(split.supply)});
    add(positions, {vat_payable, phase, negative(split.vat)});
}

Money nothing_of(const Payment& payment) {
    return Money{0, payment.captured.currency};
}

bool is_owed_by_itself(const Refund& refund) {
    return refund.cause == RefundCause::late_capture ||
           refund.cause == RefundCause::purchase_moved_on;
}

bool is_underway(const Refund& refund) {
    return refund.status == RefundStatus::reserved || refund.status == RefundStatus::sending ||
           refund.status == RefundStatus::needs_operator;
}

/// Returns the sum of the refunds on their way: those we owe by ourselves, or those that were asked for.
Money sum_underway(const Payment& payment, bool owed) {
    auto sum = nothing_of(payment);
    for (const auto& refund : payment.refunds) {
        if (is_underway(refund) && is_owed_by_itself(refund) == owed) sum = sum + refund.amount;
    }
    return sum;
}

Money sum_disputed(const Payment& payment, DisputeStatus status) {
    auto sum = nothing_of(payment);
    for (const auto& dispute : payment.disputes) {
        if (dispute.status == status) sum = sum + dispute.amount;
    }
    return sum;
}

bool is_sale(const Payment& payment) {
    const bool is_completed = payment.status == PaymentStatus::completed ||
                              payment.status == PaymentStatus::partially_refunded ||
                              payment.status == PaymentStatus::refunded;
    return is_completed && !payment.discrepant;
}

/// Returns whether the provider may be taking the payment's amount right now.
bool is_being_taken(const Payment& payment) {
    using enum PaymentStatus;
    return payment.status == processing || payment.status == unknown ||
           payment.status == waiting_for_deposit || is_open_at_provider(payment);
}

Money lesser(Money left, Money right) {
    return left < right ? left : right;
}

/// What was asked back and has not gone: its part of the sale is on its way to the buyer. VAT goes by what
/// is left, so that the parts of several refunds sum to the VAT of the whole.
void add_requested(std::vector<LedgerPosition>& positions, const Payment& payment, Money sold) {
    const auto requested = lesser(sum_underway(payment, false), sold);
    if (requested.minor <= 0) return;
    const auto before = split_vat(sold);
    const auto after = split_vat(sold - requested);
    add_sale(positions, pending, {after.supply - before.supply, after.vat - before.vat});
    add(positions, {refunds_payable, pending, negative(requested)});
}

bool is_line_sum_zero(
    const std::vector<LedgerPosition>& positions, LedgerPhase phase, Currency currency
) {
    std::int64_t sum = 0;
    for (const auto& position : positions) {
        if (position.phase == phase && position.amount.currency == currency)
            sum += position.amount.minor;
    }
    return sum == 0;
}

/// Takes away from `positions` what `chain` has booked already.
std::vector<LedgerPosition> not_booked_of(
    std::vector<LedgerPosition> positions, const LedgerChain& chain
) {
    for (auto position : chain.booked) {
        position.amount = negative(position.amount);
        add(positions, position);
    }
    return positions;
}

LedgerEntry head_of_entry(const Payment& payment, const Event& event) {
    LedgerEntry entry;
    entry.payment_id = payment.id;
    entry.provider = payment.provider;
    entry.number = event.ledger_entry;
    entry.event_number = event.number;
    entry.event_type = event.type;
    entry.at = event.at;
    entry.previous = event.ledger_previous;
    return entry;
}

}  // namespace

std::string_view word(LedgerAccount account) {
    switch (account) {
        case provider_receivable:
            return "provider_receivable";
        case disputes:
            return "disputes";
        case dispute_losses:
            return "dispute_losses";
        case revenue:
            return "revenue";
        case vat_payable:
            return "vat_payable";
        case refunds_payable:
            return "refunds_payable";
        case suspense:
            return "suspense";
    }
    return "suspense";
}

std::string_view word(LedgerPhase phase) {
    return phase == pending ? "pending" : "posted";
}

std::optional<LedgerAccount> find_ledger_account(std::string_view text) {
    for (const auto account :
         {provider_receivable,
          disputes,
          dispute_losses,
          revenue,
          vat_payable,
          refunds_payable,
          suspense}) {
        if (word(account) == text) return account;
    }
    return std::nullopt;
}

std::optional<LedgerPhase> find_ledger_phase(std::string_view text) {
    for (const auto phase : {pending, posted}) {
        if (word(phase) == text) return phase;
    }
    return std::nullopt;
}

std::vector<LedgerPosition> positions_of(const Payment& payment) {
    std::vector<LedgerPosition> positions;
    const auto kept = payment.captured - payment.returned;
    const auto held_by_bank = sum_disputed(payment, DisputeStatus::open);
    const auto lost = sum_disputed(payment, DisputeStatus::lost);
    add(positions, {provider_receivable, posted, kept - held_by_bank - lost});
    add(positions, {disputes, posted, held_by_bank});
    add(positions, {dispute_losses, posted, lost});

    const auto owed = lesser(sum_underway(payment, true), kept);
    add(positions, {refunds_payable, posted, negative(owed)});
    const auto rest = kept - owed;
    if (is_sale(payment)) {
        add_sale(positions, posted, split_vat(rest));
        add_requested(positions, payment, rest);
    } else {
        add(positions, {suspense, posted, negative(rest)});
    }
    if (kept.minor == 0 && is_being_taken(payment)) {
        add(positions, {provider_receivable, pending, payment.amount});
        add_sale(positions, pending, split_vat(payment.amount));
    }
    return positions;
}

bool is_balanced(const std::vector<LedgerPosition>& positions) {
    return std::all_of(positions.begin(), positions.end(), [&positions](const LedgerPosition& one) {
        return is_line_sum_zero(positions, one.phase, one.amount.currency);
    });
}

void add_lines(std::vector<LedgerPosition>& balance, const std::vector<LedgerLine>& lines) {
    for (const auto& line : lines)
        add(balance, line.position);
}

std::string chain_start(PaymentId payment_id) {
    return payment_id.hex();
}

std::string identity_of_entry(PaymentId payment_id, std::uint64_t number) {
    return fmt::format("ledger\n{}\n{}", payment_id.hex(), number);
}

std::string hash_of_line(
    const LedgerEntry& entry, std::size_t line, std::string_view previous, const LineDigest& digest
) {
    const auto& position = entry.lines.at(line).position;
    return digest(fmt::format(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        previous,
        entry.payment_id.hex(),
        word(entry.provider),
        entry.number,
        entry.event_number,
        entry.event_type,
        to_millis(entry.at),
        word(position.account),
        word(position.phase),
        word(position.amount.currency),
        position.amount.minor
    ));
}

std::optional<LedgerEntry> entry_of(const Payment& payment, const Event& event) {
    if (event.ledger_entry == 0) return std::nullopt;
    auto entry = head_of_entry(payment, event);
    entry.lines = event.lines;
    return entry;
}

void book(Payment& payment, const LineDigest& digest, Instant now) {
    auto& chain = payment.ledger;
    auto positions = positions_of(payment);
    const auto changes = not_booked_of(positions, chain);
    if (!changes.empty()) {
        ensure(is_balanced(changes), "the lines of an event balance per currency and phase");
        const auto& events = payment.meta.events;
        if (events.empty() || events.back().number <= chain.events_looked_at)
            tell(payment, std::string(booked_event), now);
        auto& event = payment.meta.events.back();
        event.ledger_entry = ++chain.entries;
        event.ledger_previous = chain.head.empty() ? chain_start(payment.id) : chain.head;
        chain.head = event.ledger_previous;
        for (const auto& change : changes)
            event.lines.push_back({change, {}});
        auto entry = head_of_entry(payment, event);
        entry.lines = event.lines;
        for (std::size_t at = 0; at < event.lines.size(); ++at) {
            chain.head = hash_of_line(entry, at, chain.head, digest);
            event.lines[at].hash = chain.head;
        }
        chain.booked = std::move(positions);
    }
    chain.events_looked_at = payment.meta.events_made;
}

}  // namespace gyeol::domain
