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
    Amount amount = 0;
    Amount tax_free = 0;
    std::optional<Amount> vat;
    std::optional<Amount> available;
    std::string payload;
};

Command read_command(Fields& fields) {
    Command command;
    command.tid = fields.text("tid");
    command.amount = fields.whole("cancel_amount");
    if (command.amount == 0) fields.refuse("cancel_amount");
    command.tax_free = fields.whole("cancel_tax_free_amount");
    if (command.tax_free > command.amount) fields.refuse("cancel_tax_free_amount");
    command.vat = fields.optional_whole("cancel_vat_amount");
    command.available = fields.optional_whole("cancel_available_amount");
    command.payload = fields.optional_text("payload", Fields::payload_length_max);
    return command;
}

/// Returns what this cancel takes back. The last one takes what is left of everything, so that the parts
/// add up however each of them was rounded.
Amounts parts_of(const Command& command, const Amounts& left) {
    if (command.amount == left.total && !command.vat) {
        auto parts = left;
        parts.tax_free = command.tax_free;
        return parts;
    }
    Amounts parts;
    parts.total = command.amount;
    parts.tax_free = command.tax_free;
    parts.vat = command.vat.value_or(std::min(vat_of(command.amount - command.tax_free), left.vat));
    if (command.amount == left.total) {
        parts.point = left.point;
        parts.discount = left.discount;
        parts.green_deposit = left.green_deposit;
    }
    return parts;
}

/// Returns the code of what is wrong with the state or the amounts, 0 when nothing is.
int find_refusal(const Payment& payment, const Command& command, const Options& options) {
    const auto left = payment.amount - payment.canceled;
    const bool is_cancelable =
        payment.status == Status::success_payment || payment.status == Status::part_cancel_payment;
    if (!is_cancelable) return code::not_cancelable;
    if (command.amount > left.total) return code::above_cancelable;
    if (options.compares_cancel_available && command.available.value_or(left.total) != left.total)
        return code::above_cancelable;
    const bool is_partial = command.amount < payment.amount.total;
    if (is_partial && payment.amount.green_deposit > 0) return code::not_cancelable;
    const auto parts = parts_of(command, left);
    const auto rest = left - parts;
    // The tax-free part and the VAT must be what was paid: neither more than is left of them, nor so
    // little that the rest cannot hold what remains.
    const bool fits = rest.tax_free >= 0 && rest.vat >= 0 &&
                      parts.tax_free + parts.vat <= parts.total &&
                      rest.tax_free + rest.vat <= rest.total;
    return fits ? 0 : code::wrong_amounts;
}

}  // namespace

Answer cancel(World& world, const Call& call) {
    Fields fields(call.body);
    const auto command = read_command(fields);
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    auto* payment = world.books.find_payment(command.tid, call.cid);
    if (payment == nullptr) return refuse(code::no_such_tid);
    if (call.now < payment->busy_until) return refuse(code::duplicate_request);
    if (const auto refusal = find_refusal(*payment, command, world.options); refusal != 0)
        return refuse(refusal);
    if (call.decline) return refuse(*call.decline);

    // From here on nothing may fail.
    Action action;
    action.aid = world.new_aid();
    action.type = ActionType::cancel;
    action.amounts = parts_of(command, payment->amount - payment->canceled);
    action.at = call.now;
    action.payload = command.payload;
    payment->canceled = payment->canceled + action.amounts;
    payment->returned += command.amount;
    payment->canceled_at = call.now;
    payment->status = payment->returned == payment->captured ? Status::cancel_payment
                                                             : Status::part_cancel_payment;
    payment->actions.push_back(std::move(action));
    payment->busy_until = call.now + call.takes;
    world.changed(*payment);
    const auto canceled = write_canceled(*payment, payment->actions.back(), world.options);
    return {200, json::serialize(canceled), {}};
}

Answer show_order(World& world, const Call& call) {
    Fields fields(call.body);
    const auto tid = fields.text("tid");
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    const auto* payment = world.books.find_payment(tid, call.cid);
    if (payment == nullptr) return refuse(code::no_such_tid);
    return {200, json::serialize(write_order(*payment, world.options, call.now)), {}};
}

}  // namespace gyeol::sandbox::kakaopay
