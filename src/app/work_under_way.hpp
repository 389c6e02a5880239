// What the app keeps in mind of its own work under way. Nothing of it is stored: a process that dies forgets it,
// and the records say what was meant.
#pragma once

#include "base/result.hpp"
#include "domain/delivery.hpp"
#include "domain/ledger.hpp"
#include "domain/payment.hpp"
#include "ports/wait.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gyeol::app {

/// Why a provider is asked about a payment.
enum class AskCause : std::uint8_t {
    due,         // The schedule: the ask is counted.
    unanswered,  // The schedule, and the provider could not be asked: the look is owed.
    hint,        // A webhook or a waiting caller: nothing is counted.
};

/// One coroutine at work on one payment.
struct OpenWork {
    ports::Signal ended;
    bool sends = false;  // It sends an attempt; otherwise it asks or tidies up.
};

/// What an ask came to: the payment as it stands, and whether the provider told anything about it.
struct AskAnswer {
    Result<domain::Payment> payment;
    bool answered = false;
};

/// What one event makes: its ledger entry, and one delivery for each who is told.
struct News {
    std::optional<domain::LedgerEntry> entry;
    std::vector<domain::NewDelivery> deliveries;
};

/// Events of one payment on their way to become deliveries; one coroutine at a time, so that they
/// keep their order.
struct Posting {
    std::optional<domain::Payment> payment;  // Newer than the one being posted.
    ports::Signal ended;
};

}  // namespace gyeol::app
