// What a provider told us about one payment. It is a value, never an error: a decline and a silence
// are both answers that a payment must live with.
#pragma once

#include "base/secret.hpp"
#include "base/time.hpp"
#include "domain/money.hpp"
#include "domain/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

/// Why money did not come. `code` is our stable word, `provider_code` the provider's own.
struct Failure {
    std::string code;
    std::string message;  // May be shown to the buyer.
    std::string provider_code;

    friend bool operator==(const Failure&, const Failure&) = default;
};

/// Where the buyer must send the money. Number and holder are stored encrypted.
struct VirtualAccount {
    std::string bank;  // The bank's name as buyers know it.
    std::string account_number;
    std::string holder;
    std::optional<Instant> due_at;

    friend bool operator==(const VirtualAccount&, const VirtualAccount&) = default;
};

/// One return in the provider's books.
struct ProviderReturn {
    std::string id;  // The provider's name of it.
    Money amount;
    int refund_number = 0;   // Which of our refunds it names; 0 when it names none.
    bool took_back = false;  // It was given back and came back to the merchant: it does not count.
};

/// Where a buyer's complaint to their bank stands.
enum class DisputeStatus : std::uint8_t {
    inquiry,    // The bank asks; no money has moved.
    open,       // The bank has taken the money back until it decides.
    won,        // The money is ours again.
    lost,       // The money is gone.
    withdrawn,  // Ended without any money moving.
};

std::string_view word(DisputeStatus status);
std::optional<DisputeStatus> find_dispute_status(std::string_view text);

/// One dispute over a payment, as the provider shows it.
struct Dispute {
    std::string id;  // The provider's name of it.
    DisputeStatus status = DisputeStatus::open;
    Money amount;
    std::string reason;                // The provider's word.
    std::optional<Instant> answer_by;  // Evidence is taken until then.

    friend bool operator==(const Dispute&, const Dispute&) = default;
};

/// What stands in the provider's books, as far as it told us.
struct ProviderView {
    enum class State : std::uint8_t {
        in_progress,          // Nothing is taken yet, and still could be.
        waiting_for_deposit,  // The virtual account is open.
        captured,             // Money was taken; `balance` is what is left of it.
        cancelled,            // Ended before any money came.
        aborted,              // Refused for good.
        expired,              // Given up by the provider before it was taken.
    };

    State state = State::in_progress;
    std::string payment_key;
    std::string order_id;
    Money total;
    Money balance;
    std::vector<ProviderReturn> returns;  // As far as the answer lists them.
    std::vector<Dispute> disputes;        // As far as the answer lists them.
    PaymentMethod method = PaymentMethod::unselected;
    std::optional<VirtualAccount> virtual_account;
    bool deposit_overdue = false;  // The virtual account's time has passed.
    Secret deposit_secret;         // Toss's `secret`; empty when it was not told.
    std::string receipt_url;
    std::optional<Instant> approved_at;
};

/// The one answer of every call to a provider.
struct ProviderOutcome {
    enum class Kind : std::uint8_t {
        approved,  // Captured: `view` says what and how much is left.
        declined,  // Certainly not taken; `failure` says why.
        pending,   // Accepted, money still to come: a virtual account waits for its deposit.
        not_sent,  // Proved: the provider did not take the request up.
        unknown,   // Everything else. Money may have moved.
    };

    Kind kind = Kind::unknown;
    std::optional<ProviderView> view;
    std::optional<Failure> failure;
    bool ask_now = false;  // The answer says that an outcome may stand there already.
    bool absent = false;   // The provider knows the payment neither by key nor by order id.
    bool alarm = false;    // Configuration or a bug of ours: somebody must look.
    bool crossed =
        false;  // The payment changed while this was asked for: what is known may be newer.
    std::string detail;  // For notes: a code or a word, never a body.
    std::optional<Instant>
        asked_at;  // When the request left: what was learned after it may be newer than this answer.

    static ProviderOutcome not_sent(std::string detail);
    static ProviderOutcome unknown(std::string detail);
};

std::string_view word(ProviderOutcome::Kind kind);

}  // namespace gyeol::domain
