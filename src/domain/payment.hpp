// A payment is one try to take one amount for one order at one provider. This file says what it is and
// which moves it may make. The decisions are in payment_confirm.hpp (before sending), payment_settle.hpp
// (after an answer) and payment_schedule.hpp (when to look again); what may be taken only once is in
// purchase.hpp.
#pragma once

#include "base/secret.hpp"
#include "domain/money.hpp"
#include "domain/outcome.hpp"
#include "domain/record.hpp"
#include "domain/words.hpp"

#include <optional>
#include <string>

namespace gyeol::domain {

/// The sending of a payment, stored before anything leaves. `number` counts the tries of this payment;
/// only a try that was proved not taken is followed by another.
struct Attempt {
    int number = 1;
    std::string payment_key;      // What the provider's browser side gave us.
    std::string idempotency_key;  // Order id and number; the provider replays its answer under it.
    Instant started_at;
    Instant send_by;  // After this instant nobody may send it.
    bool ask_first =
        false;     // An earlier try was answered: the provider must be asked before sending.
    int asks = 0;  // How often the provider was asked about it.

    friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// Money found where none was expected, and its one way back.
struct Surplus {
    enum class State : std::uint8_t {
        to_return,       // Found; nothing was sent yet.
        returning,       // The intent is stored; its answer is not known yet.
        returned,        // The provider's balance is 0.
        needs_operator,  // It cannot go back by itself: a deposit needs the buyer's account.
    };

    State state = State::to_return;
    Money amount;
    Instant found_at;
    std::string idempotency_key;
    std::optional<Instant> send_by;
    int asks = 0;

    friend bool operator==(const Surplus&, const Surplus&) = default;
};

std::string_view word(Surplus::State state);
std::optional<Surplus::State> find_surplus_state(std::string_view text);

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
    std::optional<Attempt> attempt;
    std::optional<Failure> failure;
    std::optional<VirtualAccount> virtual_account;
    Secret deposit_secret;  // Stored encrypted; empty when the answer that carried it was lost.
    std::string receipt_url;
    Money returned;           // Given back so far, as the provider's books say.
    bool discrepant = false;  // The provider reports another amount or currency: grants nothing.
    std::optional<Surplus> surplus;
    std::optional<std::string> cancel_key;  // A cancel of the open virtual account was asked for.
    int reviews = 0;                        // Scheduled looks (day 1, 7, 30) already taken.

    friend bool operator==(const Payment&, const Payment&) = default;
};

/// Returns whether DESIGN's table allows the move. The same table is printed in docs/payments.md.
bool may_move(PaymentStatus from, PaymentStatus to);

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
