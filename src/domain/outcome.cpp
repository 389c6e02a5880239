#include "domain/outcome.hpp"

#include <utility>

namespace gyeol::domain {
namespace {

ProviderOutcome without_view(ProviderOutcome::Kind kind, std::string detail) {
    ProviderOutcome outcome;
    outcome.kind = kind;
    outcome.detail = std::move(detail);
    return outcome;
}

}  // namespace

ProviderOutcome ProviderOutcome::not_sent(std::string detail) {
    return without_view(Kind::not_sent, std::move(detail));
}

ProviderOutcome ProviderOutcome::unknown(std::string detail) {
    return without_view(Kind::unknown, std::move(detail));
}

std::string_view word(DisputeStatus status) {
    switch (status) {
        case DisputeStatus::inquiry:
            return "inquiry";
        case DisputeStatus::open:
            return "open";
        case DisputeStatus::won:
            return "won";
        case DisputeStatus::lost:
            return "lost";
        case DisputeStatus::withdrawn:
            return "withdrawn";
    }
    return "open";
}

std::optional<DisputeStatus> find_dispute_status(std::string_view text) {
    using enum DisputeStatus;
    for (const auto status : {inquiry, open, won, lost, withdrawn}) {
        if (word(status) == text) return status;
    }
    return std::nullopt;
}

std::string_view word(ProviderOutcome::Kind kind) {
    switch (kind) {
        case ProviderOutcome::Kind::approved:
            return "approved";
        case ProviderOutcome::Kind::declined:
            return "declined";
        case ProviderOutcome::Kind::pending:
            return "pending";
        case ProviderOutcome::Kind::not_sent:
            return "not_sent";
        case ProviderOutcome::Kind::unknown:
            return "unknown";
    }
    return "unknown";
}

}  // namespace gyeol::domain
