// The bank behind a virtual account: the account is issued at confirm, and everything after that is
// done by somebody at a bank, which here is a page with buttons.
#pragma once

#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/world.hpp"

#include <string_view>

namespace gyeol::sandbox::toss {

/// Makes `payment` wait for its deposit: number with a leading `X`, bank, due date, secret.
void issue_account(World& world, Payment& payment, Instant now);

enum class DepositKind : std::uint8_t {
    in_time,  // Refused once the due date has passed.
    late,     // The due date passes first if it has not, then the money comes all the same.
};

/// Returns false, and changes nothing, when the account does not wait or is past its due date.
bool deposit(World& world, Payment& payment, DepositKind kind, Instant now);

/// Reports a deposit as an error: DONE falls back to WAITING_FOR_DEPOSIT. Returns false, and changes
/// nothing, unless the whole deposit is there.
bool take_deposit_back(World& world, Payment& payment, Instant now);

/// Lets the due date pass. The status stays and no webhook is sent. Returns false unless it waits.
bool pass_due_date(World& world, Payment& payment, Instant now);

/// Returns whether `code` is a bank of the numeric code list.
bool is_bank(std::string_view code);

}  // namespace gyeol::sandbox::toss
