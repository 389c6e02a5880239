#include "sandbox/toss/cancel.hpp"

#include "sandbox/text.hpp"
#include "sandbox/toss/virtual_account.hpp"

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

constexpr std::size_t reason_length_max = 200;
constexpr std::size_t holder_length_max = 60;
constexpr std::size_t account_length_max = 20;
/// This account number stands for one whose holder has another name.
constexpr std::string_view mismatching_account = "00000000000000";

/// Returns false when the member is there and is no amount above zero.
bool read_optional_amount(
    const json::object& body, std::string_view name, std::optional<Amount>& amount
) {
    const auto* value = body.if_contains(name);
    if (value == nullptr || value->is_null()) return true;
    amount = find_whole(body, name);
    return amount.has_value() && *amount > 0;
}

std::optional<CancelCommand> read_command(const json::object& body) {
    CancelCommand command;
    command.reason = find_text(body, "cancelReason").value_or("");
    const auto reason_length = character_count(command.reason);
    if (reason_length == 0 || reason_length > reason_length_max) return std::nullopt;
    if (!read_optional_amount(body, "cancelAmount", command.amount)) return std::nullopt;
    command.tax_free_amount = find_whole(body, "taxFreeAmount").value_or(0);
    if (command.tax_free_amount < 0) return std::nullopt;
    command.refundable_amount = find_whole(body, "refundableAmount");
    command.currency = find_text(body, "currency");
    command.request_id = find_text(body, "cancelRequestId");
    if (const auto* account = find_object(body, "refundReceiveAccount")) {
        // Requests say `bank` where answers say `bankCode`.
        command.refund_account = RefundAccount{
            find_text(*account, "bank").value_or(""),
            find_text(*account, "accountNumber").value_or(""),
            find_text(*account, "holderName").value_or("")};
    }
    return command;
}

std::string_view find_state_refusal(const Payment& payment) {
    switch (payment.status) {
        case Status::canceled:
            return "ALREADY_CANCELED_PAYMENT";
        case Status::ready:
        case Status::in_progress:
        case Status::aborted:
        case Status::expired:
            return "NOT_CANCELABLE_PAYMENT";
        case Status::waiting_for_deposit:
        case Status::done:
            return {};
        case Status::partial_canceled:
            return payment.balance == 0 ? "NOT_CANCELABLE_AMOUNT" : std::string_view{};
    }
    return {};
}

std::chrono::year_month_day korean_day(Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant + std::chrono::hours(9));
}

bool is_past_deadline(const Payment& payment, Instant now) {
    if (!payment.approved_at) return false;
    const auto age = now - *payment.approved_at;
    if (payment.method == Method::transfer) return age > std::chrono::days(180);
    if (payment.method == Method::virtual_account) return age > std::chrono::days(365);
    if (payment.method != Method::mobile_phone) return false;
    const auto approved = korean_day(*payment.approved_at);
    const auto today = korean_day(now);
    return approved.year() != today.year() || approved.month() != today.month();
}

std::string_view find_amount_refusal(const Payment& payment, const CancelCommand& command) {
    const auto amount = command.amount.value_or(payment.balance);
    if (amount > payment.balance || command.tax_free_amount > payment.tax_free)
        return "NOT_CANCELABLE_AMOUNT";
    if (command.tax_free_amount > amount) return "INVALID_REQUEST";
    // The tax-free rest must fit into what remains; a full cancel takes it along.
    const bool takes_rest = amount == payment.balance;
    if (!takes_rest && payment.tax_free - command.tax_free_amount > payment.balance - amount)
        return "INVALID_REQUEST";
    const bool is_partial = amount != payment.total;
    if (!is_partial) return {};
    if (payment.status == Status::waiting_for_deposit)
        return "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT";
    return payment.partial_cancelable ? std::string_view{} : "NOT_ALLOWED_PARTIAL_REFUND";
}

std::string_view find_account_refusal(const Payment& payment, const CancelCommand& command) {
    const bool needs_account =
        payment.virtual_account && payment.status != Status::waiting_for_deposit;
    if (!needs_account) return {};
    if (!command.refund_account) return "INVALID_REQUEST";
    const auto& account = *command.refund_account;
    if (!is_bank(account.bank_code)) return "INVALID_BANK";
    const bool digits_only =
        account.account_number.find_first_not_of("0123456789") == std::string::npos;
    if (!digits_only || account.account_number.empty() ||
        account.account_number.size() > account_length_max) {
        return "INVALID_REFUND_ACCOUNT_NUMBER";
    }
    const auto holder_length = character_count(account.holder_name);
    if (holder_length == 0 || holder_length > holder_length_max)
        return "INVALID_REFUND_ACCOUNT_INFO";
    return account.account_number == mismatching_account ? "INVALID_REFUND_ACCOUNT_INFO"
                                                         : std::string_view{};
}

void note_on_account(Payment& payment, const CancelCommand& command) {
    if (!payment.virtual_account || payment.status == Status::waiting_for_deposit) return;
    payment.virtual_account->refund_status = "COMPLETED";
    payment.virtual_account->refund_account = command.refund_account;
}

}  // namespace

std::string_view find_cancel_refusal(
    const Payment& payment, const CancelCommand& command, Instant now
) {
    if (const auto refusal = find_state_refusal(payment); !refusal.empty()) return refusal;
    if (is_past_deadline(payment, now)) return "EXCEED_MAX_REFUND_DUE";
    if (command.currency && *command.currency != payment.currency) return "INVALID_REQUEST";
    if (command.refundable_amount && *command.refundable_amount != payment.balance) {
        return "NOT_MATCHES_REFUNDABLE_AMOUNT";
    }
    if (const auto refusal = find_amount_refusal(payment, command); !refusal.empty())
        return refusal;
    return find_account_refusal(payment, command);
}

void apply_cancel(World& world, Payment& payment, const CancelCommand& command, Instant now) {
    const auto amount = command.amount.value_or(payment.balance);
    const bool is_whole = amount == payment.total;
    const auto tax_free = amount == payment.balance ? payment.tax_free : command.tax_free_amount;
    Cancel made;
    made.amount = amount;
    made.tax_free_amount = tax_free;
    made.refundable_amount = payment.balance - amount;
    made.reason = command.reason;
    made.canceled_at = now;
    made.transaction_key = world.new_transaction_key();
    made.request_id = command.request_id;
    note_on_account(payment, command);
    // A status of CANCELED comes only from one cancel of everything: partial ones that add up to the
    // total stay PARTIAL_CANCELED at balance 0, as the real one does.
    payment.status = is_whole ? Status::canceled : Status::partial_canceled;
    if (payment.captured > 0) payment.returned += amount;
    payment.balance -= amount;
    payment.tax_free -= tax_free;
    payment.last_transaction_key = made.transaction_key;
    payment.cancels.push_back(std::move(made));
    world.changed_status(payment, now);
}

Answer cancel(
    World& world,
    const KeyOwner& owner,
    std::string_view payment_key,
    const json::object& body,
    Instant now
) {
    auto* payment = world.payments.find({owner.pair, payment_key});
    if (payment == nullptr) return refuse("NOT_FOUND_PAYMENT");
    const auto command = read_command(body);
    if (!command) return refuse("INVALID_REQUEST");
    if (const auto refusal = find_cancel_refusal(*payment, *command, now); !refusal.empty())
        return refuse(refusal);

    // From here on nothing may fail.
    apply_cancel(world, *payment, *command, now);
    return {200, json::serialize(write_payment(*payment, world.view(*payment, now))), {}};
}

}  // namespace gyeol::sandbox::toss
