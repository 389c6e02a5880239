#include "sandbox/stripe/answer_store.hpp"

#include <utility>

namespace gyeol::sandbox::stripe {

void AnswerStore::put(StoredAnswer answer) {
    const auto key = answer.key;
    const auto [entry, is_new] = answers_.insert_or_assign(key, std::move(answer));
    if (is_new) oldest_first_.push_back(key);
}

const StoredAnswer* AnswerStore::find(const std::string& key, Instant now) {
    while (!oldest_first_.empty()) {
        const auto oldest = answers_.find(oldest_first_.front());
        if (oldest->second.first_used + life > now) break;
        answers_.erase(oldest);
        oldest_first_.pop_front();
    }
    const auto entry = answers_.find(key);
    return entry == answers_.end() ? nullptr : &entry->second;
}

void AnswerStore::for_each(const std::function<void(const StoredAnswer&)>& visit) const {
    for (const auto& key : oldest_first_)
        visit(answers_.at(key));
}

}  // namespace gyeol::sandbox::stripe
