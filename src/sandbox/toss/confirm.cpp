#include "sandbox/toss/confirm.hpp"

#include "sandbox/toss/virtual_account.hpp"

#include <algorithm>
#include <charconv>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

constexpr std::size_t payment_key_length_max = 200;
constexpr Amount card_amount_min = 100;
constexpr Amount account_amount_min = 200;

struct Command {
    std::string payment_key;
    std::string order_id;
    Amount amount = 0;
};

/// Official samples forward the amount of the query string as they got it: a text.
std::optional<Amount> read_amount(const json::object& body) {
    if (const auto text = find_text(body, "amount")) {
        Amount amount = 0;
        const auto* end = text->data() + text->size();
        const auto [stop, failure] = std::from_chars(text->data(), end, amount);
        if (failure != std::errc{} || stop != end) return std::nullopt;
        return amount;
    }
    return find_whole(body, "amount");
}

std::optional<Command> read_command(const json::object& body) {
    Command command;
    command.payment_key = find_text(body, "paymentKey").value_or("");
    command.order_id = find_text(body, "orderId").value_or("");
    const auto amount = read_amount(body);
    const bool key_fits =
        !command.payment_key.empty() && command.payment_key.size() <= payment_key_length_max;
    if (!key_fits || !is_order_id(command.order_id) || !amount) return std::nullopt;
    command.amount = *amount;
    return command;
}

bool is_account_method(Method method) {
    return method == Method::virtual_account || method == Method::transfer;
}

bool order_is_taken(const World& world, const Payment& payment) {
    if (world.options.repeated_order_ids) return false;
    const auto tries = world.payments.find_order({payment.pair, payment.order_id});
    return std::any_of(tries.begin(), tries.end(), [&payment](const Payment* other) {
        return other != &payment && was_approved(*other);
    });
}

Answer abort(World& world, Payment& payment, std::string_view code, Instant now) {
    auto answer = refuse(code);
    payment.status = Status::aborted;
    payment.failure = Failure{std::string(code), std::string(find_error(code)->message)};
    payment.expires_at.reset();
    world.changed_status(payment, now);
    return answer;
}

void capture(World& world, Payment& payment, Instant now) {
    payment.last_transaction_key = world.new_transaction_key();
    payment.expires_at.reset();
    // Test easy-pay answers carry a secret as virtual accounts do; card answers do not.
    if (!is_account_method(payment.method) && payment.method != Method::easy_pay) {
        payment.secret.clear();
    } else {
        payment.secret = world.ids.letters("ps_", 40);
    }
    if (payment.method == Method::virtual_account) {
        issue_account(world, payment, now);
        return;
    }
    payment.status = Status::done;
    payment.approved_at = now;
    payment.captured = payment.total;
}

/// What the buyer chose to happen to the answer; the money has moved either way.
Answer answer_as_chosen(const World& world, const Payment& payment, Instant now) {
    Answer answer{200, json::serialize(write_payment(payment, world.view(payment, now))), {}};
    switch (payment.behaviour) {
        case ConfirmBehaviour::approve:
        case ConfirmBehaviour::decline:
            return answer;
        case ConfirmBehaviour::slow:
            answer.fault = {FaultKind::delay, world.options.slow_confirm};
            return answer;
        case ConfirmBehaviour::lost_reply:
            answer.fault = {FaultKind::drop_reply, Millis(0)};
            return answer;
        case ConfirmBehaviour::error_after_capture:
            return refuse("FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING");
    }
    return answer;
}

}  // namespace

bool is_order_id(std::string_view order_id) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const bool length_fits = order_id.size() >= 6 && order_id.size() <= 64;
    return length_fits && order_id.find_first_not_of(alphabet) == std::string_view::npos;
}

bool was_approved(const Payment& payment) {
    switch (payment.status) {
        case Status::ready:
        case Status::in_progress:
        case Status::aborted:
        case Status::expired:
            return false;
        case Status::waiting_for_deposit:
        case Status::done:
        case Status::canceled:
        case Status::partial_canceled:
            return true;
    }
    return false;
}

Answer confirm(World& world, const KeyOwner& owner, const json::object& body, Instant now) {
    const auto command = read_command(body);
    if (!command) return refuse("INVALID_REQUEST");
    auto* payment = world.payments.find({owner.pair, command->payment_key});
    if (payment == nullptr || payment->status == Status::expired ||
        payment->status == Status::ready) {
        return refuse("NOT_FOUND_PAYMENT_SESSION");
    }
    if (payment->order_id != command->order_id) return refuse("FORBIDDEN_REQUEST");
    if (payment->total != command->amount) return refuse(world.options.amount_mismatch_code);
    if (payment->status != Status::in_progress) return refuse("ALREADY_PROCESSED_PAYMENT");
    if (order_is_taken(world, *payment)) return refuse("DUPLICATED_ORDER_ID");
    const auto amount_min =
        is_account_method(payment->method) ? account_amount_min : card_amount_min;
    if (payment->total < amount_min) return abort(world, *payment, "BELOW_MINIMUM_AMOUNT", now);
    if (payment->behaviour == ConfirmBehaviour::decline)
        return abort(world, *payment, payment->decline_code, now);

    // From here on nothing may fail.
    capture(world, *payment, now);
    world.changed_status(*payment, now);
    return answer_as_chosen(world, *payment, now);
}

bool is_readable(const World& world, const Payment& payment) {
    const bool unapproved =
        payment.status == Status::ready || payment.status == Status::in_progress;
    return !unapproved || world.options.unapproved_readable;
}

const Payment* find_for_query(
    const World& world, const KeyOwner& owner, std::string_view order_id
) {
    const Payment* found = nullptr;
    for (const auto* payment : world.payments.find_order({owner.pair, order_id})) {
        const bool keeps_better =
            found != nullptr && was_approved(*found) && !was_approved(*payment);
        if (is_readable(world, *payment) && !keeps_better) found = payment;
    }
    return found;
}

}  // namespace gyeol::sandbox::toss
