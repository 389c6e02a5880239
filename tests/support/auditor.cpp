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

}  // namespace

std::vector<std::string> audit(Shop& shop) {
    simulation::Evidence evidence;
    evidence.now = shop.now();
    evidence.payments = all_payments(shop);
    for (const auto& line : shop.sandbox().books()) {
        evidence.books.push_back(
            {.payment_key = line.payment_key,
             .order_id = line.order_id,
             .captured = line.captured,
             .returned = line.returned}
        );
    }
    const auto due = shop.runs(shop.store().due(domain::RecordKind::inbox, shop.now(), 50));
    evidence.unread_webhooks = due ? due->size() : 1;
    auto chronicle = shop.chronicle();
    for (const auto& line : shop.payment_log().lines())
        chronicle.told(line);
    return simulation::audit(evidence, chronicle);
}

}  // namespace gyeol::test
