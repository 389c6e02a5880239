// Keeps hints from becoming a flood of questions: anybody can send a webhook about an order they know,
// and each one wants the provider asked.
#pragma once

#include "base/time.hpp"
#include "domain/words.hpp"

#include <unordered_map>

namespace gyeol::app {

/// Per payment, `limits::hint_asks_at_once` asks may come without a pause and then one every
/// `limits::hint_ask_interval`, however many hints there are; an ask answers every hint that was there
/// before it. Remembers in this process only. Loop thread only.
class HintLimit {
public:
    /// Returns when a hint may cause an ask of `id`; not after `now` when it may at once.
    [[nodiscard]] Instant free_at(domain::PaymentId id, Instant now) const;

    /// Counts an ask that begins now.
    void count_ask(domain::PaymentId id, Instant now);

    /// Remembers that the ask begun at `asked_at` was answered.
    void remember_answer(domain::PaymentId id, Instant asked_at);

    /// Returns whether an ask that was answered began after a hint of `received_at` was there.
    [[nodiscard]] bool is_answered(domain::PaymentId id, Instant received_at) const;

private:
    struct Row {
        Instant full_at;       // All asks are free again then.
        Instant answered_ask;  // When the last answered ask began.
    };

    void forget_ended(Instant now);

    std::unordered_map<domain::PaymentId, Row> rows_;
    Instant next_sweep_;
};

}  // namespace gyeol::app
