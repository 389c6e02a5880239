#include "providers/stripe/stripe_provider.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "domain/refund.hpp"
#include "ports/wait.hpp"
#include "providers/failure.hpp"
#include "providers/stripe/stripe_history.hpp"
#include "providers/stripe/stripe_requests.hpp"
#include "providers/stripe/stripe_wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace gyeol::providers::stripe {
namespace {

using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;

/// Making an intent is tried this often: nobody can pay one whose secret was never shown.
constexpr int prepare_tries = 3;
/// A buyer waits for it, and browsers give up at 30 s.
constexpr Millis prepare_within = std::chrono::seconds(20);
constexpr Millis prepare_pause = std::chrono::milliseconds(300);

/// Returns `test` or `live`, empty when the two keys are not of one mode.
std::string_view mode_of(const StripeKeys& keys) {
    for (const std::string_view mode : {"test", "live"}) {
        const auto is_of_mode = [mode](std::string_view key, std::string_view kind) {
            return key.starts_with(fmt::format("{}_{}_", kind, mode));
        };
        const auto& secret = keys.secret_key.reveal();
        const bool is_secret = is_of_mode(secret, "sk") || is_of_mode(secret, "rk");
        if (is_secret && is_of_mode(keys.publishable_key, "pk")) return mode;
    }
    return {};
}

/// Returns mode and a fingerprint of the publishable key, so that another merchant's pair is never asked about
/// ours; the secret key may be rolled at any time.
std::string account_word(const StripeKeys& keys, const ports::IdSource& ids) {
    const auto mode = mode_of(keys);
    if (mode.empty()) return {};
    constexpr std::size_t fingerprint_bytes = 4;
    const auto digest = ids.sha256(keys.publishable_key);
    const std::string fingerprint(digest.begin(), digest.begin() + fingerprint_bytes);
    return fmt::format("element_{}_{}", mode, write_hex(fingerprint));
}

ProviderOutcome with_alarm(ProviderOutcome outcome) {
    outcome.alarm = true;
    return outcome;
}

std::string intent_of(const domain::Payment& payment) {
    if (payment.attempt && !payment.attempt->payment_key.empty())
        return payment.attempt->payment_key;
    return payment.preparation ? payment.preparation->payment_key : std::string();
}

bool is_of(const ProviderOutcome& outcome, const domain::Payment& payment) {
    return outcome.view && outcome.view->order_id == payment.order_id;
}

Error refused(const domain::Payment& payment, const ProviderOutcome& outcome) {
    return Error{
        .code = ErrorCode::conflict,
        .reason = "payment_refused",
        .detail = outcome.failure ? outcome.failure->message
                                  : std::string("The provider does not take this payment."),
        .field = {},
        .object_id = payment.id.hex(),
    };
}

Error unreachable() {
    return Error{
        .code = ErrorCode::unavailable,
        .reason = "provider_unreachable",
        .detail =
            "The payment provider cannot take the payment now. Nothing was charged; try again "
            "shortly.",
        .field = {},
        .object_id = {},
        .retry_after_s = 5,
    };
}

Error account_missing(const domain::Payment& payment) {
    return Error{
        .code = ErrorCode::conflict,
        .reason = "account_not_configured",
        .detail = "The keys that this payment was begun with are not set any more.",
        .field = {},
        .object_id = payment.id.hex(),
    };
}

/// Returns the key of the `number`-th request to make this order's intent.
std::string prepare_key(const domain::Payment& payment, int number) {
    const auto key = payment.order_id + "-intent";
    return number == 1 ? key : fmt::format("{}-{}", key, number);
}

/// Returns what was made, none when the reply is not the payable intent of this very order.
std::optional<domain::Preparation> preparation_of(
    const domain::Payment& payment, const ProviderOutcome& made, const ports::HttpReply& reply
) {
    auto secret = read_client_secret(reply);
    const bool is_payable = made.kind == Kind::not_sent && is_of(made, payment);
    if (!is_payable || made.view->total != payment.amount || secret.empty()) return std::nullopt;
    domain::Preparation ready;
    ready.payment_key = made.view->payment_key;
    ready.browser_secret = std::move(secret);
    // Money: from the moment the secret is shown, a browser can have this intent take the money. Guarded by
    // StripeProviderTest.AnIntentIsAnOpenAttemptFromItsCreation.
    ready.can_take_money = true;
    return ready;
}

void note_answer(std::string call, const ports::Exchanged& answer, Millis took) {
    std::vector<NoteField> fields{
        {"provider", "stripe"}, {"call", std::move(call)}, {"ms", std::to_string(took.count())}};
    if (!answer) {
        fields.push_back({"failure", std::string(word(answer.error().kind))});
        fields.push_back({"nothing_sent", answer.error().nothing_sent ? "true" : "false"});
        note(NoteLevel::warning, "provider.answer", fields);
        return;
    }
    fields.push_back({"status", std::to_string(answer->status)});
    fields.push_back({"code", error_code_of(*answer)});
    fields.push_back({"request_id", request_id_of(*answer)});
    note(NoteLevel::info, "provider.answer", fields);
}

bool lists_refund(const ProviderOutcome& books, int number) {
    const auto& returns = books.view->returns;
    return std::any_of(returns.begin(), returns.end(), [number](const auto& found) {
        return found.refund_number == number && !found.took_back;
    });
}

}  // namespace

StripeProvider::StripeProvider(StripeKeys keys, StripeUrls urls, StripeParts parts)
    : keys_(std::move(keys)),
      urls_(std::move(urls)),
      http_(parts.http),
      clock_(parts.clock),
      hmac_(std::move(parts.hmac)),
      account_(account_word(keys_, parts.ids)) {}

domain::ProviderName StripeProvider::name() const {
    return domain::ProviderName::stripe;
}

ports::ProviderFacts StripeProvider::facts() const {
    using enum domain::Currency;
    return {
        .not_found_after = std::chrono::minutes(15),
        // Keys may be forgotten once they are 24 h old; an hour is left for clocks and slow requests.
        .key_life = std::chrono::hours(23),
        .has_webhooks = true,
        .prepares = true,
        .flows = {domain::CheckoutFlow::element},
        .currencies = {krw, usd, jpy, kwd},
    };
}

Result<std::string> StripeProvider::account_for(domain::CheckoutFlow flow) const {
    if (flow != domain::CheckoutFlow::element) {
        return invalid("flow_not_configured", "Stripe is paid in the page: `element`.", "flow");
    }
    if (account_.empty())
        return invalid("flow_not_configured", "Stripe's keys are not of one mode.", "flow");
    return account_;
}

Result<ports::BrowserCheckout> StripeProvider::browser_checkout(const domain::Payment& payment
) const {
    if (!is_ours(payment)) return account_missing(payment);
    return ports::BrowserCheckout{
        .type = "stripe_element",
        .sdk = {},
        .client_key = keys_.publishable_key,
        .script_url = urls_.script,
    };
}

Task<Result<domain::Preparation>> StripeProvider::prepare(
    domain::Payment payment, ports::ReturnUrls /*urls*/
) {
    if (!is_ours(payment)) co_return account_missing(payment);
    const Instant deadline = clock_.now() + prepare_within;
    const auto body = write_create({payment.order_id, payment.order_name, payment.amount});
    int key_number = 1;
    for (int tries = 1; tries <= prepare_tries && clock_.now() < deadline; ++tries) {
        if (tries > 1) {
            co_await ports::sleep_until(clock_, clock_.now() + tries * prepare_pause);
        }
        auto request = post("/v1/payment_intents", body);
        request.headers.push_back({"Idempotency-Key", prepare_key(payment, key_number)});
        const auto answer = co_await exchange("prepare", std::move(request), deadline);
        if (!answer) continue;
        const auto made = read_intent(*answer);
        if (auto ready = preparation_of(payment, made, *answer)) co_return std::move(*ready);
        if (made.kind == Kind::declined || made.view) {
            note(
                NoteLevel::error,
                "provider.alarm",
                {{"orderId", payment.order_id}, {"why", made.detail}}
            );
            co_return refused(payment, made);
        }
        // A server error is replayed under its key for a day. Another key may make a second intent, and the
        // first can take nothing: its secret was never shown to anybody.
        if (answer->status >= 500) ++key_number;
    }
    co_return unreachable();
}

Task<ProviderOutcome> StripeProvider::confirm(domain::Payment payment) {
    ensure(payment.attempt.has_value(), "only a stored attempt is sent");
    // Money: the browser has confirmed it, so that not even a request which never left proves anything about
    // the money. Guarded by StripeProviderTest.AQuestionThatIsNotAnsweredIsNoProof.
    return ask(std::move(payment));
}

Task<ProviderOutcome> StripeProvider::ask(domain::Payment payment) {
    if (!is_ours(payment)) co_return with_alarm(ProviderOutcome::unknown("account_not_configured"));
    auto intent_id = intent_of(payment);
    if (!is_intent_id(intent_id)) co_return ProviderOutcome::unknown("never_prepared");
    const Instant deadline = clock_.now() + limits::provider_deadline;
    co_return co_await look(std::move(payment), std::move(intent_id), deadline);
}

Task<ProviderOutcome> StripeProvider::close(domain::Payment payment) {
    if (!is_ours(payment)) co_return with_alarm(ProviderOutcome::unknown("account_not_configured"));
    auto intent_id = intent_of(payment);
    if (!is_intent_id(intent_id)) co_return ProviderOutcome::unknown("never_prepared");
    const Instant sent_at = clock_.now();
    const Instant deadline = sent_at + limits::provider_deadline;
    // Without an idempotency key: a second cancel does nothing more, and a failure kept under a key would be
    // repeated for a day.
    const auto path = fmt::format("/v1/payment_intents/{}/cancel", intent_id);
    const auto answer = co_await exchange("close", post(path, write_cancel()), deadline);
    if (answer) {
        auto closed = read_intent(*answer);
        closed.asked_at = sent_at;
        if (closed.kind == Kind::declined && is_of(closed, payment)) co_return closed;
    }
    // Only the books say what became of it: the money may have come first.
    co_return co_await look(std::move(payment), std::move(intent_id), deadline);
}

Task<ProviderOutcome> StripeProvider::refund(domain::Payment payment) {
    const auto* const refund = domain::refund_in_flight(payment);
    ensure(payment.attempt && refund != nullptr, "only a stored refund is sent");
    const int number = refund->number;
    if (!is_ours(payment))
        co_return with_alarm(ProviderOutcome::not_sent("account_not_configured"));
    auto intent_id = intent_of(payment);
    if (!is_intent_id(intent_id))
        co_return with_alarm(ProviderOutcome::not_sent("payment_key_unfit"));
    auto request = post(
        "/v1/refunds", write_refund({intent_id, payment.order_id, refund->number, refund->amount})
    );
    request.headers.push_back({"Idempotency-Key", refund->idempotency_key});
    request.send_by = refund->send_by;
    const Instant deadline = clock_.now() + limits::provider_deadline;
    const auto answer = co_await exchange("refund", std::move(request), deadline);
    if (!answer && answer.error().nothing_sent)
        co_return ProviderOutcome::not_sent(std::string(ports::word(answer.error().kind)));
    const auto read = answer ? read_refund(*answer) : ReadRefund();
    ProviderOutcome refusal;
    refusal.kind = Kind::declined;
    refusal.failure = read.failure;
    refusal.detail = read.detail;
    refusal.alarm = read.alarm;
    if (read.reading == RefundReading::refused) co_return refusal;
    if (read.reading == RefundReading::not_taken_up) {
        auto later = ProviderOutcome::not_sent(read.detail);
        later.alarm = read.alarm;
        co_return later;
    }
    // Money: an answer is a snapshot, and a silence proves nothing: the list alone says which refunds stand.
    // Guarded by StripeProviderTest.ARefundIsFoundByItsNumberWhateverHappensToTheAnswer.
    auto books = co_await look(std::move(payment), std::move(intent_id), deadline);
    if (books.kind != Kind::approved || lists_refund(books, number)) co_return books;
    if (read.reading == RefundReading::books) co_return refusal;
    co_return ProviderOutcome::unknown("refund_not_listed");
}

Result<domain::ProviderNotice> StripeProvider::read_webhook(
    const std::vector<ports::HttpHeader>& headers, const std::string& body
) const {
    const auto verdict = verify_signature(
        {ports::find_header(headers, "Stripe-Signature"), body},
        keys_.webhook_secrets,
        hmac_,
        clock_.now()
    );
    if (verdict == SignatureVerdict::genuine) return read_notice(body);
    const std::string why(keys_.webhook_secrets.empty() ? "no_secret" : word(verdict));
    note(NoteLevel::warning, "webhook.refused", {{"provider", "stripe"}, {"why", why}});
    return invalid(
        "webhook_not_genuine", "Its signature is not Stripe's for this endpoint, or not of now."
    );
}

Task<Result<std::string>> StripeProvider::find_order_id(std::string payment_key) {
    if (!is_intent_id(payment_key)) co_return std::string();
    const Instant deadline = clock_.now() + limits::provider_deadline;
    const auto answer = co_await exchange("find", get(write_question(payment_key)), deadline);
    auto order_id = answer ? read_order_id(*answer) : std::nullopt;
    if (!order_id) co_return unreachable();
    co_return std::move(*order_id);
}

bool StripeProvider::is_ours(const domain::Payment& payment) const {
    return !account_.empty() && payment.account == account_;
}

ports::HttpRequest StripeProvider::get(std::string_view path) const {
    ports::HttpRequest request;
    request.url = urls_.api + std::string(path);
    request.headers = {
        {"Authorization", write_authorization(keys_.secret_key)},
        {"Stripe-Version", std::string(api_version)}};
    return request;
}

ports::HttpRequest StripeProvider::post(std::string_view path, std::string body) const {
    auto request = get(path);
    request.method = ports::HttpMethod::post;
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.body = std::move(body);
    return request;
}

Task<ports::Exchanged> StripeProvider::exchange(
    std::string call, ports::HttpRequest request, Instant deadline
) {
    const Instant started = clock_.now();
    auto answer = co_await http_.exchange(std::move(request), deadline);
    note_answer(std::move(call), answer, clock_.now() - started);
    co_return answer;
}

Task<ProviderOutcome> StripeProvider::look(
    domain::Payment payment, std::string intent_id, Instant deadline
) {
    const Instant asked_at = clock_.now();
    const auto answer = co_await exchange("ask", get(write_question(intent_id)), deadline);
    // A question moves nothing: its silence is never a proof, not even when it was never sent.
    if (!answer) co_return ProviderOutcome::unknown(std::string(ports::word(answer.error().kind)));
    auto outcome = read_question(*answer);
    const bool is_ours = is_of(outcome, payment) && outcome.view->payment_key == intent_id;
    if (outcome.view && !is_ours)
        co_return with_alarm(ProviderOutcome::unknown("answer_about_another_order"));
    outcome.asked_at = asked_at;
    // What was only just paid has no history yet, unless the charge itself says so.
    const bool has_history =
        outcome.kind == Kind::approved && (payment.completed_at || !payment.refunds.empty() ||
                                           outcome.view->balance != outcome.view->total);
    if (!has_history) co_return outcome;
    co_return co_await with_history(std::move(outcome), deadline);
}

Task<ProviderOutcome> StripeProvider::with_history(ProviderOutcome found, Instant deadline) {
    auto& view = *found.view;
    const auto refunds =
        co_await exchange("refunds", get(write_refunds_question(view.payment_key)), deadline);
    const auto returns = refunds ? read_refunds(*refunds, view.total.currency) : std::nullopt;
    if (!returns) co_return ProviderOutcome::unknown("refunds_not_read");
    const auto complaints =
        co_await exchange("disputes", get(write_disputes_question(view.payment_key)), deadline);
    const auto disputes = complaints ? read_disputes(*complaints, view.total) : std::nullopt;
    if (!disputes) co_return ProviderOutcome::unknown("disputes_not_read");
    // Money: the balance is counted from the very list that names the refunds. Taken from the charge, which was
    // read a moment earlier, a refund of ours could look like another hand's. Guarded by
    // StripeProviderTest.TheBalanceIsWhatTheListLeaves.
    auto balance = view.total;
    for (const auto& refund : *returns) {
        if (!refund.took_back) balance = balance - refund.amount;
    }
    if (balance.minor < 0) co_return with_alarm(ProviderOutcome::unknown("refunds_exceed_charge"));
    view.balance = balance;
    view.returns = *returns;
    view.disputes = *disputes;
    co_return found;
}

}  // namespace gyeol::providers::stripe
