// What the simulator of Toss Payments knows about one payment, from the opened window to the last
// cancel. Plain values: what may happen to them is in confirm, cancel and virtual_account.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::toss {

/// `word()` is the provider's own word in upper case, such as `WAITING_FOR_DEPOSIT`.
enum class Status : std::uint8_t {
    ready,
    in_progress,
    waiting_for_deposit,
    done,
    canceled,
    partial_canceled,
    aborted,
    expired,
};

/// `word()` is the browser's request code, such as `VIRTUAL_ACCOUNT`; `korean()` the literal in answers.
enum class Method : std::uint8_t {
    unselected,
    card,
    virtual_account,
    easy_pay,
    transfer,
    mobile_phone,
    culture_gift_certificate,
    book_gift_certificate,
    game_gift_certificate,
};

/// What the buyer (or the tester) chose to happen once the server confirms.
enum class ConfirmBehaviour : std::uint8_t {
    approve,
    decline,
    slow,
    lost_reply,
    error_after_capture
};

std::string_view word(Status status);
std::string_view word(Method method);
std::string_view word(ConfirmBehaviour behaviour);
std::string_view korean(Method method);
std::optional<Status> find_status(std::string_view text);
std::optional<Method> find_method(std::string_view text);
std::optional<ConfirmBehaviour> find_behaviour(std::string_view text);

/// Won, or whole units of another currency; the simulator never holds a fraction.
using Amount = std::int64_t;

struct RefundAccount {
    std::string bank_code;
    std::string account_number;
    std::string holder_name;
};

struct Cancel {
    Amount amount = 0;
    Amount tax_free_amount = 0;
    Amount refundable_amount = 0;  // The balance after this cancel.
    std::string reason;
    Instant canceled_at;
    std::string transaction_key;
    std::string status = "DONE";  // Domestic methods are done at once.
    std::optional<std::string> request_id;
};

struct Card {
    std::string masked_number;  // The full number is never kept.
    std::string issuer_code;
    int installment_months = 0;
};

struct VirtualAccount {
    std::string bank_code;
    std::string account_number;
    std::string customer_name;
    Instant due_at;
    std::string refund_status = "NONE";
    std::string settlement_status = "INCOMPLETED";
    std::optional<RefundAccount> refund_account;
};

struct Failure {
    std::string code;
    std::string message;
};

/// How long an account may wait, as the browser asked for it.
struct DepositWindow {
    int valid_hours = 168;
    std::optional<Instant> due_at;
};

struct Payment {
    std::string payment_key;
    std::string pair;  // Which key pair it belongs to; see `KeyRing`.
    std::string merchant_id;
    std::string customer_key;
    std::string order_id;
    std::string order_name;
    std::string currency = "KRW";
    std::string customer_name;
    std::string success_url;
    std::string fail_url;
    std::string metadata;  // A JSON object as text, empty when none was given.
    Method requested_method = Method::unselected;
    DepositWindow deposit_window;

    Status status = Status::ready;
    Method method = Method::unselected;
    ConfirmBehaviour behaviour = ConfirmBehaviour::approve;
    std::string decline_code;
    bool partial_cancelable = true;
    std::string easy_pay_provider;
    std::optional<Card> card;
    std::optional<VirtualAccount> virtual_account;

    Amount total = 0;
    Amount balance = 0;
    Amount tax_free = 0;
    Amount captured = 0;  // What the buyer has paid in; the simulator's own books.
    Amount returned = 0;

    Instant requested_at;
    std::optional<Instant> approved_at;
    std::optional<Instant> expires_at;  // Only while ready or in progress.
    std::string secret;
    std::string last_transaction_key;
    std::optional<Failure> failure;
    std::vector<Cancel> cancels;
};

}  // namespace gyeol::sandbox::toss
