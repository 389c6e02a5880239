// The memory behind `Idempotency-Key`: the first answer to a key is the answer for a day.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

namespace gyeol::sandbox::stripe {

struct StoredAnswer {
    std::string key;
    std::string request;  // A fingerprint of method, path and parameters.
    int status = 200;
    std::string body;
    Instant first_used;
    Instant finished_at;  // In the future while the first call is still running.
};

class AnswerStore {
public:
    static constexpr std::size_t key_length_max = 255;
    static constexpr Millis life = std::chrono::hours(24);

    void put(StoredAnswer answer);

    /// Returns the answer stored less than `life` ago, null when there is none. Forgets older ones.
    [[nodiscard]] const StoredAnswer* find(const std::string& key, Instant now);

    void for_each(const std::function<void(const StoredAnswer&)>& visit) const;

private:
    std::unordered_map<std::string, StoredAnswer> answers_;
    std::deque<std::string> oldest_first_;
};

}  // namespace gyeol::sandbox::stripe
