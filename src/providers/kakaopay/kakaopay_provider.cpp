#include "providers/kakaopay/kakaopay_provider.hpp"

#include "base/ensure.hpp"
#include "base/note.hpp"
#include "domain/refund.hpp"
#include "providers/failure.hpp"
#include "providers/kakaopay/kakaopay_settle.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::providers::kakaopay {
namespace {

using domain::ProviderOutcome;
using Kind = ProviderOutcome::Kind;

/// Kakao Pay gives a request up after 11 s; what is longer than that and the network will never answer.
constexpr Millis answer_within = std::chrono::seconds(15);

/// A quarter of an hour, and a minute for what lies between Kakao Pay's clock and ours.
constexpr Millis buyers_time = std::chrono::minutes(16);

ProviderOutcome with_alarm(ProviderOutcome outcome) {
    outcome.alarm = true;
    return outcome;
}

ProviderOutcome outcome_of(const ports::ExchangeFailure& failure) {
    const std::string why(word(failure.kind));
    return failure.nothing_sent ? ProviderOutcome::not_sent(why) : ProviderOutcome::unknown(why);
}

ProviderOutcome not_sent_without_books(ProviderOutcome order) {
    order.kind = Kind::not_sent;
    order.failure = describe(FailureReason::bank_unavailable, {});
    return order;
}

/// What a silence proves, in the form that a reply has.
Reading reading_of(const ports::ExchangeFailure& failure) {
    return {outcome_of(failure), std::nullopt};
}

bool needs_the_books(const Reading& reading) {
    return reading.if_nothing_happened ||
           (reading.outcome.kind == Kind::unknown && reading.outcome.ask_now);
}

/// Returns the VAT of a refund, such that the parts of several sum to that of the payment: each rounded
/// by itself would not.
domain::Money vat_of(const domain::Refund& refund) {
    const auto vat_in = [](domain::Money price) { return domain::split_vat(price).vat; };
    return vat_in(refund.balance_before) - vat_in(refund.balance_before - refund.amount);
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

Error unreachable(const domain::Payment& payment) {
    return Error{
        .code = ErrorCode::unavailable,
        .reason = "provider_unreachable",
        .detail =
            "The payment provider cannot take the payment now. Nothing was charged; try again "
            "shortly.",
        .field = {},
        .object_id = payment.id.hex(),
        .retry_after_s = 5,
    };
}

}  // namespace

KakaoPayProvider::KakaoPayProvider(KakaoPayKeys keys, std::string api_url, KakaoPayParts parts)
    : keys_(std::move(keys)),
      api_url_(std::move(api_url)),
      // The code and not the key: re-issuing a key kills the old one at once, and the payments stay.
      account_(fmt::format(
          "onetime_{}_{}", is_test_cid(keys_.onetime.cid) ? "test" : "live", keys_.onetime.cid
      )),
      http_(parts.http),
      clock_(parts.clock) {}

domain::ProviderName KakaoPayProvider::name() const {
    return domain::ProviderName::kakaopay;
}

ports::ProviderFacts KakaoPayProvider::facts() const {
    return {
        // It gave us the tid, so it never answers that it does not know it.
        .not_found_after = std::chrono::minutes(15),
        .key_life = Millis(0),
        .has_webhooks = false,
        .prepares = true,
        .flows = {domain::CheckoutFlow::redirect},
        .currencies = {domain::Currency::krw},
    };
}

Result<std::string> KakaoPayProvider::account_for(domain::CheckoutFlow flow) const {
    if (flow == domain::CheckoutFlow::redirect) return account_;
    return invalid("flow_not_configured", "Kakao Pay is paid on its own page: `redirect`.", "flow");
}

Result<ports::BrowserCheckout> KakaoPayProvider::browser_checkout(const domain::Payment& payment
) const {
    if (!is_ours(payment)) {
        return Error{
            .code = ErrorCode::conflict,
            .reason = "account_not_configured",
            .detail = "The keys that this payment was begun with are not set any more.",
            .field = {},
            .object_id = payment.id.hex(),
        };
    }
    return ports::BrowserCheckout{
        .type = "redirect", .sdk = {}, .client_key = {}, .script_url = {}};
}

Task<Result<domain::Preparation>> KakaoPayProvider::prepare(
    domain::Payment payment, ports::ReturnUrls urls
) {
    if (!is_ours(payment)) co_return unreachable(payment);
    const auto body = write_ready({
        .merchant = keys_.onetime,
        .order_id = payment.order_id,
        .user_id = payment.customer_key,
        .item_name = payment.order_name,
        .price = {payment.amount, {0, payment.amount.currency}, std::nullopt},
        .back = {.approved = urls.success, .cancelled = urls.cancel, .failed = urls.fail},
    });
    if (!body) co_return body.error();
    const Instant asked_at = clock_.now();
    const auto answer = co_await exchange("ready", post("ready", *body));
    if (!answer) co_return unreachable(payment);
    auto reading = read_ready(*answer, api_url_);
    if (!reading.prepared) {
        if (reading.failure.kind == Kind::declined) co_return refused(payment, reading.failure);
        co_return unreachable(payment);
    }
    domain::Preparation ready;
    ready.payment_key = std::move(reading.prepared->tid);
    ready.desktop_url = std::move(reading.prepared->pc_url);
    ready.mobile_url = std::move(reading.prepared->mobile_url);
    ready.app_url = std::move(reading.prepared->app_url);
    // Only our own approve takes money.
    ready.can_take_money = false;
    ready.ends_at = asked_at + buyers_time;
    co_return ready;
}

Task<ProviderOutcome> KakaoPayProvider::confirm(domain::Payment payment) {
    ensure(payment.attempt.has_value(), "only a stored attempt is sent");
    if (!is_ours(payment))
        co_return with_alarm(ProviderOutcome::not_sent("account_not_configured"));
    const auto names = names_of(payment);
    if (payment.attempt->ask_first) {
        // An earlier approve was answered: only what the books call open may be approved.
        auto order = co_await ask_order(names);
        const bool is_open = order.kind == Kind::unknown && order.view;
        // Books that did not answer keep this try from being sent, and the earlier ones took nothing.
        if (order.kind == Kind::unknown && !order.view && !order.alarm)
            co_return not_sent_without_books(std::move(order));
        if (!is_open) co_return order;
    }
    auto request = post(
        "approve",
        write_approve({
            .merchant = keys_.onetime,
            .names = names,
            .pg_token = payment.attempt->proof,
            .total = payment.amount,
        })
    );
    request.send_by = payment.attempt->send_by;
    const Instant sent_at = clock_.now();
    const auto answer = co_await exchange("approve", std::move(request));
    const auto reading = answer ? read_approve(*answer, names) : reading_of(answer.error());
    auto outcome = reading.outcome;
    if (needs_the_books(reading)) {
        auto order = co_await ask_order(names);
        outcome = settle_approve(reading, std::move(order));
    }
    outcome.asked_at = sent_at;
    co_return outcome;
}

Task<ProviderOutcome> KakaoPayProvider::ask(domain::Payment payment) {
    if (!is_ours(payment)) co_return with_alarm(ProviderOutcome::unknown("account_not_configured"));
    const auto names = names_of(payment);
    if (names.tid.empty()) co_return ProviderOutcome::unknown("never_prepared");
    co_return co_await ask_order(names);
}

Task<ProviderOutcome> KakaoPayProvider::close(domain::Payment payment) {
    // Nothing takes money without us: what is not approved ends by itself after a quarter of an hour.
    return ask(std::move(payment));
}

Task<ProviderOutcome> KakaoPayProvider::refund(domain::Payment payment) {
    const auto* const refund = domain::refund_in_flight(payment);
    ensure(payment.attempt && refund != nullptr, "only a stored refund is sent");
    if (!is_ours(payment))
        co_return with_alarm(ProviderOutcome::not_sent("account_not_configured"));
    const auto names = names_of(payment);
    auto request = post(
        "cancel",
        write_cancel({
            .merchant = keys_.onetime,
            .tid = names.tid,
            .price = {refund->amount, {0, refund->amount.currency}, vat_of(*refund)},
            .balance = refund->balance_before,
        })
    );
    request.send_by = refund->send_by;
    const auto before = refund->balance_before;
    const Instant sent_at = clock_.now();
    const auto answer = co_await exchange("refund", std::move(request));
    const auto reading = answer ? read_cancel(*answer, names) : reading_of(answer.error());
    auto outcome = reading.outcome;
    if (needs_the_books(reading)) {
        auto order = co_await ask_order(names);
        outcome = settle_cancel(reading, std::move(order), before);
    }
    outcome.asked_at = sent_at;
    co_return outcome;
}

Result<domain::ProviderNotice> KakaoPayProvider::read_webhook(
    const std::vector<ports::HttpHeader>& /*headers*/, const std::string& /*body*/
) const {
    return invalid("webhook_unreadable", "Kakao Pay sends no webhooks.");
}

bool KakaoPayProvider::is_ours(const domain::Payment& payment) const {
    return payment.account == account_;
}

PaymentNames KakaoPayProvider::names_of(const domain::Payment& payment) const {
    std::string tid;
    if (payment.preparation) tid = payment.preparation->payment_key;
    if (payment.attempt) tid = payment.attempt->payment_key;
    return {
        .cid = keys_.onetime.cid,
        .tid = std::move(tid),
        .order_id = payment.order_id,
        .user_id = payment.customer_key,
    };
}

ports::HttpRequest KakaoPayProvider::post(std::string_view call, std::string body) const {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = fmt::format("{}/online/v1/payment/{}", api_url_, call);
    request.headers = {
        {"Authorization", write_authorization(keys_.secret_key)},
        {"Content-Type", "application/json"}};
    request.body = std::move(body);
    return request;
}

Task<ports::Exchanged> KakaoPayProvider::exchange(std::string call, ports::HttpRequest request) {
    const Instant started = clock_.now();
    auto answer = co_await http_.exchange(std::move(request), started + answer_within);
    const auto took = clock_.now() - started;
    std::vector<NoteField> fields{
        {"provider", "kakaopay"}, {"call", call}, {"ms", std::to_string(took.count())}};
    if (answer) {
        fields.push_back({"status", std::to_string(answer->status)});
        fields.push_back({"code", error_code_of(*answer)});
        note(NoteLevel::info, "provider.answer", fields);
    } else {
        fields.push_back({"failure", std::string(word(answer.error().kind))});
        fields.push_back({"nothing_sent", answer.error().nothing_sent ? "true" : "false"});
        note(NoteLevel::warning, "provider.answer", fields);
    }
    co_return answer;
}

Task<ProviderOutcome> KakaoPayProvider::ask_order(PaymentNames names) {
    const Instant asked_at = clock_.now();
    auto request = post("order", write_order_question(keys_.onetime, names.tid));
    const auto answer = co_await exchange("ask", std::move(request));
    // A question moves nothing: its silence is never a proof, not even when it was never sent.
    if (!answer) co_return ProviderOutcome::unknown(std::string(word(answer.error().kind)));
    auto outcome = read_order(*answer, names);
    outcome.asked_at = asked_at;
    co_return outcome;
}

}  // namespace gyeol::providers::kakaopay
