#include "support/auditor.hpp"

#include "simulation/auditor.hpp"

#include <stdexcept>
#include <utility>

namespace gyeol::test {
namespace {

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

std::vector<domain::LedgerEntry> all_entries(Shop& shop) {
    std::vector<domain::LedgerEntry> all;
    std::optional<ports::LedgerCursor> after;
    while (true) {
        const auto page = shop.runs(shop.store().scan_ledger(after, 50));
        if (!page) throw std::logic_error("the store cannot walk its ledger");
        if (page->empty()) return all;
        all.insert(all.end(), page->begin(), page->end());
        after = ports::LedgerCursor{all.back().payment_id, all.back().number};
    }
}

}  // namespace

std::vector<std::string> audit(Shop& shop) {
    simulation::Evidence evidence;
    evidence.now = shop.now();
    evidence.payments = all_payments(shop);
    evidence.ledger = all_entries(shop);
    for (const auto& line : shop.sandbox().books()) {
        evidence.books.push_back(
            {.payment_key = line.payment_key,
             .order_id = line.order_id,
             .captured = line.captured,
             .returned = line.returned}
        );
    }
    const auto pending =
        shop.runs(shop.store().list_deliveries(domain::DeliveryState::pending, std::nullopt, 50));
    evidence.waiting_deliveries = pending ? pending->deliveries.size() : 1;
    const auto due = shop.runs(shop.store().due(domain::RecordKind::inbox, shop.now(), 50));
    evidence.unread_webhooks = due ? due->size() : 1;
    auto chronicle = shop.chronicle();
    for (const auto& line : shop.payment_log().lines())
        chronicle.told(line);
    auto findings = simulation::audit(evidence, chronicle);
    for (auto& finding : simulation::audit_ledger(evidence))
        findings.push_back(std::move(finding));
    return findings;
}

}  // namespace gyeol::test
