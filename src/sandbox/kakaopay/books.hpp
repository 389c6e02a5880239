// All payments and recurring keys the simulator holds.
#pragma once

#include "sandbox/kakaopay/model.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gyeol::sandbox::kakaopay {

/// Plain state: knows no rule. A reference into it stays valid for the books' life.
class Books {
public:
    /// Stores `payment` under its tid, new or not.
    Payment& put(Payment payment);
    RecurringKey& put(RecurringKey key);

    /// Returns the payment if it was made with the merchant code `cid`, null when there is none.
    [[nodiscard]] Payment* find_payment(std::string_view tid, const Cid& cid);

    /// Returns the payment whose page this is, null when there is none.
    [[nodiscard]] Payment* find_page(std::string_view page_id);

    /// Returns the key if it was issued to the merchant code `cid`, null when there is none.
    [[nodiscard]] RecurringKey* find_key(std::string_view sid, const Cid& cid);

    /// Calls `visit` with every payment, oldest first.
    void for_each_payment(const std::function<void(const Payment&)>& visit) const;
    void for_each_key(const std::function<void(const RecurringKey&)>& visit) const;

private:
    std::unordered_map<std::string, Payment> payments_;
    std::unordered_map<std::string, RecurringKey> keys_;
    std::unordered_map<std::string, std::string> tid_of_page_;
    std::vector<std::string> tids_;
    std::vector<std::string> sids_;
};

}  // namespace gyeol::sandbox::kakaopay
