#include "sandbox/kakaopay/books.hpp"

#include <utility>

namespace gyeol::sandbox::kakaopay {

Payment& Books::put(Payment payment) {
    const auto tid = payment.tid;
    const auto [entry, is_new] = payments_.insert_or_assign(tid, std::move(payment));
    if (is_new) {
        tids_.push_back(tid);
        if (!entry->second.page_id.empty()) tid_of_page_[entry->second.page_id] = tid;
    }
    return entry->second;
}

RecurringKey& Books::put(RecurringKey key) {
    const auto sid = key.sid;
    const auto [entry, is_new] = keys_.insert_or_assign(sid, std::move(key));
    if (is_new) sids_.push_back(sid);
    return entry->second;
}

Payment* Books::find_payment(std::string_view tid, const Cid& cid) {
    const auto entry = payments_.find(std::string(tid));
    const bool is_theirs = entry != payments_.end() && entry->second.cid == cid.cid;
    return is_theirs ? &entry->second : nullptr;
}

Payment* Books::find_page(std::string_view page_id) {
    const auto tid = tid_of_page_.find(std::string(page_id));
    return tid == tid_of_page_.end() ? nullptr : &payments_.at(tid->second);
}

RecurringKey* Books::find_key(std::string_view sid, const Cid& cid) {
    const auto entry = keys_.find(std::string(sid));
    const bool is_theirs = entry != keys_.end() && entry->second.cid == cid.cid;
    return is_theirs ? &entry->second : nullptr;
}

void Books::for_each_payment(const std::function<void(const Payment&)>& visit) const {
    for (const auto& tid : tids_)
        visit(payments_.at(tid));
}

void Books::for_each_key(const std::function<void(const RecurringKey&)>& visit) const {
    for (const auto& sid : sids_)
        visit(keys_.at(sid));
}

}  // namespace gyeol::sandbox::kakaopay
