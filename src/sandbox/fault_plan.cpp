#include "sandbox/fault_plan.hpp"

namespace gyeol::sandbox {

void FaultPlan::add(std::string_view operation, const std::vector<Fault>& faults) {
    auto& planned = planned_[operation];
    planned.insert(planned.end(), faults.begin(), faults.end());
}

Fault FaultPlan::take(std::string_view operation) {
    auto& planned = planned_[operation];
    if (planned.empty()) return {};
    const auto fault = planned.front();
    planned.pop_front();
    return fault;
}

}  // namespace gyeol::sandbox
