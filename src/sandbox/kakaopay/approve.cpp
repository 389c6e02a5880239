#include "sandbox/kakaopay/call.hpp"
#include "sandbox/kakaopay/fields.hpp"
#include "sandbox/kakaopay/payment_json.hpp"

#include <algorithm>
#include <optional>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

struct Command {
    std::string tid;
    std::string partner_order_id;
    std::string partner_user_id;
    std::string pg_token;
    std::string payload;
    std::optional<Amount> total;
};

Command read_command(Fields& fields) {
    Command command;
    command.tid = fields.text("tid");
    command.partner_order_id = fields.text("partner_order_id");
    command.partner_user_id = fields.text("partner_user_id");
    command.pg_token = fields.text("pg_token");
    command.payload = fields.optional_text("payload", Fields::payload_length_max);
    command.total = fields.optional_whole("total_amount");
    return command;
}

/// The buyer gave up, or failed: no token will ever come.
bool has_ended(const Payment& payment) {
    return !is_open(payment) && payment.status != Status::auth_password;
}

/// Returns the code of what `check` finds wrong, 0 when it finds nothing.
int find_refusal(
    ApproveCheck check,
    const Payment& payment,
    const Command& command,
    const World& world,
    Instant now
) {
    switch (check) {
        case ApproveCheck::expiry: {
            const bool ran_out = !was_approved(payment) && now >= payment.expires_at;
            return ran_out ? world.options.expired_code : 0;
        }
        case ApproveCheck::already_paid:
            return was_approved(payment) ? code::already_paid : 0;
        case ApproveCheck::authenticated:
            if (has_ended(payment)) return code::not_approvable;
            return payment.status == Status::auth_password ? 0 : code::not_authenticated;
        case ApproveCheck::order_id:
            return payment.partner_order_id == command.partner_order_id ? 0 : code::wrong_order_id;
        case ApproveCheck::user_id:
            return payment.partner_user_id == command.partner_user_id ? 0 : code::wrong_user_id;
        case ApproveCheck::pg_token:
            return payment.pg_token == command.pg_token ? 0 : code::wrong_pg_token;
        case ApproveCheck::total: {
            const auto total = command.total.value_or(payment.amount.total);
            return total == payment.amount.total ? 0 : world.options.wrong_total_code;
        }
    }
    return 0;
}

Answer decline(World& world, Payment& payment, const Refusal& refusal) {
    // Another payment of the same buyer was under way: the next try finds the way free.
    if (refusal.method_result_code == "USER_LOCKED") {
        payment.behaviour = ApproveBehaviour::approve;
    } else {
        payment.status = Status::fail_payment;
    }
    world.changed(payment);
    return refuse(refusal);
}

void issue_key(World& world, Payment& payment, Instant now) {
    RecurringKey key;
    key.sid = world.new_sid();
    key.cid = payment.cid;
    key.partner_user_id = payment.partner_user_id;
    key.item_name = payment.item_name;
    key.method = payment.method;
    key.charge_decline_code = payment.charge_decline_code;
    key.created_at = now;
    if (payment.amount.total > 0) key.last_approved_at = now;
    payment.sid = key.sid;
    world.changed(world.books.put(std::move(key)));
}

void capture(World& world, Payment& payment, const std::string& payload, Instant now) {
    const bool is_for_nothing = payment.amount.total == 0;
    Action action;
    action.aid = world.new_aid();
    action.type = is_for_nothing ? ActionType::issued_sid : ActionType::payment;
    action.amounts = payment.amount;
    action.at = now;
    action.payload = payload;
    if (payment.kind != CidKind::one_time) issue_key(world, payment, now);
    payment.status = is_for_nothing ? Status::issued_sid : Status::success_payment;
    payment.captured = payment.amount.total;
    payment.approved_at = now;
    payment.actions.push_back(std::move(action));
    world.changed(payment);
}

/// What the buyer chose to happen to the answer; the money has moved either way.
Answer answer_as_chosen(const World& world, const Payment& payment) {
    const auto approved = write_approved(payment, payment.actions.back(), world.options);
    Answer answer{200, json::serialize(approved), {}};
    switch (payment.behaviour) {
        case ApproveBehaviour::approve:
        case ApproveBehaviour::decline:
            return answer;
        case ApproveBehaviour::slow:
            answer.fault = {FaultKind::delay, world.options.slow_approve};
            return answer;
        case ApproveBehaviour::lost_reply:
            answer.fault = {FaultKind::drop_reply, Millis(0)};
            return answer;
        case ApproveBehaviour::error_after_capture:
            return refuse(code::server_error);
        case ApproveBehaviour::unclear_after_capture:
            return refuse(Refusal{code::approve_failed, "BANK_FIRM_UNKNOWN"});
    }
    return answer;
}

}  // namespace

Answer approve(World& world, const Call& call) {
    Fields fields(call.body);
    const auto command = read_command(fields);
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    auto* payment = world.books.find_payment(command.tid, call.cid);
    if (payment == nullptr) return refuse(code::no_such_tid);
    if (call.now < payment->busy_until) return refuse(code::duplicate_request);
    for (const auto check : world.options.approve_checks) {
        const auto refusal = find_refusal(check, *payment, command, world, call.now);
        if (refusal != 0) return refuse(refusal);
    }
    if (call.decline) return decline(world, *payment, *call.decline);
    if (payment->behaviour == ApproveBehaviour::decline)
        return decline(world, *payment, {code::approve_failed, payment->decline_code});

    // From here on nothing may fail.
    capture(world, *payment, command.payload, call.now);
    auto answer = answer_as_chosen(world, *payment);
    payment->busy_until = call.now + std::max(answer.fault.delay, call.takes);
    return answer;
}

}  // namespace gyeol::sandbox::kakaopay
