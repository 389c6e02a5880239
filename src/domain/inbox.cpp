#include "domain/inbox.hpp"

#include <array>

namespace gyeol::domain {

std::string_view word(InboxItem::State state) {
    switch (state) {
        case InboxItem::State::received:
            return "received";
        case InboxItem::State::done:
            return "done";
        case InboxItem::State::ignored:
            return "ignored";
    }
    return "received";
}

std::optional<InboxItem::State> find_inbox_state(std::string_view text) {
    for (const auto state :
         {InboxItem::State::received, InboxItem::State::done, InboxItem::State::ignored}) {
        if (word(state) == text) return state;
    }
    return std::nullopt;
}

std::string identity_of(ProviderName provider, const ProviderNotice& notice) {
    // Both parts, because it is not confirmed that a transmission keeps its id over retries: a delivery
    // under another id about the same fact costs one more ask, while a fact dropped could cost money.
    std::string text(word(provider));
    for (const auto* part :
         {&notice.transmission_id,
          &notice.event_type,
          &notice.payment_key,
          &notice.order_id,
          &notice.status,
          &notice.transaction_key}) {
        text += '\n';
        text += *part;
    }
    return text;
}

Instant next_inbox_look(int tries, Instant now) {
    using std::chrono::minutes;
    constexpr std::array waits{minutes(1), minutes(5), minutes(25)};
    const auto step = static_cast<std::size_t>(tries);
    return now + (step < waits.size() ? waits[step] : minutes(60));
}

}  // namespace gyeol::domain
