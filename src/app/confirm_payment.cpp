// The buyer has come back from the provider: confirm once, whatever happens on the way.
//
//   load -> decide -> commit the intent -> one provider call -> decide -> commit the outcome with its events
#include "app/app.hpp"
#include "app/checkout_token.hpp"
#include "app/refusals.hpp"
#include "base/ensure.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"
#include "domain/payment_settle.hpp"
#include "domain/refund.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

Error stopping() {
    return Error{
        .code = ErrorCode::unavailable,
        .reason = "stopping",
        .detail = "The server is restarting. Nothing was charged; try again in a moment.",
        .field = {},
        .object_id = {},
        .retry_after_s = 2,
    };
}

}  // namespace

Task<Result<domain::Payment>> App::find_confirmable(ConfirmAccess access, std::string order_id) {
    // The token opens one payment: an order id that is not the token's is somebody else's.
    if (access.checkout_token && order_id_of(ports_.ids, *access.checkout_token) != order_id) {
        co_return payment_not_found();
    }
    auto loaded = co_await ports::load_as<domain::Payment>(
        ports_.store, payment_id_of(ports_.ids, order_id).raw()
    );
    if (!loaded) co_return loaded.error();
    if (!*loaded || (**loaded).order_id != order_id) co_return payment_not_found();
    if (access.owner && (**loaded).user_id != *access.owner) co_return payment_not_found();
    co_return std::move(**loaded);
}

Task<Result<domain::Payment>> App::confirm_payment(
    ConfirmAccess access, domain::ConfirmPayment command
) {
    ensure(access.owner || access.checkout_token, "a confirm has somebody who may make it");
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto confirmed = co_await try_confirm(access, command);
        if (!confirmed) co_return confirmed.error();
        if (*confirmed) co_return std::move(**confirmed);
    }
    co_return payment_busy();
}

Task<Result<std::optional<domain::Payment>>> App::try_confirm(
    ConfirmAccess access, domain::ConfirmPayment command
) {
    auto loaded = co_await find_confirmable(std::move(access), command.order_id);
    if (!loaded) co_return loaded.error();
    auto started = domain::begin_confirm(std::move(*loaded), command, ports_.clock.now());
    if (!started) co_return started.error();
    using enum domain::ConfirmStart::Step;
    if (started->step == settled) co_return std::optional(std::move(started->payment));
    const auto id = started->payment.id;
    if (started->step == join || open_work_.contains(id)) {
        co_return co_await join_open_work(std::move(started->payment));
    }
    if (ports_.gate.is_closed()) co_return stopping();

    // Money: the attempt is committed before the request leaves. If we crash in between, the
    // reconciler finds an open attempt and asks the provider; the other order could charge a buyer
    // we have no record of. Guarded by CrashAtEveryStep.ConfirmNeverLosesACharge.
    open_work(id, true);
    const auto noted = co_await replace_payment(std::move(started->payment));
    if (!noted || noted->state != State::done) {
        end_work(id);
        if (!noted) co_return noted.error();
        co_return std::optional<domain::Payment>();  // Somebody was faster: decide again.
    }
    co_return co_await send_and_wait(std::get<domain::Payment>(*noted->stored));
}

Task<Result<std::optional<domain::Payment>>> App::send_and_wait(domain::Payment payment) {
    // The sending outlives this request: a browser that goes away changes nothing.
    const auto id = payment.id;
    if (!ports_.gate.spawn("send_attempt", send_attempt(payment), [this, id] { end_work(id); })) {
        // The gate closed while the intent was written. Nobody sends it; the next start asks.
        end_work(id);
        co_return std::optional(std::move(payment));
    }
    co_return co_await join_open_work(std::move(payment));
}

Task<Result<std::optional<domain::Payment>>> App::join_open_work(domain::Payment payment) {
    const auto id = payment.id;
    auto open = open_work_.find(id);
    if (open == open_work_.end()) {
        // Its sender died, or is another process. Asking is always safe.
        open = open_work(id, false);
        if (!ports_.gate.spawn("ask_payment", ask_in_background(id, ports::Signal()), [this, id] {
                end_work(id);
            })) {
            end_work(id);
            co_return std::optional(std::move(payment));
        }
    }
    const auto work = open->second;
    co_await ports::wait_for(ports_.clock, work.ended, ports_.clock.now() + limits::confirm_wait);
    auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
    if (!loaded) co_return loaded.error();
    ensure(loaded->has_value(), "a payment is never removed");
    if ((*loaded)->status != domain::PaymentStatus::pending) co_return std::move(*loaded);
    // Back to pending means that the attempt we waited for was proved not taken; a reason that came with
    // it is an answer about the payment.
    if (work.sends && (*loaded)->preparation && (*loaded)->failure) co_return std::move(*loaded);
    if (work.sends) co_return provider_unreachable(**loaded);
    co_return std::optional<domain::Payment>();
}

Task<> App::send_attempt(domain::Payment payment) {
    GYEOL_POINT("confirm.after_intent");
    auto& provider = provider_of(payment);
    auto outcome = co_await provider.confirm(payment);
    GYEOL_POINT("confirm.after_send");
    if (outcome.kind == domain::ProviderOutcome::Kind::unknown && outcome.ask_now) {
        // The answer says that an outcome may stand there already: ask before anything is believed.
        outcome = co_await provider.ask(payment);
    }
    const auto settled = co_await settle_and_store(payment, std::move(outcome), AskCause::hint);
    if (!settled) {
        // Left to the reconciler, never dropped: the stored attempt is due again in a minute.
        note(
            NoteLevel::error,
            "payment.settle_left",
            {{"orderId", payment.order_id}, {"why", settled.error().reason}}
        );
    }
    GYEOL_POINT("confirm.after_outcome");
}

namespace {

/// Returns `payment` as it is counted before the answer of an ask is applied.
domain::Payment counted(domain::Payment payment, AskCause cause, Instant now) {
    switch (cause) {
        case AskCause::due:
            return domain::begin_ask(std::move(payment), now);
        case AskCause::unanswered:
            return domain::postpone_review(std::move(payment), now);
        case AskCause::hint:
            return payment;
    }
    return payment;
}

}  // namespace

Task<Result<domain::Payment>> App::settle_and_store(
    domain::Payment payment, domain::ProviderOutcome outcome, AskCause cause
) {
    if (outcome.alarm) {
        note(
            NoteLevel::error,
            "provider.alarm",
            {{"orderId", payment.order_id}, {"why", outcome.detail}}
        );
    }
    const auto window = provider_of(payment).facts().not_found_after;
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        const auto now = ports_.clock.now();
        auto settled = domain::settle(counted(payment, cause, now), outcome, window, now);
        if (settled == payment) co_return payment;
        auto whole = co_await with_return_called(payment, std::move(settled));
        if (!whole) co_return whole.error();
        const auto committed = co_await replace_payment(std::move(*whole));
        if (!committed) co_return committed.error();
        ensure(committed->stored.has_value(), "a payment is never removed");
        payment = std::get<domain::Payment>(*committed->stored);
        if (committed->state == State::done) co_return payment;
        // The record changed while the provider was asked, by whatever clock.
        outcome.crossed = true;
        if (cause == AskCause::due && !is_due(payment)) cause = AskCause::hint;
    }
    co_return payment_busy();
}

Task<Result<domain::Payment>> App::with_return_called(
    domain::Payment before, domain::Payment after
) {
    // Neither held its purchase: money that is found there was taken without an attempt of ours that did.
    const bool was_free = before.status == domain::PaymentStatus::pending ||
                          before.status == domain::PaymentStatus::expired;
    if (!was_free || after.status != domain::PaymentStatus::completed ||
        domain::owes_or_owed(after))
        co_return after;
    // Money: a late deposit or an adopted capture serves its purchase only while the purchase still points
    // at it; otherwise the buyer may have bought again, and this money goes back. Guarded by
    // LateDeposit.GoesBackWhenThePurchaseMovedOn and AdoptedCapture.GoesBackWhenThePurchaseMovedOn.
    const auto purchase_id = purchase_id_of(ports_.ids, after.user_id, after.plan_id);
    const auto purchase =
        co_await ports::load_as<domain::Purchase>(ports_.store, purchase_id.raw());
    if (!purchase) co_return purchase.error();
    if (*purchase && (*purchase)->payment_id == after.id) co_return after;
    co_return domain::return_all(std::move(after), ports_.clock.now());
}

}  // namespace gyeol::app
