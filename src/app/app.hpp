// The table of contents: everything the program can be asked to do. One use case is one file that reads
// like the sentence it implements; who may call what is decided at the edge, whose record it is, here.
#pragma once

#include "app/absent_provider.hpp"
#include "app/commands.hpp"
#include "app/endpoint_pace.hpp"
#include "app/event_desk.hpp"
#include "app/hint_limit.hpp"
#include "app/sign_in_throttle.hpp"
#include "app/work_under_way.hpp"
#include "base/result.hpp"
#include "domain/aggregate.hpp"
#include "domain/ledger_audit.hpp"
#include "domain/payment_confirm.hpp"
#include "domain/plan.hpp"
#include "domain/refund.hpp"
#include "ports/clock.hpp"
#include "ports/crypto.hpp"
#include "ports/gate.hpp"
#include "ports/http_client.hpp"
#include "ports/mailer.hpp"
#include "ports/payment_log.hpp"
#include "ports/provider.hpp"
#include "ports/store.hpp"
#include "ports/task.hpp"
#include "ports/wait.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
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
    /// Reaches the merchant's endpoints, and nothing that they may not be; null tells none.
    ports::HttpClient* endpoint_client = nullptr;
    ports::Mailer* mailer = nullptr;  // Null sends no e-mail.
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
    std::string administrator = std::string();  // Whom alerts are mailed to; empty for nobody.
    domain::EndpointPlace endpoint_place = domain::EndpointPlace::public_only;
};

// --- Payments

/// A payment and what its browser does next. The addresses carry the checkout token: they are for the
/// buyer alone.
struct Checkout {
    domain::Payment payment;
    ports::BrowserCheckout browser;
    std::string url;
    std::string success_url;
    std::string fail_url;
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

    // --- Telling others. By operators only: others get `forbidden` (`operators_only`). (endpoints.cpp,
    // delivery_log.cpp, deliver.cpp)

    Task<Result<std::vector<domain::Endpoint>>> list_endpoints(domain::User caller);

    /// The answer holds the endpoint's secret, which is shown only now. Fails as `domain::add_endpoint`.
    Task<Result<domain::Endpoint>> add_endpoint(domain::User caller, AddEndpoint command);

    /// Returns the endpoint after the change; with a new secret when that was the change. Fails with
    /// `not_found` (`endpoint_not_found`).
    Task<Result<domain::Endpoint>> change_endpoint(
        domain::User caller, domain::EndpointId id, EndpointChange change
    );

    /// Returns the trial balance of what happened up to `as_of`, now when it is none. An event that was
    /// committed this very moment may still be on its way to the ledger. Fails with `forbidden`
    /// (`operators_only`).
    Task<Result<TrialBalance>> read_trial_balance(
        domain::User caller, std::optional<Instant> as_of
    );

    /// Recomputes the whole ledger; what does not fit is in the report.
    Task<Result<domain::LedgerReport>> audit_ledger();

    Task<Result<ports::DeliveryPage>> list_deliveries(
        domain::User caller,
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    );

    /// Starts a delivery anew, whatever became of it. Fails with `not_found` (`delivery_not_found`) and
    /// `conflict` (`endpoint_disabled`).
    Task<Result<domain::Delivery>> replay_delivery(domain::User caller, domain::DeliveryId id);

    /// Begins the deliveries that are due and have room, and returns how many; they end on their own.
    Task<std::size_t> deliver_due();

    /// Repeats `deliver_due` until `stop` is set. Spawned once by `main`.
    Task<> run_courier(ports::Signal stop);

    /// Lets the courier look at once: for what is new, or to see that it shall stop.
    void wake_courier() const { courier_wake_.set(); }

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
    // commit.cpp
    OpId next_op();
    void book(domain::Aggregate& record);
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
    Task<Result<Checkout>> start_purchase(domain::Payment payment, std::string token);
    std::vector<domain::Change> changes_of_first_purchase(
        domain::Payment payment, domain::PurchaseId purchase_id
    );
    Task<Result<std::vector<domain::Change>>> changes_to_start(
        domain::Payment payment, domain::PurchaseId purchase_id
    );
    Task<Result<std::optional<domain::Change>>> change_to_end(
        domain::PaymentId old_id, domain::Payment in_favour_of
    );
    Task<Result<std::optional<domain::Change>>> change_to_supersede(domain::Payment old);
    Task<Result<std::optional<Checkout>>> try_start_payment(
        domain::Payment payment, std::vector<domain::Change> changes, std::string token
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
    Task<Result<domain::InboxItem>> name_order(domain::InboxItem item);
    Task<domain::InboxItem> ask_for_webhook(domain::InboxItem item, domain::PaymentId id);

    // refund_payment.cpp
    Task<Result<domain::Payment>> send_reserved(domain::Payment payment);
    Task<> send_refund(domain::Payment payment);

    // tell_others.cpp
    void hand_on(const domain::Payment& payment);
    void post(const domain::Payment& payment);
    void end_posting(domain::PaymentId id);
    Task<> wait_until_posted(domain::PaymentId id);
    Task<> post_events(domain::PaymentId id);
    Task<Done> post_all(domain::Payment payment);
    News news_of(const domain::Payment& payment, std::size_t at, const domain::EndpointBook& book)
        const;
    [[nodiscard]] domain::NewDelivery delivery_of(
        domain::PaymentId payment_id,
        const domain::Event& event,
        domain::DeliveryChannel channel,
        domain::EndpointId endpoint_id
    ) const;
    Task<Done> post_event(News news);
    Task<Done> create_delivery(domain::NewDelivery made_of);
    Task<Result<std::optional<domain::DeliveryId>>> find_delivery_before(
        domain::EndpointId endpoint_id, domain::PaymentId payment_id, std::uint64_t number
    );
    [[nodiscard]] domain::DeliveryId delivery_id(
        domain::DeliveryChannel channel,
        domain::EndpointId endpoint_id,
        domain::PaymentId payment_id,
        std::uint64_t number
    ) const;
    [[nodiscard]] bool tells_nobody() const;
    bool may_alert(std::string_view event_type);

    // endpoints.cpp
    [[nodiscard]] domain::EndpointBookId book_id() const;
    Task<Result<domain::EndpointBook>> load_book();
    Task<Result<domain::EndpointBook>> endpoints_now();
    Task<Result<std::optional<domain::EndpointBook>>> store_book(domain::EndpointBook book);
    Task<> disable_gone_endpoint(domain::EndpointId id);

    // deliver.cpp
    bool start_delivery(domain::Delivery delivery);
    Task<> make_room(std::vector<domain::Aggregate> waiting);
    Task<> deliver(domain::Delivery delivery);
    Task<bool> is_turn_of(domain::Delivery delivery);
    Task<> deliver_webhook(domain::Delivery delivery);
    Task<> deliver_mail(domain::Delivery delivery);
    Task<Result<std::optional<ports::Letter>>> make_letter(domain::Delivery delivery);
    Task<std::optional<domain::Delivery>> claim_delivery(domain::Delivery delivery);
    Task<> settle_delivery(domain::Delivery delivery, domain::DeliveryOutcome outcome);
    Task<> end_delivery(domain::Delivery delivery, std::string why);
    Task<> store_delivery(domain::Delivery delivery);
    Task<> leave_delivery(Error why);

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
    std::map<domain::PaymentId, Posting> postings_;
    /// The endpoints as they were read at `book_read_at_`.
    std::optional<domain::EndpointBook> book_;
    Instant book_read_at_;
    std::set<domain::DeliveryId> under_way_;
    std::size_t letters_under_way_ = 0;
    EndpointPace pace_;
    ports::Signal courier_wake_;
    Instant alerts_since_;
    int alerts_ = 0;
};

}  // namespace gyeol::app
