#include "domain/ledger_audit.hpp"

#include "base/limits.hpp"

#include <utility>

namespace gyeol::domain {
namespace {

std::vector<LedgerPosition> positions_in(const std::vector<LedgerLine>& lines) {
    std::vector<LedgerPosition> positions;
    add_lines(positions, lines);
    return positions;
}

}  // namespace

void LedgerAudit::see(const Payment& payment) {
    close_payment();
    ++report_.payments;
    current_ = Current{payment, {}, 0, chain_start(payment.id), false};
}

void LedgerAudit::see(const LedgerEntry& entry) {
    ++report_.entries;
    report_.lines += entry.lines.size();
    add_lines(report_.balance[entry.provider], entry.lines);
    if (!current_ || current_->payment.id != entry.payment_id) {
        find(entry.payment_id, entry.number, "entry_of_nobody");
        return;
    }
    take(entry, *current_);
}

LedgerReport LedgerAudit::finish() {
    close_payment();
    return std::move(report_);
}

void LedgerAudit::take(const LedgerEntry& entry, Current& current) {
    if (current.is_broken) return;
    current.is_broken = true;
    if (entry.number != current.entries + 1) {
        return find(entry.payment_id, current.entries + 1, "entry_missing");
    }
    if (entry.previous != current.head) return find(entry.payment_id, entry.number, "chain_broken");
    for (std::size_t at = 0; at < entry.lines.size(); ++at) {
        current.head = hash_of_line(entry, at, current.head, digest_);
        if (entry.lines[at].hash != current.head)
            return find(entry.payment_id, entry.number, "chain_broken");
    }
    if (!is_balanced(positions_in(entry.lines)))
        return find(entry.payment_id, entry.number, "lines_unbalanced");
    current.is_broken = false;
    current.entries = entry.number;
    add_lines(current.sum, entry.lines);
}

void LedgerAudit::close_payment() {
    if (!current_) return;
    auto current = std::move(*current_);
    current_.reset();
    const auto& payment = current.payment;
    // What was committed and not yet copied is as good as in the ledger: the next look copies it.
    for (const auto& event : payment.meta.events) {
        if (event.ledger_entry <= current.entries) continue;
        const auto entry = entry_of(payment, event);
        if (!entry) continue;
        ++report_.entries;
        report_.lines += entry->lines.size();
        add_lines(report_.balance[entry->provider], entry->lines);
        take(*entry, current);
    }
    if (current.is_broken) return;
    if (current.entries != payment.ledger.entries) {
        return find(payment.id, current.entries + 1, "entry_missing");
    }
    const bool has_head = !payment.ledger.head.empty();
    if (has_head && payment.ledger.head != current.head) return find(payment.id, 0, "head_differs");
    if (current.sum != positions_of(payment)) find(payment.id, 0, "not_booked");
}

void LedgerAudit::find(PaymentId id, std::uint64_t entry, std::string what) {
    ++report_.findings_in_all;
    if (report_.findings.size() < limits::ledger_findings)
        report_.findings.push_back({id, entry, std::move(what)});
}

void LedgerWalk::take(std::vector<Payment> page) {
    payments_ended_ = page.empty();
    for (auto& payment : page)
        payments_.push_back(std::move(payment));
    go_on();
}

void LedgerWalk::take(std::vector<LedgerEntry> page) {
    entries_ended_ = page.empty();
    for (auto& entry : page)
        entries_.push_back(std::move(entry));
    go_on();
}

void LedgerWalk::go_on() {
    while (true) {
        const bool belongs = !entries_.empty() && entries_.front().payment_id == current_;
        if (!belongs && payments_.empty() && !payments_ended_) {
            wants_ = Wants::payments;
            return;
        }
        if (entries_.empty() && !entries_ended_) {
            wants_ = Wants::entries;
            return;
        }
        if (entries_.empty() && payments_.empty()) {
            wants_ = Wants::nothing;
            return;
        }
        const bool payment_first =
            !belongs && !payments_.empty() &&
            (entries_.empty() || payments_.front().id <= entries_.front().payment_id);
        if (payment_first) {
            current_ = payments_.front().id;
            audit_.see(payments_.front());
            payments_.pop_front();
        } else {
            audit_.see(entries_.front());
            entries_.pop_front();
        }
    }
}

}  // namespace gyeol::domain
