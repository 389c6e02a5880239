// The buyer chooses a plan: an order is made, and the one open payment of this purchase.
#include "app/app.hpp"
#include "app/checkout_token.hpp"
#include "base/limits.hpp"
#include "base/test_point.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

Error purchase_in_progress(const domain::Payment& open) {
    return Error{
        .code = ErrorCode::conflict,
        .reason = "purchase_in_progress",
        .detail =
            "A payment for this plan is being decided. Wait for it, or cancel it, before you start "
            "another.",
        .field = {},
        .object_id = open.id.hex(),
    };
}

Error purchase_completed(const domain::Payment& paid) {
    return Error{
        .code = ErrorCode::conflict,
        .reason = "purchase_completed",
        .detail = "This plan has just been paid in another window.",
        .field = {},
        .object_id = paid.id.hex(),
    };
}

/// What stands in for a payment that a purchase points at and that was never created: its creation,
/// should it still come, then finds its id taken. Guarded by
/// StartPayment.APaymentWhosePurchaseMovedOnIsNeverCreated.
domain::Payment never_created(
    domain::PaymentId id, const domain::Payment& in_place_of, Instant now
) {
    auto void_payment = domain::begin_payment(
        {
            .id = id,
            .order_id = fmt::format("void_{}", id.hex()),
            .order_name = in_place_of.order_name,
            .user_id = in_place_of.user_id,
            .plan_id = in_place_of.plan_id,
            .amount = in_place_of.amount,
            .provider = in_place_of.provider,
            .account = in_place_of.account,
            .flow = in_place_of.flow,
            .sdk = in_place_of.sdk,
            .customer_key = in_place_of.customer_key,
        },
        now
    );
    return domain::supersede(std::move(void_payment), now);
}

domain::Purchase purchase_of(const domain::Payment& payment, domain::PurchaseId id) {
    return {
        .id = id,
        .meta = {},
        .user_id = payment.user_id,
        .plan_id = payment.plan_id,
        .payment_id = payment.id,
    };
}

/// Checks that what stands under the payment's id is what was to be made.
Done check_same_order(const domain::Payment& stored, const domain::Payment& wanted) {
    if (stored.order_id != wanted.order_id) {
        return Error{
            ErrorCode::conflict,
            "purchase_superseded",
            "A newer payment took its place. Start again.",
            {},
            {}};
    }
    if (stored.plan_id != wanted.plan_id || stored.flow != wanted.flow) {
        // The key outlived its record: it still leads to the payment of its first request.
        return Error{
            ErrorCode::idempotency_mismatch,
            "idempotency_mismatch",
            "This Idempotency-Key was used for another request. Use a new key.",
            "Idempotency-Key",
            {}};
    }
    return {};
}

}  // namespace

Result<Checkout> App::make_checkout(domain::Payment payment, std::string token) {
    auto* provider = find_provider(payment.provider);
    if (provider == nullptr) {
        return Error{
            ErrorCode::conflict,
            "provider_not_configured",
            "This provider is not set up here.",
            {},
            {}};
    }
    if (provider->facts().prepares && !payment.preparation) {
        return Error{
            .code = ErrorCode::conflict,
            .reason = "payment_not_prepared",
            .detail = "This payment was never made ready at its provider. Start a new one.",
            .field = {},
            .object_id = payment.id.hex(),
        };
    }
    auto browser = provider->browser_checkout(payment);
    if (!browser) return browser.error();
    auto url = fmt::format("{}/checkout/{}", settings_.public_url, token);
    return Checkout{
        .payment = std::move(payment),
        .browser = std::move(*browser),
        .url = url,
        .success_url = url + "/success",
        .fail_url = url + "/fail",
    };
}

Task<Result<Checkout>> App::start_payment(domain::User user, StartPayment command) {
    const auto* plan = settings_.catalogue.find(command.plan_id);
    if (plan == nullptr) co_return invalid("unknown_plan", "There is no such plan.", "planId");
    const auto* provider = find_provider(command.provider);
    if (provider == nullptr) {
        co_return invalid(
            "provider_not_configured", "This provider is not set up here.", "provider"
        );
    }
    if (!ports::takes(provider->facts(), plan->amount.currency)) {
        co_return invalid(
            "currency_not_supported",
            "This provider cannot be paid in the plan's currency.",
            "provider"
        );
    }
    const auto flow = command.flow.value_or(provider->facts().flows.front());
    auto account = provider->account_for(flow);
    if (!account) co_return account.error();

    const auto token = command.idempotency_key.empty()
                           ? make_checkout_token(ports_.ids)
                           : derive_checkout_token(ports_.ids, user.id, command.idempotency_key);
    auto order_id = order_id_of(ports_.ids, token);
    const auto payment_id = payment_id_of(ports_.ids, order_id);
    const auto payment = domain::begin_payment(
        {
            .id = payment_id,
            .order_id = std::move(order_id),
            .order_name = plan->name,
            .user_id = user.id,
            .plan_id = plan->id,
            .amount = plan->amount,
            .provider = command.provider,
            .account = std::move(*account),
            .flow = flow,
            .sdk = command.sdk,
            .customer_key = user.customer_key,
        },
        ports_.clock.now()
    );
    if (!command.idempotency_key.empty()) {
        // A repeat changes nothing: the purchase may have moved on to a payment that is being paid.
        auto repeated = co_await read_started(payment, token);
        if (!repeated) co_return repeated.error();
        if (*repeated) co_return std::move(**repeated);
    }
    co_return co_await start_purchase(payment, token);
}

Task<Result<Checkout>> App::start_purchase(domain::Payment payment, std::string token) {
    const auto purchase_id = purchase_id_of(ports_.ids, payment.user_id, payment.plan_id);
    // Most purchases are the first of this buyer and plan: that is tried without looking. When it is
    // not so, the store answers that the purchase exists, and nothing has changed.
    auto first = changes_of_first_purchase(payment, purchase_id);
    auto started = co_await try_start_payment(payment, std::move(first), token);
    for (int tries = 1; started && !*started && tries < limits::commit_tries; ++tries) {
        auto changes = co_await changes_to_start(payment, purchase_id);
        if (!changes) co_return changes.error();
        started = co_await try_start_payment(payment, std::move(*changes), token);
    }
    if (!started) co_return started.error();
    if (*started) co_return std::move(**started);
    co_return Error{
        ErrorCode::conflict, "busy", "This plan is being bought elsewhere. Try again.", {}, {}};
}

Task<Result<std::optional<Checkout>>> App::read_started(domain::Payment wanted, std::string token) {
    auto standing = co_await ports::load_as<domain::Payment>(ports_.store, wanted.id.raw());
    if (!standing) co_return standing.error();
    if (!*standing) co_return std::optional<Checkout>();
    if (const auto same = check_same_order(**standing, wanted); !same) co_return same.error();
    auto checkout = co_await prepare_checkout(std::move(**standing), std::move(token));
    if (!checkout) co_return checkout.error();
    co_return std::optional<Checkout>(std::move(*checkout));
}

std::vector<domain::Change> App::changes_of_first_purchase(
    domain::Payment payment, domain::PurchaseId purchase_id
) {
    std::vector<domain::Change> changes;
    changes.push_back({purchase_of(payment, purchase_id), std::nullopt, next_op()});
    changes.push_back({std::move(payment), std::nullopt, next_op()});
    return changes;
}

Task<Result<std::vector<domain::Change>>> App::changes_to_start(
    domain::Payment payment, domain::PurchaseId purchase_id
) {
    // Money: the purchase points at the payment before the payment exists, and moves on only after the
    // old payment has ended, in this order. Guarded by StartPayment.TwoTabsNeverHoldTwoOpenPayments.
    auto standing = co_await ports::load_as<domain::Purchase>(ports_.store, purchase_id.raw());
    if (!standing) co_return standing.error();
    if (!*standing) co_return changes_of_first_purchase(std::move(payment), purchase_id);
    std::vector<domain::Change> changes;
    if ((*standing)->payment_id != payment.id) {
        auto end_of_old = co_await change_to_end((*standing)->payment_id, payment);
        if (!end_of_old) co_return end_of_old.error();
        if (*end_of_old) changes.push_back(std::move(**end_of_old));
        auto purchase = purchase_of(payment, purchase_id);
        purchase.meta = (*standing)->meta;
        changes.push_back({std::move(purchase), (*standing)->meta.version, next_op()});
    }
    changes.push_back({std::move(payment), std::nullopt, next_op()});
    co_return changes;
}

Task<Result<std::optional<domain::Change>>> App::change_to_end(
    domain::PaymentId old_id, domain::Payment in_favour_of
) {
    const auto now = ports_.clock.now();
    auto old = co_await ports::load_as<domain::Payment>(ports_.store, old_id.raw());
    if (!old) co_return old.error();
    if (!*old) {
        co_return domain::Change{never_created(old_id, in_favour_of, now), std::nullopt, next_op()};
    }
    if (domain::holds_purchase((*old)->status)) co_return purchase_in_progress(**old);
    if ((*old)->status != domain::PaymentStatus::pending) co_return std::optional<domain::Change>();
    co_return co_await change_to_supersede(std::move(**old));
}

Task<Result<std::optional<domain::Change>>> App::change_to_supersede(domain::Payment old) {
    if (domain::is_open_at_provider(old)) {
        // Money: the other tab could still pay it. It is closed first, by its provider's own word; what
        // cannot be closed is in the way. Guarded by
        // TwoTabs.AnIntentOfAnotherTabIsClosedBeforeTheNextPayment.
        auto closed = co_await close_at_provider(std::move(old));
        if (!closed) co_return closed.error();
        old = std::move(*closed);
        if (old.completed_at) co_return purchase_completed(old);
        if (old.status != domain::PaymentStatus::pending || domain::is_open_at_provider(old))
            co_return purchase_in_progress(old);
    }
    const auto version = old.meta.version;
    auto ended = domain::supersede(std::move(old), ports_.clock.now());
    co_return domain::Change{std::move(ended), version, next_op()};
}

Task<Result<std::optional<Checkout>>> App::try_start_payment(
    domain::Payment payment, std::vector<domain::Change> changes, std::string token
) {
    GYEOL_POINT("start_payment.before_commit");
    const auto wanted = changes.size();
    const auto committed = co_await commit_in_order(std::move(changes));
    GYEOL_POINT("start_payment.after_commit");
    if (!committed) co_return committed.error();
    for (const auto& one : *committed) {
        const auto* stored = one.stored ? std::get_if<domain::Payment>(&*one.stored) : nullptr;
        if (one.state == State::done && stored != nullptr) hand_on(*stored);
    }
    const auto& last = committed->back();
    const bool stands = last.state == State::done || last.state == State::exists;
    // Somebody was faster: decide again.
    if (committed->size() < wanted || !stands) co_return std::optional<Checkout>();
    auto stored = std::get<domain::Payment>(*last.stored);
    if (const auto same = check_same_order(stored, payment); !same) co_return same.error();
    auto checkout = co_await prepare_checkout(std::move(stored), std::move(token));
    if (!checkout) co_return checkout.error();
    co_return std::optional<Checkout>(std::move(*checkout));
}

}  // namespace gyeol::app
