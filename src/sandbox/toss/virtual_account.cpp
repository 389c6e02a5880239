#include "sandbox/toss/virtual_account.hpp"

#include <algorithm>
#include <array>

namespace gyeol::sandbox::toss {
namespace {

constexpr std::array<std::string_view, 26> banks{
    "39", "34", "12", "32", "45", "64", "88", "48", "27", "20", "71", "50", "37",
    "35", "90", "89", "92", "81", "54", "03", "06", "31", "02", "11", "23", "07"};

}  // namespace

void issue_account(World& world, Payment& payment, Instant now) {
    auto& account = *payment.virtual_account;
    account.account_number = world.ids.digits("X", 13);
    const auto& window = payment.deposit_window;
    account.due_at = window.due_at.value_or(now + std::chrono::hours(window.valid_hours));
    payment.status = Status::waiting_for_deposit;
}

bool deposit(World& world, Payment& payment, DepositKind kind, Instant now) {
    if (payment.status != Status::waiting_for_deposit) return false;
    auto& account = *payment.virtual_account;
    const bool is_past = now > account.due_at;
    if (is_past && kind == DepositKind::in_time) return false;
    if (!is_past && kind == DepositKind::late) account.due_at = now - std::chrono::seconds(1);
    account.settlement_status = "COMPLETED";
    payment.status = Status::done;
    payment.approved_at = now;
    payment.captured = payment.total;
    payment.last_transaction_key = world.new_transaction_key();
    world.changed_status(payment, now);
    return true;
}

bool take_deposit_back(World& world, Payment& payment, Instant now) {
    if (payment.status != Status::done || !payment.virtual_account) return false;
    payment.virtual_account->settlement_status = "INCOMPLETED";
    payment.status = Status::waiting_for_deposit;
    payment.approved_at.reset();
    payment.captured = 0;
    payment.last_transaction_key = world.new_transaction_key();
    world.changed_status(payment, now);
    return true;
}

bool pass_due_date(World& world, Payment& payment, Instant now) {
    if (payment.status != Status::waiting_for_deposit) return false;
    auto& due_at = payment.virtual_account->due_at;
    due_at = std::min(due_at, now - std::chrono::seconds(1));
    world.changed(payment);
    return true;
}

bool is_bank(std::string_view code) {
    return std::find(banks.begin(), banks.end(), code) != banks.end();
}

}  // namespace gyeol::sandbox::toss
