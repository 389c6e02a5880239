// The memory behind `Idempotency-Key`: the first answer to a key is the answer for 15 days.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gyeol::sandbox::toss {

struct StoredAnswer {
    std::string identity;
    int status = 200;
    std::string body;
    std::string trace_id;  // Of the call that executed; a replay names it after its own.
    Instant first_used;
    Instant finished_at;  // In the future while the first call is still running.
};

class AnswerStore {
public:
    static constexpr std::size_t key_length_max = 300;
    static constexpr Millis life = std::chrono::days(15);

    /// What makes two uses of a key the same request: the key, the API key, the URL and the method, but
    /// not the body. Only a fingerprint of the API key is kept.
    static std::string identity_of(
        std::string_view key, std::string_view secret_key, std::string_view target
    );

    void put(StoredAnswer answer);

    /// Returns the answer stored at most `life` ago, null when there is none. Forgets older ones.
    [[nodiscard]] const StoredAnswer* find(const std::string& identity, Instant now);

    void for_each(const std::function<void(const StoredAnswer&)>& visit) const;

private:
    std::unordered_map<std::string, StoredAnswer> answers_;
    std::deque<std::string> oldest_first_;
};

}  // namespace gyeol::sandbox::toss
