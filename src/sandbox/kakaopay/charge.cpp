#include "sandbox/kakaopay/call.hpp"
#include "sandbox/kakaopay/fields.hpp"
#include "sandbox/kakaopay/payment_json.hpp"

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

std::string korean_month(Instant instant) {
    constexpr std::size_t year_and_month = 7;
    return write_local_time(instant).substr(0, year_and_month);
}

int charged_in(const RecurringKey& key, const std::string& month) {
    return key.charged_month == month ? key.charged_in_month : 0;
}

/// Returns the code of why `key` may not be charged, 0 when it may.
int find_refusal(
    const RecurringKey* key, const Payment& charged, const Options& options, Instant now
) {
    if (key == nullptr) return code::no_such_sid;
    if (key->inactivated_at) return code::ended_sid;
    if (key->partner_user_id != charged.partner_user_id) return code::wrong_sid_owner;
    const bool is_limited = options.monthly_charges_max > 0;
    const bool is_used_up = charged_in(*key, korean_month(now)) >= options.monthly_charges_max;
    return is_limited && is_used_up ? code::monthly_limit : 0;
}

void note_charge(RecurringKey& key, Instant now) {
    const auto month = korean_month(now);
    key.charged_in_month = charged_in(key, month) + 1;
    key.charged_month = month;
    key.last_approved_at = now;
}

}  // namespace

Answer charge(World& world, const Call& call) {
    Payment payment;
    Fields fields(call.body);
    payment.sid = fields.text("sid");
    read_order(fields, payment);
    const auto payload = fields.optional_text("payload", Fields::payload_length_max);
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    if (call.cid.kind == CidKind::one_time) return refuse(code::wrong_cid);
    if (payment.amount.total == 0) return refuse(code::wrong_total);
    auto* key = world.books.find_key(payment.sid, call.cid);
    if (const auto refusal = find_refusal(key, payment, world.options, call.now); refusal != 0)
        return refuse(refusal);
    if (call.decline) return refuse(*call.decline);
    if (!key->charge_decline_code.empty())
        return refuse(Refusal{code::charge_failed, key->charge_decline_code});

    // From here on nothing may fail.
    payment.tid = world.new_tid();
    payment.cid = call.cid.cid;
    payment.kind = call.cid.kind;
    payment.method = key->method;
    payment.amount.point = world.options.point;
    payment.amount.discount = world.options.discount;
    payment.status = Status::success_payment;
    payment.captured = payment.amount.total;
    payment.created_at = call.now;
    payment.expires_at = call.now;
    payment.approved_at = call.now;
    Action action;
    action.aid = world.new_aid();
    action.amounts = payment.amount;
    action.at = call.now;
    action.payload = payload;
    payment.actions.push_back(std::move(action));
    note_charge(*key, call.now);
    world.changed(*key);
    const auto& charged = world.books.put(std::move(payment));
    world.changed(charged);
    const auto approved = write_approved(charged, charged.actions.back(), world.options);
    return {200, json::serialize(approved), {}};
}

Answer end_key(World& world, const Call& call) {
    Fields fields(call.body);
    const auto sid = fields.text("sid");
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    auto* key = world.books.find_key(sid, call.cid);
    if (key == nullptr) return refuse(code::no_such_sid);
    if (key->inactivated_at && world.options.repeated_end_is_refused)
        return refuse(code::ended_sid);
    if (!key->inactivated_at) {
        key->inactivated_at = call.now;
        world.changed(*key);
    }
    return {200, json::serialize(write_key(*key, world.options, false)), {}};
}

Answer show_key(World& world, const Call& call) {
    Fields fields(call.body);
    const auto sid = fields.text("sid");
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    const auto* key = world.books.find_key(sid, call.cid);
    if (key == nullptr) return refuse(code::no_such_sid);
    return {200, json::serialize(write_key(*key, world.options, true)), {}};
}

}  // namespace gyeol::sandbox::kakaopay
