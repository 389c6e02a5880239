// The table of contents: everything the program can be asked to do. One use case is one file that reads
// like the sentence it implements; who may call what is decided at the edge, whose record it is, here.
#pragma once

#include "app/absent_provider.hpp"
#include "app/event_desk.hpp"
#include "app/hint_limit.hpp"
#include "app/sign_in_throttle.hpp"
#include "base/result.hpp"
#include "domain/aggregate.hpp"
#include "domain/payment_confirm.hpp"
#include "domain/plan.hpp"
#include "domain/refund.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/gate.hpp"
#include "ports/payment_log.hpp"
#include "ports/provider.hpp"
#include "ports/store.hpp"
#include "ports/task.hpp"
#include "ports/wait.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::app {

/// What the app is wired to. Everything is owned by `main` and outlives the app.
struct AppPorts {
    ports::Store& store;
    ports::Clock& clock;
    ports::IdSource& ids;
    ports::PasswordHasher& passwords;
    ports::TokenSigner& tokens;
    ports::PaymentLog& payment_log;
    ports::Gate& gate;
    std::vector<ports::Provider*> providers;
};

/// Who may ask for a refund beside the operators.
struct RefundPolicy {
    Millis by_owner_within{0};  // After completion; zero leaves refunds to the operators.
};

struct AppSettings {
    domain::Catalogue catalogue;
    std::string public_url;  // Without a slash at its end.
    Millis token_life = std::chrono::hours(24 * 7);
    RefundPolicy refunds = {};
};

// --- Accounts

struct RegisterUser {
    std::string email;
    Secret password;
    std::string name;
    std::string phone;                 // Empty when not given.
    std::string role = std::string();  // `operator` from the command line only; see domain::User.
};

struct SignIn {
    std::string email;
    Secret password;
    std::string address;  // The peer's network address, for the throttle only.
};

struct ChangePassword {
    Secret current;
    Secret next;
};

struct UpdateProfile {
    std::optional<std::string> name;
    std::optional<std::string> phone;
};

/// Who signed in, and with which token.
struct Caller {
    domain::User user;
    ports::TokenClaims claims;
};

struct SignedIn {
    domain::User user;
    Secret token;
    Instant expires_at;
};

// --- Payments

struct StartPayment {
    std::string plan_id;
    domain::ProviderName provider = domain::ProviderName::toss;
    std::optional<domain::CheckoutFlow> flow =
        std::nullopt;  // The provider's usual one when not chosen.
    std::string sdk = "v2";
    std::string idempotency_key;  // Empty when the caller gave none.
};

/// A payment and what its browser does next. The addresses carry the checkout token: they are for the
/// buyer alone.
struct Checkout {
    domain::Payment payment;
    ports::BrowserCheckout browser;
    std::string url;
    std::string success_url;
    std::string fail_url;
};

/// Under whose eyes a confirm runs: the signed-in owner's, or the holder of the checkout token.
struct ConfirmAccess {
    std::optional<domain::UserId> owner;
    std::optional<std::string> checkout_token;
};

// --- Idempotency

struct IdempotencyScope {
    std::string caller;  // User id, or `anonymous`.
    std::string method;
    std::string path;
    std::string key;
};

/// Either run the request and then `finish_request`, or answer what is stored.
struct RequestStart {
    domain::IdempotencyStep step = domain::IdempotencyStep::run;
    domain::IdempotencyRecord record;
};

enum class AskCause : std::uint8_t {
    due,         // The schedule: the ask is counted.
    unanswered,  // The schedule, and the provider could not be asked: the look is owed.
    hint,        // A webhook or a waiting caller: nothing is counted.
};

/// Loop thread only. No method throws, except through `ensure`.
class App {
public:
    App(AppPorts ports, AppSettings settings);

    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // --- Accounts (accounts.cpp, sign_in.cpp)

    /// Creates an account and signs it in. Fails with `invalid_request`, or `conflict` (`email_taken`).
    Task<Result<SignedIn>> register_user(RegisterUser command);

    /// Same answer (`unauthenticated`, `sign_in_failed`) and same work for an unknown address and a wrong
    /// password; `too_many` once an account or an address failed too often.
    Task<Result<SignedIn>> sign_in(SignIn command);

    /// Returns who holds `token`. Fails with `unauthenticated` (`token_invalid`, `token_expired`,
    /// `token_revoked`).
    Task<Result<Caller>> authenticate(Secret token);

    /// Ends the caller's token.
    Task<Done> sign_out(Caller caller);

    /// Ends every token of the caller and returns a new one. Fails with `forbidden` (`wrong_password`).
    Task<Result<SignedIn>> change_password(Caller caller, ChangePassword command);

    Task<Result<domain::User>> update_profile(Caller caller, UpdateProfile command);

    // --- Payments

    [[nodiscard]] const domain::Catalogue& catalogue() const { return settings_.catalogue; }

    [[nodiscard]] const std::vector<ports::Provider*>& providers() const {
        return ports_.providers;
    }

    /// Makes the order of one plan for `user`; the amount is the catalogue's. A pending payment of the
    /// same purchase is superseded, and closed at its provider first where a browser could still pay it; an
    /// open one is in the way: `conflict` (`purchase_in_progress`, or `purchase_completed` when it was
    /// paid meanwhile) with its id. Fails with `unavailable` (`provider_unreachable`) when the provider
    /// cannot make the payment ready. (start_payment.cpp, prepare_payment.cpp)
    Task<Result<Checkout>> start_payment(domain::User user, StartPayment command);

    /// Confirms once, however often it is called, and answers with the payment as it stands: the outcome,
    /// or `processing` when the provider needs longer than `limits::confirm_wait`. Fails with `not_found`,
    /// `invalid_request` (`amount_mismatch`), `conflict`, and `unavailable` (`provider_unreachable`) when
    /// it is proved that nothing was sent. (confirm_payment.cpp)
    Task<Result<domain::Payment>> confirm_payment(
        ConfirmAccess access, domain::ConfirmPayment command
    );

    /// Cancels before money moved. (cancel_payment.cpp)
    Task<Result<domain::Payment>> cancel_payment(domain::UserId owner, domain::PaymentId id);

    /// Reserves a refund, sends it when its turn has come, and answers with the payment as it stands after
    /// `limits::confirm_wait` at most; a refund may still be `reserved` or `sending` then. Fails with
    /// `not_found`, `forbidden` (`refund_not_allowed`), and as `domain::begin_refund`. (refund_payment.cpp)
    Task<Result<domain::Payment>> refund_payment(
        domain::User caller, domain::PaymentId id, domain::RequestRefund request
    );

    /// Another's payment is `not_found`. (read_payments.cpp)
    Task<Result<domain::Payment>> read_payment(domain::UserId owner, domain::PaymentId id);
    Task<Result<ports::PaymentPage>> list_payments(
        domain::UserId owner, std::optional<ports::PageCursor> after, std::size_t count
    );

    /// Returns the one payment that `token` opens, with what its page needs.
    Task<Result<Checkout>> read_checkout(std::string token);

    // --- Webhooks (receive_webhook.cpp)

    /// Stores the webhook and returns; what it causes happens after. Fails with `invalid_request` when it
    /// is no webhook of this provider, and with `unavailable` or `store_unknown` when it is not stored:
    /// the provider sends it again.
    Task<Done> receive_webhook(
        domain::ProviderName provider, std::vector<ports::HttpHeader> headers, std::string body
    );

    // --- Idempotency keys (idempotent_request.cpp)

    /// Fails with `conflict` (`idempotency_in_progress`) and `idempotency_mismatch`.
    Task<Result<RequestStart>> begin_request(IdempotencyScope scope, std::string body);
    /// Stores the answer; a repeat gets it back until the key expires.
    Task<Done> finish_request(domain::IdempotencyRecord record, int status, std::string answer);
    /// Frees the key at once: the request was not answered for good, so a repeat may run.
    Task<Done> abandon_request(domain::IdempotencyRecord record);

    // --- Reconciling (reconcile.cpp)

    /// Looks at everything that is due now, waits for it, and returns how many records were looked at.
    Task<std::size_t> reconcile_due();

    /// Repeats `reconcile_due` until `stop` is set. Spawned once by `main`.
    Task<> run_reconciler(ports::Signal stop);

    /// Succeeds when payments can be taken right now.
    Task<Done> health();

private:
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

    // commit.cpp
    OpId next_op();
    Task<Result<ports::Committed>> commit(
        domain::Aggregate record, std::optional<std::uint64_t> replaces
    );
    Task<Result<std::vector<ports::Committed>>> commit_in_order(std::vector<domain::Change> changes
    );
    Task<Result<ports::Committed>> replace_payment(domain::Payment payment);
    /// Null when this deployment does not use it.
    ports::Provider* find_provider(domain::ProviderName name);
    /// Who answers for `payment`: its provider, or what stands in for one that is not configured any more.
    ports::Provider& provider_of(const domain::Payment& payment);

    // sign_in.cpp
    Result<SignedIn> issue_token(domain::User user);

    // start_payment.cpp
    Task<Result<std::optional<Checkout>>> read_started(domain::Payment wanted, std::string token);
    Task<Result<std::vector<domain::Change>>> changes_to_start(
        domain::Payment payment, domain::PurchaseId purchase_id
    );
    Task<Result<std::optional<domain::Change>>> change_to_end(
        domain::PaymentId old_id, domain::Payment in_favour_of
    );
    Task<Result<std::optional<domain::Change>>> change_to_supersede(domain::Payment old);
    Task<Result<std::optional<Checkout>>> try_start_payment(
        domain::Payment payment, domain::PurchaseId purchase_id, std::string token
    );
    Result<Checkout> make_checkout(domain::Payment payment, std::string token);

    // prepare_payment.cpp
    Task<Result<Checkout>> prepare_checkout(domain::Payment payment, std::string token);
    Task<Result<domain::Payment>> close_at_provider(domain::Payment payment);
    Task<Done> close_for_good(domain::Payment payment);

    // confirm_payment.cpp
    Task<Result<domain::Payment>> find_confirmable(ConfirmAccess access, std::string order_id);
    Task<Result<std::optional<domain::Payment>>> try_confirm(
        ConfirmAccess access, domain::ConfirmPayment command
    );
    Task<Result<std::optional<domain::Payment>>> send_and_wait(domain::Payment payment);
    Task<Result<std::optional<domain::Payment>>> join_open_work(domain::Payment payment);
    Task<> send_attempt(domain::Payment payment);
    Task<Result<domain::Payment>> settle_and_store(
        domain::Payment payment, domain::ProviderOutcome outcome, AskCause cause
    );
    Task<Result<domain::Payment>> with_return_called(domain::Payment before, domain::Payment after);

    // open_work.cpp
    std::map<domain::PaymentId, OpenWork>::iterator open_work(domain::PaymentId id, bool sends);
    void end_work(domain::PaymentId id);

    // ask_payment.cpp
    [[nodiscard]] bool is_due(const domain::Payment& payment) const;
    Task<AskAnswer> ask_payment(domain::PaymentId id, AskCause cause);
    Task<> ask_in_background(domain::PaymentId id, ports::Signal answered);

    // receive_webhook.cpp
    Task<> act_on_webhook(domain::InboxItem item);
    Task<Result<domain::InboxItem>> look_into_webhook(domain::InboxItem item);
    Task<domain::InboxItem> ask_for_webhook(domain::InboxItem item, domain::PaymentId id);

    // refund_payment.cpp
    Task<Result<domain::Payment>> send_reserved(domain::Payment payment);
    Task<> send_refund(domain::Payment payment);

    // reconcile.cpp
    Task<> act_on_due_payment(domain::Payment payment);
    Task<> end_overdue_payment(domain::Payment payment);
    Task<> store_quietly(domain::Payment payment);
    Task<std::size_t> look_at_due_payments(Instant now);
    Task<std::size_t> look_at_due_webhooks(Instant now);

    AppPorts ports_;
    AppSettings settings_;
    EventDesk event_desk_;
    SignInThrottle throttle_;
    HintLimit hint_limit_;
    /// Payments that a coroutine of this process works on now. Others who want the same answer wait for
    /// it instead of asking twice.
    std::map<domain::PaymentId, OpenWork> open_work_;
    std::map<domain::ProviderName, AbsentProvider> absent_providers_;
    Instant next_purge_;
};

}  // namespace gyeol::app
