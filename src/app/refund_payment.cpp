// Money goes back as safely as it comes: reserve, store the intent, send once, and let only the provider's
// books say that it is back.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"
#include "domain/refund.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

bool may_refund(
    const domain::User& caller,
    const domain::Payment& payment,
    const RefundPolicy& policy,
    Instant now
) {
    if (domain::is_operator(caller)) return true;
    return payment.user_id == caller.id && payment.completed_at &&
           now < *payment.completed_at + policy.by_owner_within;
}

Error refund_not_allowed() {
    return Error{
        ErrorCode::forbidden,
        "refund_not_allowed",
        "Refunds of this payment are made by the shop. Ask its customer service.",
        {},
        {}};
}

}  // namespace

Task<Result<domain::Payment>> App::refund_payment(
    domain::User caller, domain::PaymentId id, domain::RequestRefund request
) {
    request.requested_by = caller.id.hex();
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
        if (!loaded) co_return loaded.error();
        const bool is_there =
            *loaded && (domain::is_operator(caller) || (*loaded)->user_id == caller.id);
        if (!is_there) co_return payment_not_found();
        const auto now = ports_.clock.now();
        if (!may_refund(caller, **loaded, settings_.refunds, now)) co_return refund_not_allowed();
        auto reserved = domain::begin_refund(std::move(**loaded), request, now);
        if (!reserved) co_return reserved.error();
        const auto committed = co_await replace_payment(std::move(*reserved));
        if (!committed) co_return committed.error();
        if (committed->state != State::done) continue;
        co_return co_await send_reserved(std::get<domain::Payment>(*committed->stored));
    }
    co_return payment_busy();
}

Task<Result<domain::Payment>> App::send_reserved(domain::Payment payment) {
    const auto id = payment.id;
    const bool waits = open_work_.contains(id) || domain::next_refund(payment) == nullptr;
    // It is due at once: whoever works on the payment now, or the reconciler, sends it in its turn.
    if (waits) co_return payment;
    const auto ended = open_work(id, true)->second.ended;
    if (!ports_.gate.spawn("send_refund", send_refund(payment), [this, id] { end_work(id); })) {
        end_work(id);
        co_return payment;
    }
    co_await ports::wait_for(ports_.clock, ended, ports_.clock.now() + limits::confirm_wait);
    auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
    if (!loaded) co_return loaded.error();
    ensure(loaded->has_value(), "a payment is never removed");
    co_return std::move(**loaded);
}

Task<> App::send_refund(domain::Payment payment) {
    auto& provider = provider_of(payment);
    // Money: the intent is stored before it is sent, under the key that the decision chose; what became
    // of it, only the provider's books decide. Guarded by LateCapture.GoesBackOnceWhateverCrashes and
    // CrashAtEveryStep.ARefundGoesBackOnce.
    const auto key_life = provider.facts().key_life;
    const auto committed = co_await replace_payment(
        domain::send_refund(std::move(payment), key_life, ports_.clock.now())
    );
    if (!committed || committed->state != State::done) co_return;
    auto stored = std::get<domain::Payment>(*committed->stored);
    if (domain::refund_in_flight(stored) == nullptr) co_return;
    GYEOL_POINT("refund.before_send");
    auto outcome = co_await provider.refund(stored);
    GYEOL_POINT("refund.after_send");
    if (outcome.kind == domain::ProviderOutcome::Kind::unknown && outcome.ask_now) {
        outcome = co_await provider.ask(stored);
    }
    if (outcome.kind == domain::ProviderOutcome::Kind::not_sent) {
        if (outcome.alarm) {
            note(
                NoteLevel::error,
                "provider.alarm",
                {{"orderId", stored.order_id}, {"why", outcome.detail}}
            );
        }
        co_await store_quietly(domain::unsend_refund(std::move(stored), ports_.clock.now()));
        co_return;
    }
    if (outcome.kind == domain::ProviderOutcome::Kind::declined) {
        auto failure = outcome.failure.value_or(domain::Failure{});
        co_await store_quietly(
            domain::refuse_refund(std::move(stored), std::move(failure), ports_.clock.now())
        );
        co_return;
    }
    const auto settled =
        co_await settle_and_store(std::move(stored), std::move(outcome), AskCause::hint);
    if (!settled) note(NoteLevel::warning, "refund.settle_left", {{"why", settled.error().reason}});
}

}  // namespace gyeol::app
