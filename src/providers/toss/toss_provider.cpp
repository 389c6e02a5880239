#include "providers/toss/toss_provider.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "domain/refund.hpp"
#include "providers/failure.hpp"
#include "providers/toss/toss_refund.hpp"
#include "providers/toss/toss_wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::providers::toss {
namespace {

using domain::ProviderOutcome;
using domain::ProviderView;

/// Returns `test` or `live`, empty when the two keys are not of one mode.
std::string_view mode_of(const TossKeyPair& pair) {
    for (const std::string_view mode : {"test", "live"}) {
        const auto prefix = fmt::format("{}_", mode);
        if (pair.client_key.rfind(prefix, 0) == 0 && pair.secret_key.reveal().rfind(prefix, 0) == 0)
            return mode;
    }
    return {};
}

/// Returns family, mode and a fingerprint of the client key, which is public; empty when `pair` can
/// serve no payment. The fingerprint keeps another merchant's pair from being asked about ours.
std::string account_word(
    std::string_view family, const std::optional<TossKeyPair>& pair, const ports::IdSource& ids
) {
    const auto mode = pair ? mode_of(*pair) : std::string_view();
    if (mode.empty()) return {};
    constexpr std::size_t fingerprint_bytes = 4;
    const auto digest = ids.sha256(pair->client_key);
    const std::string fingerprint(digest.begin(), digest.begin() + fingerprint_bytes);
    return fmt::format("{}_{}_{}", family, mode, write_hex(fingerprint));
}

ProviderOutcome with_alarm(ProviderOutcome outcome) {
    outcome.alarm = true;
    return outcome;
}

ProviderOutcome keys_missing_not_sent() {
    auto outcome = with_alarm(ProviderOutcome::not_sent("account_not_configured"));
    outcome.failure = describe(FailureReason::configuration, {});
    return outcome;
}

/// Nothing is sent for a key that is none, or that belongs to another order.
ProviderOutcome refused_payment_key() {
    ProviderOutcome refused;
    refused.kind = ProviderOutcome::Kind::declined;
    refused.failure = describe(FailureReason::invalid_request, "INVALID_PAYMENT_KEY");
    refused.detail = "payment_key_refused";
    return refused;
}

std::string key_path(const domain::Payment& payment) {
    return "/v1/payments/" + write_path_segment(payment.attempt->payment_key);
}

/// What silence after a request that moves money proves.
ProviderOutcome outcome_of(const ports::ExchangeFailure& failure) {
    // Money: only the proof that nothing was sent permits another try; after anything else Toss may have
    // taken the money before the answer was lost, however alike the two look in a log.
    // Guarded by TossProviderTest.OnlyAProofThatNothingWasSentIsNotSent.
    if (failure.nothing_sent) return ProviderOutcome::not_sent(std::string(word(failure.kind)));
    return ProviderOutcome::unknown(std::string(word(failure.kind)));
}

/// Returns the trace id when it is fit for a log line; a replay carries two, with a comma.
std::string trace_id_of(const ports::HttpReply& reply) {
    const auto id = ports::find_header(reply.headers, "X-TossPayments-Trace-Id");
    const auto fits = [](char letter) { return letter >= ' ' && letter < '\x7F'; };
    constexpr std::size_t bytes_max = 200;
    return id.size() <= bytes_max && std::all_of(id.begin(), id.end(), fits) ? std::string(id)
                                                                             : std::string();
}

void note_answer(std::string call, const ports::Exchanged& answer, Millis took) {
    std::vector<NoteField> fields{
        {"provider", "toss"}, {"call", std::move(call)}, {"ms", std::to_string(took.count())}};
    if (!answer) {
        fields.push_back({"failure", std::string(word(answer.error().kind))});
        fields.push_back({"nothing_sent", answer.error().nothing_sent ? "true" : "false"});
        note(NoteLevel::warning, "provider.answer", fields);
        return;
    }
    fields.push_back({"status", std::to_string(answer->status)});
    // Only errors have a code; a payment is a long document that somebody else reads anyway.
    const bool refused = answer->status >= 400;
    fields.push_back({"code", refused ? error_code_of(*answer) : std::string()});
    fields.push_back({"trace_id", trace_id_of(*answer)});
    note(NoteLevel::info, "provider.answer", fields);
}

bool is_money(const ProviderOutcome& outcome) {
    return outcome.kind == ProviderOutcome::Kind::approved ||
           outcome.kind == ProviderOutcome::Kind::pending;
}

bool is_of(const ProviderOutcome& outcome, const domain::Payment& payment) {
    return outcome.view && outcome.view->order_id == payment.order_id;
}

}  // namespace

TossProvider::TossProvider(TossKeys keys, TossUrls urls, TossParts parts)
    : keys_(std::move(keys)),
      urls_(std::move(urls)),
      http_(parts.http),
      clock_(parts.clock),
      widget_account_(account_word("widget", keys_.widget, parts.ids)),
      api_account_(account_word("api", keys_.api, parts.ids)) {}

domain::ProviderName TossProvider::name() const {
    return domain::ProviderName::toss;
}

ports::ProviderFacts TossProvider::facts() const {
    return {
        .not_found_after = std::chrono::minutes(15),
        .key_life = std::chrono::days(15),
        .has_webhooks = true,
        .flows = {domain::CheckoutFlow::widget, domain::CheckoutFlow::window},
        .currencies = {domain::Currency::krw},
    };
}

Result<std::string> TossProvider::account_for(domain::CheckoutFlow flow) const {
    std::string account;
    if (flow == domain::CheckoutFlow::widget) account = widget_account_;
    if (flow == domain::CheckoutFlow::window) account = api_account_;
    if (account.empty()) {
        return invalid(
            "flow_not_configured", "The keys for this way of paying are not set.", "flow"
        );
    }
    return account;
}

Result<ports::BrowserCheckout> TossProvider::browser_checkout(const domain::Payment& payment
) const {
    const auto* const keys = find_keys(payment.account);
    if (keys == nullptr) {
        return Error{
            .code = ErrorCode::conflict,
            .reason = "account_not_configured",
            .detail = "The keys that this payment was begun with are not set any more.",
            .field = {},
            .object_id = payment.id.hex(),
        };
    }
    if (!is_customer_key(payment.customer_key)) {
        return invalid("invalid_customer_key", "Toss Payments does not take this customer key.");
    }
    const bool is_widget = payment.flow == domain::CheckoutFlow::widget;
    const bool is_v1 = payment.sdk == "v1";
    const auto& v1_script = is_widget ? urls_.script_v1_widget : urls_.script_v1_window;
    return ports::BrowserCheckout{
        .type = is_widget ? "toss_widget" : "toss_window",
        .sdk = is_v1 ? "v1" : "v2",
        .client_key = keys->client_key,
        .script_url = is_v1 ? v1_script : urls_.script_v2,
    };
}

Task<Result<domain::Preparation>> TossProvider::prepare(domain::Payment, ports::ReturnUrls) {
    // The browser side makes everything itself, from the client key and the order.
    co_return domain::Preparation{};
}

Task<ProviderOutcome> TossProvider::confirm(domain::Payment payment) {
    ensure(payment.attempt.has_value(), "only a stored attempt is sent");
    if (find_keys(payment.account) == nullptr) co_return keys_missing_not_sent();
    if (!is_payment_key(payment.attempt->payment_key)) co_return refused_payment_key();
    if (payment.attempt->ask_first) {
        const auto decided = co_await ask_before_sending(payment);
        if (decided) co_return *decided;
    }
    auto request = post("/v1/payments/confirm", payment);
    request.headers.push_back({"Idempotency-Key", payment.attempt->idempotency_key});
    request.body = write_confirm(payment);
    request.send_by = payment.attempt->send_by;
    const Instant sent_at = clock_.now();
    const auto answer =
        co_await exchange("confirm", std::move(request), sent_at + limits::provider_deadline);
    auto outcome = answer ? read_confirm(*answer) : outcome_of(answer.error());
    outcome.asked_at = sent_at;
    if (outcome.view && !is_of(outcome, payment)) {
        // Not an answer to what was sent: it says nothing about this payment.
        outcome = with_alarm(ProviderOutcome::unknown("answer_about_another_order"));
        outcome.ask_now = true;
    }
    co_return outcome;
}

Task<ProviderOutcome> TossProvider::ask(domain::Payment payment) {
    if (find_keys(payment.account) == nullptr)
        co_return with_alarm(ProviderOutcome::unknown("account_not_configured"));
    const Instant deadline = clock_.now() + limits::provider_deadline;
    co_return co_await ask_until(std::move(payment), deadline);
}

Task<ProviderOutcome> TossProvider::close(domain::Payment payment) {
    ensure(payment.cancel_key.has_value(), "only a stored cancel is sent");
    if (find_keys(payment.account) == nullptr)
        co_return with_alarm(ProviderOutcome::unknown("account_not_configured"));
    const Instant deadline = clock_.now() + limits::provider_deadline;
    if (payment.attempt && is_payment_key(payment.attempt->payment_key)) {
        auto request = post(key_path(payment) + "/cancel", payment);
        request.headers.push_back({"Idempotency-Key", *payment.cancel_key});
        request.body = write_deposit_cancel();
        const auto answer = co_await exchange("cancel_deposit", std::move(request), deadline);
        // Whatever came: a refused cancel says nothing about the deposit, only the books do.
        static_cast<void>(answer);
    }
    co_return co_await ask_until(std::move(payment), clock_.now() + limits::provider_deadline);
}

Task<ProviderOutcome> TossProvider::refund(domain::Payment payment) {
    const auto* const refund = domain::refund_in_flight(payment);
    ensure(payment.attempt && refund != nullptr, "only a stored refund is sent");
    if (find_keys(payment.account) == nullptr) co_return keys_missing_not_sent();
    if (!is_payment_key(payment.attempt->payment_key))
        co_return with_alarm(ProviderOutcome::not_sent("payment_key_unfit"));
    auto request = post(key_path(payment) + "/cancel", payment);
    request.headers.push_back({"Idempotency-Key", refund->idempotency_key});
    request.body = write_refund(*refund);
    request.send_by = refund->send_by;
    const Instant sent_at = clock_.now();
    const auto answer =
        co_await exchange("refund", std::move(request), sent_at + limits::provider_deadline);
    auto outcome = answer ? read_cancel(*answer) : outcome_of(answer.error());
    outcome.asked_at = sent_at;
    co_return outcome;
}

Result<domain::ProviderNotice> TossProvider::read_webhook(
    const std::vector<ports::HttpHeader>& headers, const std::string& body
) const {
    return read_notice(headers, body);
}

const TossKeyPair* TossProvider::find_keys(std::string_view account) const {
    if (account.empty()) return nullptr;
    if (account == widget_account_) return &*keys_.widget;
    if (account == api_account_) return &*keys_.api;
    return nullptr;
}

ports::HttpRequest TossProvider::get(const std::string& path, const domain::Payment& payment)
    const {
    const auto* const keys = find_keys(payment.account);
    ensure(keys != nullptr, "a request is made with the keys of its payment");
    ports::HttpRequest request;
    request.url = urls_.api + path;
    request.headers.push_back({"Authorization", write_authorization(keys->secret_key)});
    return request;
}

ports::HttpRequest TossProvider::post(const std::string& path, const domain::Payment& payment)
    const {
    auto request = get(path, payment);
    request.method = ports::HttpMethod::post;
    request.headers.push_back({"Content-Type", "application/json"});
    return request;
}

Task<ports::Exchanged> TossProvider::exchange(
    std::string call, ports::HttpRequest request, Instant deadline
) {
    const Instant started = clock_.now();
    auto answer = co_await http_.exchange(std::move(request), deadline);
    note_answer(std::move(call), answer, clock_.now() - started);
    co_return answer;
}

Task<ProviderOutcome> TossProvider::query(
    std::string path, domain::Payment payment, Instant deadline
) {
    const Instant asked_at = clock_.now();
    const auto answer = co_await exchange("ask", get(path, payment), deadline);
    // A question moves nothing: its silence is never a proof, not even when it was never sent.
    if (!answer) co_return ProviderOutcome::unknown(std::string(word(answer.error().kind)));
    auto outcome = read_query(*answer);
    outcome.asked_at = asked_at;
    co_return outcome;
}

Task<ProviderOutcome> TossProvider::ask_by_order(domain::Payment payment, Instant deadline) {
    const auto path = "/v1/payments/orders/" + write_path_segment(payment.order_id);
    auto outcome = co_await query(path, payment, deadline);
    if (outcome.view && !is_of(outcome, payment))
        co_return with_alarm(ProviderOutcome::unknown("answer_about_another_order"));
    co_return outcome;
}

Task<ProviderOutcome> TossProvider::ask_until(domain::Payment payment, Instant deadline) {
    const Instant asked_at = clock_.now();
    bool foreign_key = false;
    if (payment.attempt && is_payment_key(payment.attempt->payment_key)) {
        const auto by_key = co_await query(key_path(payment), payment, deadline);
        foreign_key = by_key.view && !is_of(by_key, payment);
        if (!by_key.absent && !foreign_key) co_return by_key;
    }
    // The key is unknown there, or belongs to another order: Toss binds the two, so our attempt can have
    // taken nothing under it. What counts is whether the order itself was paid.
    auto by_order = co_await ask_by_order(payment, deadline);
    const bool other_key = by_order.view && payment.attempt &&
                           by_order.view->payment_key != payment.attempt->payment_key;
    if (other_key && by_order.kind == ProviderOutcome::Kind::declined) {
        // The end of another try proves nothing about ours, of which Toss knows nothing yet.
        by_order = ProviderOutcome::unknown("absent_beside_another_key");
        by_order.absent = true;
    }
    // Another key that took money for this order is real money, and somebody must look how.
    if (foreign_key || (other_key && is_money(by_order))) by_order.alarm = true;
    by_order.asked_at = asked_at;
    co_return by_order;
}

Task<std::optional<ProviderOutcome>> TossProvider::ask_before_sending(domain::Payment payment) {
    const Instant deadline =
        std::min(payment.attempt->send_by, clock_.now() + limits::provider_deadline);
    // By order first: an earlier try may have used another payment key.
    const auto by_order = co_await ask_by_order(payment, deadline);
    const bool is_clear = by_order.absent || (by_order.view && !is_money(by_order));
    if (!is_clear) co_return by_order;

    auto by_key = co_await query(key_path(payment), payment, deadline);
    // Toss has never heard of it: this try was not sent, and the earlier ones were proved not taken.
    if (by_key.absent) co_return ProviderOutcome::not_sent("absent_before_sending");
    if (by_key.view && !is_of(by_key, payment)) co_return refused_payment_key();
    const bool waits_for_us = by_key.view && by_key.view->state == ProviderView::State::in_progress;
    if (waits_for_us) co_return std::nullopt;
    co_return by_key;
}

}  // namespace gyeol::providers::toss
