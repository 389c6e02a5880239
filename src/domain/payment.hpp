// A payment is one try to take one amount for one order at one provider. This file says what it is and
// which moves it may make. The decisions are in payment_confirm.hpp (before sending), payment_settle.hpp
// (after an answer) and payment_schedule.hpp (when to look again); giving back is in refund.hpp, what a
// bank takes back in dispute.hpp, and what may be taken only once in purchase.hpp.
#pragma once

#include "base/secret.hpp"
#include "domain/money.hpp"
#include "domain/outcome.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

/// The sending of a payment, stored before anything leaves. `number` counts the tries of this payment;
/// only a try that was proved not taken is followed by another.
struct Attempt {
    int number = 1;
    std::string payment_key;      // The provider's name of it, from the browser or from `prepare`.
    Secret proof = Secret();      // Kakao Pay's `pg_token`; stored encrypted, empty elsewhere.
    std::string idempotency_key;  // Order id and number; the provider replays its answer under it.
    Instant started_at;
    Instant send_by;  // After this instant nobody may send it.
    bool ask_first =
        false;     // An earlier try was answered: the provider must be asked before sending.
    int asks = 0;  // How often the provider was asked about it.

    friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// What the provider made ready before the browser could pay: Kakao Pay's tid, Stripe's intent.
struct Preparation {
    std::string payment_key;  // `tid`, `pi_...`.
    Secret
        browser_secret;  // Stripe's `client_secret`, for the buyer's own browser; stored encrypted.
    std::string desktop_url;  // Where the browser goes; empty where the page itself is enough.
    std::string mobile_url;
    std::string app_url;
    /// The browser alone can make it take money: until the provider has closed it, it is an open attempt.
    bool can_take_money = false;
    /// When the provider has given it up: nobody can pay with it any more.
    std::optional<Instant> ends_at = std::nullopt;

    friend bool operator==(const Preparation&, const Preparation&) = default;
};

/// Why money goes back.
enum class RefundCause : std::uint8_t {
    requested,          // By an operator or the owner.
    late_capture,       // Taken for a payment that had ended.
    purchase_moved_on,  // Taken for a purchase that another payment serves by now.
    external,           // Somebody gave it back in the provider's own console.
};

enum class RefundStatus : std::uint8_t {
    reserved,        // Nothing was sent; its part of the balance is taken.
    sending,         // The intent is stored; its answer is not known yet.
    completed,       // The provider's books show it.
    failed,          // Refused for good, or taken back by the provider later.
    needs_operator,  // We owe it, and it cannot go back by itself.
};

/// Where a paid deposit goes back to. Number and holder are stored encrypted.
struct RefundAccount {
    std::string bank;  // The provider's code of the bank.
    std::string account_number;
    std::string holder;

    friend bool operator==(const RefundAccount&, const RefundAccount&) = default;
};

/// One way back of a part of the money; the rules are in refund.hpp.
struct Refund {
    int number = 1;  // Counts within its payment.
    RefundCause cause = RefundCause::requested;
    RefundStatus status = RefundStatus::reserved;
    Money amount;
    std::string reason;
    std::string requested_by;
    Instant created_at;
    std::optional<RefundAccount> account;
    std::string idempotency_key;
    std::optional<Instant> first_sent_at;
    std::optional<Instant> send_by;
    Money balance_before;  // What the provider's books showed as left when it was sent.
    int asks = 0;
    std::string returned_as;  // The provider's name of the return, once it is known.
    std::optional<Failure> failure;
    std::optional<Instant> completed_at;

    friend bool operator==(const Refund&, const Refund&) = default;
};

std::string_view word(RefundCause cause);
std::string_view word(RefundStatus status);
std::optional<RefundCause> find_refund_cause(std::string_view text);
std::optional<RefundStatus> find_refund_status(std::string_view text);

struct Payment {
    PaymentId id;  // Derived from the order id.
    RecordMeta meta;
    std::string order_id;
    std::string order_name;
    UserId user_id;
    std::string plan_id;
    Money amount;
    ProviderName provider = ProviderName::toss;
    std::string
        account;  // The provider's key pair, by family, mode and fingerprint: `widget_test_1f0c9a2b`.
    CheckoutFlow flow = CheckoutFlow::widget;
    std::string sdk;           // The browser SDK's generation, `v1` or `v2`.
    std::string customer_key;  // The buyer's, as it was when the payment was made.
    PaymentMethod method = PaymentMethod::unselected;
    PaymentStatus status = PaymentStatus::pending;
    Instant created_at;
    Instant updated_at;
    std::optional<Instant> completed_at;
    std::optional<Preparation> preparation;
    std::optional<Attempt> attempt;
    std::optional<Failure> failure;
    std::optional<VirtualAccount> virtual_account;
    Secret deposit_secret;  // Stored encrypted; empty when the answer that carried it was lost.
    std::string receipt_url;
    Money captured;           // Taken in all, as the provider's books say.
    Money returned;           // Given back so far, as the provider's books say.
    bool discrepant = false;  // The provider reports another amount or currency: grants nothing.
    std::vector<Refund> refunds;
    std::vector<Dispute> disputes;
    std::optional<std::string> cancel_key;  // A cancel of the open virtual account was asked for.
    int reviews = 0;                        // Scheduled looks (day 1, 7, 30) already taken.
    LedgerChain ledger;                     // What of it is booked; ledger.hpp.

    friend bool operator==(const Payment&, const Payment&) = default;
};

/// Returns whether the table of docs/payments.md allows the move.
bool may_move(PaymentStatus from, PaymentStatus to);

/// Returns whether a browser can still make the provider take money although we sent nothing: the payment
/// must be closed at the provider before it ends here.
bool is_open_at_provider(const Payment& payment);

/// Returns whether nothing more is expected of a payment in `status`.
bool is_final(PaymentStatus status);

/// What a new payment is made of.
struct NewPayment {
    PaymentId id;
    std::string order_id;
    std::string order_name;
    UserId user_id;
    std::string plan_id;
    Money amount;
    ProviderName provider = ProviderName::toss;
    std::string account;
    CheckoutFlow flow = CheckoutFlow::widget;
    std::string sdk;
    std::string customer_key;
};

/// Returns the payment in `pending`, with its event, to be created.
Payment begin_payment(NewPayment made_of, Instant now);

/// Moves `payment` and records the event `payment.<status>`. Requires a move of the table.
void move_to(Payment& payment, PaymentStatus to, Instant now);

/// Records an event without a move.
void tell(Payment& payment, std::string type, Instant now);

}  // namespace gyeol::domain
