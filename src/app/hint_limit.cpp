#include "app/hint_limit.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::app {

Instant HintLimit::free_at(domain::PaymentId id, Instant now) const {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return now;
    return found->second.full_at - limits::hint_ask_interval * (limits::hint_asks_at_once - 1);
}

void HintLimit::count_ask(domain::PaymentId id, Instant now) {
    forget_ended(now);
    auto& row = rows_[id];
    row.full_at = std::max(row.full_at, now) + limits::hint_ask_interval;
}

void HintLimit::remember_answer(domain::PaymentId id, Instant asked_at) {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return;
    found->second.answered_ask = std::max(found->second.answered_ask, asked_at);
}

bool HintLimit::is_answered(domain::PaymentId id, Instant received_at) const {
    const auto found = rows_.find(id);
    // In the very same millisecond nobody knows which was first.
    return found != rows_.end() && found->second.answered_ask > received_at;
}

void HintLimit::forget_ended(Instant now) {
    if (now < next_sweep_) return;
    next_sweep_ = now + limits::hint_ask_interval * limits::hint_asks_at_once;
    std::erase_if(rows_, [now](const auto& entry) { return entry.second.full_at <= now; });
}

}  // namespace gyeol::app
