#include "sandbox/kakaopay/journal.hpp"

#include "sandbox/journal_line.hpp"
#include "sandbox/kakaopay/world.hpp"

#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

json::object write_record(const Amounts& amounts) {
    return {
        {"total", amounts.total},
        {"taxFree", amounts.tax_free},
        {"vat", amounts.vat},
        {"point", amounts.point},
        {"discount", amounts.discount},
        {"greenDeposit", amounts.green_deposit},
    };
}

Amounts read_amounts(const json::object& record, std::string_view name) {
    const auto* amounts = find_object(record, name);
    if (amounts == nullptr) return {};
    return {
        whole_of(*amounts, "total"),
        whole_of(*amounts, "taxFree"),
        whole_of(*amounts, "vat"),
        whole_of(*amounts, "point"),
        whole_of(*amounts, "discount"),
        whole_of(*amounts, "greenDeposit")};
}

json::array write_actions(const Payment& payment) {
    json::array actions;
    for (const auto& action : payment.actions) {
        actions.push_back(json::object{
            {"aid", action.aid},
            {"type", word(action.type)},
            {"amounts", write_record(action.amounts)},
            {"at", to_millis(action.at)},
            {"payload", action.payload},
        });
    }
    return actions;
}

void read_actions(const json::object& record, Payment& payment) {
    const auto* actions = record.if_contains("actions");
    if (actions == nullptr || !actions->is_array()) return;
    for (const auto& value : actions->get_array()) {
        const auto* each = value.if_object();
        if (each == nullptr) continue;
        Action action;
        action.aid = text_of(*each, "aid");
        action.type = find_action_type(text_of(*each, "type")).value_or(ActionType::payment);
        action.amounts = read_amounts(*each, "amounts");
        action.at = from_millis(whole_of(*each, "at"));
        action.payload = text_of(*each, "payload");
        payment.actions.push_back(std::move(action));
    }
}

void write_order(json::object& record, const Payment& payment) {
    record["tid"] = payment.tid;
    record["pageId"] = payment.page_id;
    record["cid"] = payment.cid;
    record["kind"] = static_cast<int>(payment.kind);
    record["partnerOrderId"] = payment.partner_order_id;
    record["partnerUserId"] = payment.partner_user_id;
    record["itemName"] = payment.item_name;
    record["itemCode"] = payment.item_code;
    record["quantity"] = payment.quantity;
    record["amount"] = write_record(payment.amount);
    record["approvalUrl"] = payment.approval_url;
    record["cancelUrl"] = payment.cancel_url;
    record["failUrl"] = payment.fail_url;
    record["onlyMethod"] = word(payment.only_method);
    record["installMonths"] = payment.install_months;
    record["createdAt"] = to_millis(payment.created_at);
    record["expiresAt"] = to_millis(payment.expires_at);
}

void read_order_record(const json::object& record, Payment& payment) {
    payment.tid = text_of(record, "tid");
    payment.page_id = text_of(record, "pageId");
    payment.cid = text_of(record, "cid");
    payment.kind = static_cast<CidKind>(whole_of(record, "kind"));
    payment.partner_order_id = text_of(record, "partnerOrderId");
    payment.partner_user_id = text_of(record, "partnerUserId");
    payment.item_name = text_of(record, "itemName");
    payment.item_code = text_of(record, "itemCode");
    payment.quantity = whole_of(record, "quantity");
    payment.amount = read_amounts(record, "amount");
    payment.approval_url = text_of(record, "approvalUrl");
    payment.cancel_url = text_of(record, "cancelUrl");
    payment.fail_url = text_of(record, "failUrl");
    payment.only_method = find_method(text_of(record, "onlyMethod")).value_or(Method::unselected);
    payment.install_months = static_cast<int>(whole_of(record, "installMonths"));
    payment.created_at = from_millis(whole_of(record, "createdAt"));
    payment.expires_at = from_millis(whole_of(record, "expiresAt"));
}

void write_progress(json::object& record, const Payment& payment) {
    record["status"] = word(payment.status);
    record["method"] = word(payment.method);
    record["behaviour"] = word(payment.behaviour);
    record["declineCode"] = payment.decline_code;
    record["chargeDeclineCode"] = payment.charge_decline_code;
    record["pgToken"] = payment.pg_token;
    record["sid"] = payment.sid;
    record["canceled"] = write_record(payment.canceled);
    record["captured"] = payment.captured;
    record["returned"] = payment.returned;
    record["approvedAt"] = write_time(payment.approved_at);
    record["canceledAt"] = write_time(payment.canceled_at);
    record["actions"] = write_actions(payment);
}

void read_progress(const json::object& record, Payment& payment) {
    payment.method = find_method(text_of(record, "method")).value_or(Method::unselected);
    payment.behaviour =
        find_behaviour(text_of(record, "behaviour")).value_or(ApproveBehaviour::approve);
    payment.decline_code = text_of(record, "declineCode");
    payment.charge_decline_code = text_of(record, "chargeDeclineCode");
    payment.pg_token = text_of(record, "pgToken");
    payment.sid = text_of(record, "sid");
    payment.canceled = read_amounts(record, "canceled");
    payment.captured = whole_of(record, "captured");
    payment.returned = whole_of(record, "returned");
    payment.approved_at = find_time(record, "approvedAt");
    payment.canceled_at = find_time(record, "canceledAt");
    read_actions(record, payment);
}

Result<Payment> read_payment(const json::object& record) {
    const auto status = find_status(text_of(record, "status"));
    const bool has_names = !text_of(record, "tid").empty() && !text_of(record, "cid").empty();
    if (!status || !has_names) {
        return invalid(
            "invalid_journal", "A payment of the journal has no tid or no known status."
        );
    }
    Payment payment;
    payment.status = *status;
    read_order_record(record, payment);
    read_progress(record, payment);
    return payment;
}

RecurringKey read_key(const json::object& record) {
    RecurringKey key;
    key.sid = text_of(record, "sid");
    key.cid = text_of(record, "cid");
    key.partner_user_id = text_of(record, "partnerUserId");
    key.item_name = text_of(record, "itemName");
    key.method = find_method(text_of(record, "method")).value_or(Method::unselected);
    key.charge_decline_code = text_of(record, "chargeDeclineCode");
    key.created_at = from_millis(whole_of(record, "createdAt"));
    key.last_approved_at = find_time(record, "lastApprovedAt");
    key.inactivated_at = find_time(record, "inactivatedAt");
    key.charged_month = text_of(record, "chargedMonth");
    key.charged_in_month = static_cast<int>(whole_of(record, "chargedInMonth"));
    return key;
}

}  // namespace

std::string write_line(std::uint64_t sequence, const Payment& payment) {
    json::object record;
    record.reserve(32);
    write_order(record, payment);
    write_progress(record, payment);
    return write_journal_line(sequence, "payment", std::move(record));
}

std::string write_line(std::uint64_t sequence, const RecurringKey& key) {
    return write_journal_line(
        sequence,
        "key",
        json::object{
            {"sid", key.sid},
            {"cid", key.cid},
            {"partnerUserId", key.partner_user_id},
            {"itemName", key.item_name},
            {"method", word(key.method)},
            {"chargeDeclineCode", key.charge_decline_code},
            {"createdAt", to_millis(key.created_at)},
            {"lastApprovedAt", write_time(key.last_approved_at)},
            {"inactivatedAt", write_time(key.inactivated_at)},
            {"chargedMonth", key.charged_month},
            {"chargedInMonth", key.charged_in_month},
        }
    );
}

Done replay_line(World& world, std::string_view line) {
    const auto read = read_journal_line(line, world.ids);
    if (!read) return read.error();
    if (const auto* payment = find_object(*read, "payment")) {
        auto restored = read_payment(*payment);
        if (!restored) return restored.error();
        world.books.put(std::move(*restored));
        return {};
    }
    if (const auto* key = find_object(*read, "key")) {
        if (text_of(*key, "sid").empty())
            return invalid("invalid_journal", "A recurring key of the journal has no sid.");
        world.books.put(read_key(*key));
        return {};
    }
    return invalid("invalid_journal", "A line of the journal is of no known kind.");
}

}  // namespace gyeol::sandbox::kakaopay
