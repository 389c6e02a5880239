#include "support/auditor.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace gyeol::test {
namespace {

using domain::PaymentStatus;

/// What our record says we hold for the buyer's order.
std::int64_t held(const domain::Payment& payment) {
    return payment.captured.minor - payment.returned.minor;
}

std::vector<domain::Payment> all_payments(Shop& shop) {
    std::vector<domain::Payment> all;
    std::optional<ports::PageCursor> after;
    while (true) {
        const auto page = shop.runs(shop.store().list_payments({}, after, 50));
        if (!page) throw std::logic_error("the store cannot list");
        all.insert(all.end(), page->payments.begin(), page->payments.end());
        if (!page->next) return all;
        after = page->next;
    }
}

/// What the ledger says the provider owes us.
std::int64_t receivable_in(const domain::LedgerReport& report) {
    std::int64_t sum = 0;
    for (const auto& [provider, positions] : report.balance) {
        for (const auto& position : positions) {
            if (position.account == domain::LedgerAccount::provider_receivable &&
                position.phase == domain::LedgerPhase::posted)
                sum += position.amount.minor;
        }
    }
    return sum;
}

void audit_ledger(Shop& shop, std::vector<std::string>& findings) {
    const auto report = shop.runs(shop.app().audit_ledger());
    if (!report) throw std::logic_error("the ledger cannot be read");
    for (const auto& finding : report->findings) {
        findings.push_back(fmt::format(
            "ledger of {}, entry {}: {}", finding.payment_id.hex(), finding.entry, finding.what
        ));
    }
    std::int64_t kept = 0;
    for (const auto& line : shop.sandbox().books())
        kept += line.captured - line.returned;
    const auto receivable = receivable_in(*report);
    if (receivable != kept) {
        findings.push_back(
            fmt::format("the provider keeps {}, the ledger says {}", kept, receivable)
        );
    }
}

}  // namespace

std::vector<std::string> audit(Shop& shop) {
    std::vector<std::string> findings;
    audit_ledger(shop, findings);
    const auto payments = all_payments(shop);
    std::map<std::string, std::int64_t> ours;
    std::map<std::pair<std::string, std::string>, int> holders;
    for (const auto& payment : payments) {
        ours[payment.order_id] = held(payment);
        if (held(payment) > 0) ++holders[{payment.user_id.hex(), payment.plan_id}];
        if (payment.status == PaymentStatus::processing ||
            payment.status == PaymentStatus::unknown) {
            findings.push_back(fmt::format("{} is left {}", payment.order_id, word(payment.status))
            );
        }
        if (!payment.meta.events.empty())
            findings.push_back(payment.order_id + " has undelivered events");
    }
    for (const auto& [purchase, count] : holders) {
        if (count > 1)
            findings.push_back(fmt::format("plan {} is paid {} times", purchase.second, count));
    }
    std::map<std::string, std::int64_t> theirs;
    std::map<std::string, int> captures;
    for (const auto& line : shop.sandbox().books()) {
        theirs[line.order_id] += line.captured - line.returned;
        if (line.captured > 0 && ++captures[line.order_id] > 1)
            findings.push_back(line.order_id + " is captured twice");
    }
    for (const auto& [order_id, amount] : theirs) {
        if (amount != 0 && !ours.contains(order_id))
            findings.push_back(order_id + " is not known to us");
    }
    for (const auto& [order_id, amount] : ours) {
        const auto found = theirs.find(order_id);
        const auto kept = found == theirs.end() ? 0 : found->second;
        if (kept != amount)
            findings.push_back(
                fmt::format("{}: the provider keeps {}, we say {}", order_id, kept, amount)
            );
    }
    const auto pending =
        shop.runs(shop.store().list_deliveries(domain::DeliveryState::pending, std::nullopt, 50));
    if (!pending || !pending->deliveries.empty()) findings.push_back("deliveries are left waiting");
    const auto due = shop.runs(shop.store().due(domain::RecordKind::inbox, shop.now(), 50));
    if (!due || !due->empty()) findings.push_back("webhooks are left unread");
    return findings;
}

}  // namespace gyeol::test
