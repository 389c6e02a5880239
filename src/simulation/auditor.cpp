#include "simulation/auditor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace gyeol::simulation {
namespace {

using domain::PaymentStatus;
using domain::RefundStatus;
using Findings = std::vector<std::string>;

/// What one order is worth by somebody's count.
struct Count {
    std::int64_t captured = 0;
    std::int64_t returned = 0;
    int captures = 0;

    [[nodiscard]] std::int64_t kept() const { return captured - returned; }
};

std::map<std::string, Count> count_books(const std::vector<BookEntry>& books) {
    std::map<std::string, Count> orders;
    for (const auto& entry : books) {
        auto& count = orders[entry.order_id];
        count.captured += entry.captured;
        count.returned += entry.returned;
        if (entry.captured > 0) ++count.captures;
    }
    return orders;
}

std::int64_t held(const domain::Payment& payment) {
    return payment.captured.minor - payment.returned.minor;
}

/// Rule 1, order by order: what they keep is what we say.
void compare_orders(
    const Evidence& evidence, const std::map<std::string, Count>& theirs, Findings& findings
) {
    std::map<std::string, std::int64_t> ours;
    for (const auto& payment : evidence.payments)
        ours[payment.order_id] = held(payment);
    for (const auto& [order_id, count] : theirs) {
        if (count.captured != 0 && !ours.contains(order_id))
            findings.push_back(order_id + " is not known to us");
    }
    for (const auto& [order_id, amount] : ours) {
        const auto found = theirs.find(order_id);
        const auto kept = found == theirs.end() ? 0 : found->second.kept();
        if (kept != amount) {
            findings.push_back(
                fmt::format("{}: the provider keeps {}, we say {}", order_id, kept, amount)
            );
        }
    }
}

/// Rule 1, in all: the sums per currency.
void compare_sums(const Evidence& evidence, Findings& findings) {
    std::map<std::string, std::int64_t> difference;
    for (const auto& entry : evidence.books)
        difference[entry.currency] += entry.captured - entry.returned;
    for (const auto& payment : evidence.payments)
        difference[std::string(word(payment.amount.currency))] -= held(payment);
    for (const auto& [currency, amount] : difference) {
        if (amount != 0) {
            findings.push_back(
                fmt::format("the providers keep {} {} more than we say", amount, currency)
            );
        }
    }
}

/// Rules 1 and 7: the ledger by a count of our own.
class LedgerCount {
public:
    explicit LedgerCount(Findings& findings) : findings_(findings) {}

    void see(const domain::LedgerEntry& entry) {
        const auto name = fmt::format("entry {} of {}", entry.number, entry.payment_id.hex());
        if (entry.number != ++numbers_[entry.payment_id])
            findings_.push_back(name + " is out of its row");
        std::map<std::pair<domain::LedgerPhase, domain::Currency>, std::int64_t> sums;
        for (const auto& line : entry.lines) {
            const auto& [account, phase, amount] = line.position;
            sums[{phase, amount.currency}] += amount.minor;
            if (phase == domain::LedgerPhase::pending)
                pending_[{entry.payment_id, account}] += amount.minor;
            if (phase == domain::LedgerPhase::posted && is_asset(account))
                assets_[std::string(word(amount.currency))] += amount.minor;
        }
        for (const auto& [place, sum] : sums) {
            if (sum != 0) findings_.push_back(name + " does not balance");
        }
    }

    /// `waiting` may have something pending.
    void compare(const std::vector<BookEntry>& books, const std::set<domain::PaymentId>& waiting) {
        for (const auto& entry : books)
            assets_[entry.currency] -= entry.captured - entry.returned;
        for (const auto& [currency, amount] : assets_) {
            if (amount != 0) {
                findings_.push_back(
                    fmt::format("the ledger says {} {} more than the providers", amount, currency)
                );
            }
        }
        for (const auto& [place, amount] : pending_) {
            if (amount != 0 && !waiting.contains(place.first)) {
                findings_.push_back(fmt::format(
                    "{} is left pending on {} of {}", amount, word(place.second), place.first.hex()
                ));
            }
        }
    }

private:
    /// What a bank holds or has decided against us is still in the provider's count of what was taken.
    static bool is_asset(domain::LedgerAccount account) {
        return account == domain::LedgerAccount::provider_receivable ||
               account == domain::LedgerAccount::disputes ||
               account == domain::LedgerAccount::dispute_losses;
    }

    Findings& findings_;
    std::map<domain::PaymentId, std::uint64_t> numbers_;
    std::map<std::pair<domain::PaymentId, domain::LedgerAccount>, std::int64_t> pending_;
    std::map<std::string, std::int64_t> assets_;
};

/// Rule 2: one capture for an order, of the order's amount, and never more back than came.
void judge_captures(
    const Evidence& evidence, const std::map<std::string, Count>& theirs, Findings& findings
) {
    for (const auto& [order_id, count] : theirs) {
        if (count.captures > 1) findings.push_back(order_id + " is captured twice");
        if (count.returned > count.captured)
            findings.push_back(order_id + " went back more than it was taken");
    }
    for (const auto& payment : evidence.payments) {
        const auto found = theirs.find(payment.order_id);
        if (found != theirs.end() && found->second.captured > payment.amount.minor)
            findings.push_back(payment.order_id + " is charged more than its price");
    }
}

/// Rule 2, for what may be bought once: a payment that was made before another one of the same purchase
/// was paid must not hold money beside it.
void judge_purchases(const Evidence& evidence, const Chronicle& chronicle, Findings& findings) {
    std::vector<const PaymentHistory*> holders;
    for (const auto& payment : evidence.payments) {
        const auto seen = chronicle.payments().find(payment.order_id);
        const bool holds = held(payment) > 0 && seen != chronicle.payments().end();
        if (holds && seen->second.completed_at) holders.push_back(&seen->second);
    }
    for (const auto* first : holders) {
        const auto overlaps = [first](const PaymentHistory* second) {
            return first->purchase == second->purchase && first->created_at < second->created_at &&
                   second->created_at < *first->completed_at;
        };
        const auto second = std::find_if(holders.begin(), holders.end(), overlaps);
        if (second == holders.end()) continue;
        findings.push_back(fmt::format(
            "{} and {} both hold money of one purchase", first->order_id, (*second)->order_id
        ));
    }
}

/// Rule 3: told in order without a hole; the chronicle has watched that each change has its event.
void judge_events(const Chronicle& chronicle, Findings& findings) {
    for (const auto& [order_id, history] : chronicle.payments()) {
        if (history.told < history.events.size()) {
            findings.push_back(fmt::format(
                "{} was never told: {} of {}",
                history.events[history.told].type,
                history.told + 1,
                order_id
            ));
        }
    }
}

/// Rule 5, for refunds: the reason names the request, so one request shows at most once.
void judge_refunds(const domain::Payment& payment, Findings& findings) {
    std::map<std::string, int> made;
    for (const auto& refund : payment.refunds) {
        if (refund.status == RefundStatus::reserved || refund.status == RefundStatus::sending) {
            findings.push_back(
                fmt::format("{} has a refund left {}", payment.order_id, word(refund.status))
            );
        }
        const bool was_made =
            refund.cause == domain::RefundCause::requested && refund.status != RefundStatus::failed;
        if (was_made && ++made[refund.reason] == 2)
            findings.push_back(payment.order_id + " was refunded twice for one request");
    }
}

/// Rule 6.
void judge_leftovers(const Evidence& evidence, Findings& findings) {
    constexpr Millis life = std::chrono::hours(2);
    for (const auto& payment : evidence.payments) {
        const bool is_open =
            payment.status == PaymentStatus::processing || payment.status == PaymentStatus::unknown;
        const bool is_forgotten =
            payment.status == PaymentStatus::pending && evidence.now > payment.created_at + life;
        if (is_open || is_forgotten) {
            findings.push_back(fmt::format("{} is left {}", payment.order_id, word(payment.status))
            );
        }
        if (!payment.meta.events.empty())
            findings.push_back(payment.order_id + " has undelivered events");
        if (payment.discrepant) findings.push_back(payment.order_id + " is discrepant");
        judge_refunds(payment, findings);
    }
    if (evidence.waiting_deliveries > 0) {
        findings.push_back(
            fmt::format("{} deliveries are left waiting", evidence.waiting_deliveries)
        );
    }
    if (evidence.unread_webhooks > 0)
        findings.push_back(fmt::format("{} webhooks are left unread", evidence.unread_webhooks));
}

/// A deposit may still come, and what needs an operator waits for one.
bool may_wait(const domain::Payment& payment) {
    const auto needs_operator = [](const domain::Refund& refund) {
        return refund.status == RefundStatus::needs_operator;
    };
    return payment.status == PaymentStatus::waiting_for_deposit ||
           std::any_of(payment.refunds.begin(), payment.refunds.end(), needs_operator);
}

}  // namespace

std::vector<std::string> audit_ledger(const Evidence& evidence) {
    Findings findings;
    std::set<domain::PaymentId> waiting;
    for (const auto& payment : evidence.payments) {
        if (may_wait(payment)) waiting.insert(payment.id);
    }
    LedgerCount count(findings);
    for (const auto& entry : evidence.ledger)
        count.see(entry);
    count.compare(evidence.books, waiting);
    return findings;
}

std::vector<std::string> audit(const Evidence& evidence, const Chronicle& chronicle) {
    auto findings = chronicle.findings();
    const auto theirs = count_books(evidence.books);
    compare_orders(evidence, theirs, findings);
    compare_sums(evidence, findings);
    judge_captures(evidence, theirs, findings);
    judge_purchases(evidence, chronicle, findings);
    judge_events(chronicle, findings);
    judge_leftovers(evidence, findings);
    return findings;
}

}  // namespace gyeol::simulation
