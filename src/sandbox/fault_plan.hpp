// Which faults the next calls of a simulator meet, as its test or its page planned them.
#pragma once

#include "sandbox/fault.hpp"

#include <deque>
#include <map>
#include <string_view>
#include <vector>

namespace gyeol::sandbox {

/// Plain state. Operations are named by words that live as long as the program.
class FaultPlan {
public:
    /// The next calls of `operation` meet `faults`, one each, after those planned before.
    void add(std::string_view operation, const std::vector<Fault>& faults);

    /// Returns what the present call of `operation` meets; nothing when nothing is planned.
    Fault take(std::string_view operation);

private:
    std::map<std::string_view, std::deque<Fault>> planned_;
};

}  // namespace gyeol::sandbox
