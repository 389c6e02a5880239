#include "sandbox/toss/answer_store.hpp"

#include "sandbox/id_maker.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::toss {

std::string AnswerStore::identity_of(
    std::string_view key, std::string_view secret_key, std::string_view target
) {
    return fmt::format("{:016x} {} {}", fingerprint(secret_key), target, key);
}

void AnswerStore::put(StoredAnswer answer) {
    const auto identity = answer.identity;
    const auto [entry, is_new] = answers_.insert_or_assign(identity, std::move(answer));
    if (is_new) oldest_first_.push_back(identity);
}

const StoredAnswer* AnswerStore::find(const std::string& identity, Instant now) {
    while (!oldest_first_.empty()) {
        const auto oldest = answers_.find(oldest_first_.front());
        if (oldest->second.first_used + life > now) break;
        answers_.erase(oldest);
        oldest_first_.pop_front();
    }
    const auto entry = answers_.find(identity);
    return entry == answers_.end() ? nullptr : &entry->second;
}

void AnswerStore::for_each(const std::function<void(const StoredAnswer&)>& visit) const {
    for (const auto& identity : oldest_first_)
        visit(answers_.at(identity));
}

}  // namespace gyeol::sandbox::toss
