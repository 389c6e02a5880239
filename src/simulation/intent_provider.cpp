#include "simulation/intent_provider.hpp"

#include "base/ensure.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "domain/refund.hpp"

#include <utility>

namespace gyeol::simulation {
namespace {

namespace json = boost::json;
using domain::ProviderOutcome;
using domain::ProviderView;

std::string path_of(const domain::Payment& payment) {
    return "/intents/int_" + payment.order_id;
}

std::vector<domain::ProviderReturn> read_returns(
    const json::object& intent, domain::Currency currency
) {
    std::vector<domain::ProviderReturn> returns;
    const auto* listed = intent.if_contains("returns");
    if (listed == nullptr || !listed->is_array()) return returns;
    for (const auto& each : listed->get_array()) {
        if (!each.is_object()) continue;
        const auto& one = each.get_object();
        returns.push_back(
            {.id = find_text(one, "id").value_or(""),
             .amount = {find_whole(one, "amount").value_or(0), currency},
             .refund_number = static_cast<int>(find_whole(one, "number").value_or(0))}
        );
    }
    return returns;
}

/// Returns what an answer says about the intent, none when it is not understood.
std::optional<ProviderView> read_view(
    const ports::HttpReply& reply, const domain::Payment& payment
) {
    const auto intent = parse_json_object(reply.body);
    if (!intent || find_text(*intent, "order") != payment.order_id) return std::nullopt;
    const auto currency = payment.amount.currency;
    const auto captured = find_whole(*intent, "captured");
    const auto returned = find_whole(*intent, "returned");
    const auto state = find_text(*intent, "state").value_or("");
    if (!captured || !returned) return std::nullopt;
    ProviderView view;
    view.payment_key = find_text(*intent, "id").value_or("");
    view.order_id = payment.order_id;
    view.total = {*captured, currency};
    view.balance = {*captured - *returned, currency};
    view.returns = read_returns(*intent, currency);
    view.method = domain::PaymentMethod::card;
    if (state == "captured") {
        view.state = ProviderView::State::captured;
    } else if (state == "cancelled") {
        view.state = ProviderView::State::cancelled;
    } else if (state == "open" || state == "authorised") {
        view.state = ProviderView::State::in_progress;
    } else {
        return std::nullopt;
    }
    return view;
}

/// What the books prove: money that stands there, or that none can come. All else is open.
ProviderOutcome read_books(const ports::HttpReply& reply, const domain::Payment& payment) {
    ProviderOutcome outcome;
    outcome.view = read_view(reply, payment);
    if (!outcome.view) return ProviderOutcome::unknown("not_understood");
    if (outcome.view->state == ProviderView::State::captured)
        outcome.kind = ProviderOutcome::Kind::approved;
    if (outcome.view->state == ProviderView::State::cancelled)
        outcome.kind = ProviderOutcome::Kind::declined;
    return outcome;
}

ProviderOutcome outcome_of(const ports::ExchangeFailure& failure) {
    if (failure.nothing_sent) return ProviderOutcome::not_sent(std::string(word(failure.kind)));
    return ProviderOutcome::unknown(std::string(word(failure.kind)));
}

constexpr int refused = 409;

}  // namespace

domain::ProviderName IntentProvider::name() const {
    return domain::ProviderName::stripe;
}

ports::ProviderFacts IntentProvider::facts() const {
    return {
        .not_found_after = std::chrono::minutes(15),
        .key_life = std::chrono::hours(24),
        .prepares = true,
        .flows = {domain::CheckoutFlow::element},
        .currencies = {domain::Currency::krw},
    };
}

Result<std::string> IntentProvider::account_for(domain::CheckoutFlow flow) const {
    if (flow == domain::CheckoutFlow::element) return std::string("intents_test");
    return invalid("flow_not_configured", "There is no such way of paying.", "flow");
}

Result<ports::BrowserCheckout> IntentProvider::browser_checkout(const domain::Payment&) const {
    return ports::BrowserCheckout{
        .type = "stripe_element", .sdk = {}, .client_key = "pk_test_shop", .script_url = {}};
}

ports::HttpRequest IntentProvider::make(ports::HttpMethod method, const std::string& path) const {
    ports::HttpRequest request;
    request.method = method;
    request.url = url_ + path;
    request.headers = {{"Authorization", "Bearer shop"}};
    return request;
}

Task<ports::Exchanged> IntentProvider::exchange(ports::HttpRequest request) {
    const auto deadline = clock_.now() + limits::provider_deadline;
    co_return co_await http_.exchange(std::move(request), deadline);
}

Task<Result<domain::Preparation>> IntentProvider::prepare(
    domain::Payment payment, ports::ReturnUrls /*urls*/
) {
    auto request = make(ports::HttpMethod::post, "/intents");
    request.body = json::serialize(json::object{
        {"order", payment.order_id}, {"amount", payment.amount.minor}});
    const auto answer = co_await exchange(std::move(request));
    const auto view = answer ? read_view(*answer, payment) : std::nullopt;
    if (!view) {
        co_return Error{
            ErrorCode::unavailable, "provider_unreachable", "Try again in a moment.", {}, {}};
    }
    domain::Preparation ready;
    ready.payment_key = view->payment_key;
    ready.browser_secret = Secret(view->payment_key + "_secret");
    ready.can_take_money = true;
    co_return ready;
}

Task<ProviderOutcome> IntentProvider::confirm(domain::Payment payment) {
    ensure(payment.attempt.has_value(), "only a stored attempt is sent");
    auto request = make(ports::HttpMethod::post, path_of(payment) + "/capture");
    request.headers.push_back({"Idempotency-Key", payment.attempt->idempotency_key});
    request.send_by = payment.attempt->send_by;
    const Instant sent_at = clock_.now();
    const auto answer = co_await exchange(std::move(request));
    if (!answer) co_return outcome_of(answer.error());
    auto outcome = read_books(*answer, payment);
    const bool still_open = outcome.view && answer->status == refused &&
                            outcome.view->state == ProviderView::State::in_progress;
    // It is the answer to this very request: nobody has paid yet, so nothing was taken.
    if (still_open) outcome = ProviderOutcome::not_sent("nobody_paid");
    outcome.asked_at = sent_at;
    co_return outcome;
}

Task<ProviderOutcome> IntentProvider::ask(domain::Payment payment) {
    const Instant asked_at = clock_.now();
    const auto answer = co_await exchange(make(ports::HttpMethod::get, path_of(payment)));
    if (!answer) co_return ProviderOutcome::unknown(std::string(word(answer.error().kind)));
    auto outcome = read_books(*answer, payment);
    outcome.asked_at = asked_at;
    co_return outcome;
}

Task<ProviderOutcome> IntentProvider::close(domain::Payment payment) {
    const Instant asked_at = clock_.now();
    const auto answer =
        co_await exchange(make(ports::HttpMethod::post, path_of(payment) + "/cancel"));
    if (!answer) co_return ProviderOutcome::unknown(std::string(word(answer.error().kind)));
    auto outcome = read_books(*answer, payment);
    outcome.asked_at = asked_at;
    co_return outcome;
}

Task<ProviderOutcome> IntentProvider::refund(domain::Payment payment) {
    const auto* const refund = domain::refund_in_flight(payment);
    ensure(refund != nullptr, "only a stored refund is sent");
    auto request = make(ports::HttpMethod::post, path_of(payment) + "/refund");
    request.headers.push_back({"Idempotency-Key", refund->idempotency_key});
    request.send_by = refund->send_by;
    request.body =
        json::serialize(json::object{{"amount", refund->amount.minor}, {"number", refund->number}});
    const Instant sent_at = clock_.now();
    const auto answer = co_await exchange(std::move(request));
    if (!answer) co_return outcome_of(answer.error());
    auto outcome = read_books(*answer, payment);
    if (outcome.view && answer->status == refused) {
        outcome.kind = ProviderOutcome::Kind::declined;
        outcome.failure = domain::Failure{"declined", "The refund was refused.", "REFUSED"};
        outcome.view.reset();
    }
    outcome.asked_at = sent_at;
    co_return outcome;
}

Result<domain::ProviderNotice> IntentProvider::read_webhook(
    const std::vector<ports::HttpHeader>& /*headers*/, const std::string& /*body*/
) const {
    return invalid("webhook_unreadable", "None comes from here.");
}

}  // namespace gyeol::simulation
