// What will happen by itself: holds that lapse, refunds that are decided, disputes that open.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace gyeol::sandbox::stripe {

enum class Deed : std::uint8_t {
    settle_charge,   // The balance transaction of an asynchronous capture appears.
    lapse_hold,      // Nobody captured in time.
    succeed_refund,  // A pending refund arrives.
    fail_refund,     // A refund that had succeeded comes back.
    open_dispute,
    decide_dispute,
    expire_session,
};

std::string_view word(Deed deed);
std::optional<Deed> find_deed(std::string_view text);

struct Job {
    std::uint64_t id = 0;
    Instant due;
    Deed deed = Deed::settle_charge;
    std::string subject;  // The id of the thing it is about.
};

class Agenda {
public:
    void put(Job job);
    void remove(std::uint64_t id);

    /// Returns the earliest job that is due at or before `now`, null when there is none.
    [[nodiscard]] const Job* find_due(Instant now) const;

    [[nodiscard]] std::optional<Instant> next_due() const;

    void for_each(const std::function<void(const Job&)>& visit) const;

private:
    std::map<std::pair<Instant, std::uint64_t>, Job> jobs_;
    std::map<std::uint64_t, Instant> due_of_;
};

}  // namespace gyeol::sandbox::stripe
