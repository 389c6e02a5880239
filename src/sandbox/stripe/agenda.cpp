#include "sandbox/stripe/agenda.hpp"

#include <array>

namespace gyeol::sandbox::stripe {

std::string_view word(Deed deed) {
    switch (deed) {
        case Deed::settle_charge:
            return "settle_charge";
        case Deed::lapse_hold:
            return "lapse_hold";
        case Deed::succeed_refund:
            return "succeed_refund";
        case Deed::fail_refund:
            return "fail_refund";
        case Deed::open_dispute:
            return "open_dispute";
        case Deed::decide_dispute:
            return "decide_dispute";
        case Deed::expire_session:
            return "expire_session";
    }
    return "settle_charge";
}

std::optional<Deed> find_deed(std::string_view text) {
    for (const auto deed : std::array{
             Deed::settle_charge,
             Deed::lapse_hold,
             Deed::succeed_refund,
             Deed::fail_refund,
             Deed::open_dispute,
             Deed::decide_dispute,
             Deed::expire_session}) {
        if (word(deed) == text) return deed;
    }
    return std::nullopt;
}

void Agenda::put(Job job) {
    remove(job.id);
    due_of_.emplace(job.id, job.due);
    const auto place = std::pair{job.due, job.id};
    jobs_.emplace(place, std::move(job));
}

void Agenda::remove(std::uint64_t id) {
    const auto known = due_of_.find(id);
    if (known == due_of_.end()) return;
    jobs_.erase({known->second, id});
    due_of_.erase(known);
}

const Job* Agenda::find_due(Instant now) const {
    if (jobs_.empty() || jobs_.begin()->first.first > now) return nullptr;
    return &jobs_.begin()->second;
}

std::optional<Instant> Agenda::next_due() const {
    if (jobs_.empty()) return std::nullopt;
    return jobs_.begin()->first.first;
}

void Agenda::for_each(const std::function<void(const Job&)>& visit) const {
    for (const auto& [place, job] : jobs_)
        visit(job);
}

}  // namespace gyeol::sandbox::stripe
