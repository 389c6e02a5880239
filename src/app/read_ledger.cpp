// The ledger as operators read it.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "base/limits.hpp"

#include <utility>

namespace gyeol::app {

Task<Result<TrialBalance>> App::read_trial_balance(
    domain::User caller, std::optional<Instant> as_of
) {
    if (!domain::is_operator(caller)) co_return operators_only();
    TrialBalance found;
    found.as_of = as_of.value_or(ports_.clock.now());
    std::optional<ports::LedgerCursor> after;
    while (true) {
        const auto page = co_await ports_.store.scan_ledger(after, limits::ledger_page);
        if (!page) co_return page.error();
        if (page->empty()) co_return found;
        for (const auto& entry : *page) {
            if (entry.at > found.as_of) continue;
            ++found.entries;
            domain::add_lines(found.balance[entry.provider], entry.lines);
        }
        after = ports::LedgerCursor{page->back().payment_id, page->back().number};
    }
}

Task<Result<domain::LedgerReport>> App::audit_ledger() {
    using Wants = domain::LedgerWalk::Wants;
    domain::LedgerWalk walk([this](std::string_view text) {
        return ports::hex_digest(ports_.ids, text);
    });
    std::optional<domain::PaymentId> payment;
    std::optional<ports::LedgerCursor> entry;
    while (walk.wants() != Wants::nothing) {
        if (walk.wants() == Wants::payments) {
            auto page = co_await ports_.store.scan_payments(payment, limits::ledger_page);
            if (!page) co_return page.error();
            if (!page->empty()) payment = page->back().id;
            walk.take(std::move(*page));
        } else {
            auto page = co_await ports_.store.scan_ledger(entry, limits::ledger_page);
            if (!page) co_return page.error();
            if (!page->empty())
                entry = ports::LedgerCursor{page->back().payment_id, page->back().number};
            walk.take(std::move(*page));
        }
    }
    co_return walk.finish();
}

}  // namespace gyeol::app
