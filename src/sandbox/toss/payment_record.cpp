#include "sandbox/toss/payment_record.hpp"

#include "sandbox/journal_line.hpp"

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

json::object write_refund_account(const RefundAccount& account) {
    return {
        {"bankCode", account.bank_code},
        {"accountNumber", account.account_number},
        {"holderName", account.holder_name},
    };
}

json::object write_account(const VirtualAccount& account) {
    json::object record{
        {"bankCode", account.bank_code},
        {"accountNumber", account.account_number},
        {"customerName", account.customer_name},
        {"dueAt", to_millis(account.due_at)},
        {"refundStatus", account.refund_status},
        {"settlementStatus", account.settlement_status},
    };
    if (account.refund_account)
        record["refundAccount"] = write_refund_account(*account.refund_account);
    return record;
}

VirtualAccount read_account(const json::object& record) {
    VirtualAccount account;
    account.bank_code = text_of(record, "bankCode");
    account.account_number = text_of(record, "accountNumber");
    account.customer_name = text_of(record, "customerName");
    account.due_at = from_millis(whole_of(record, "dueAt"));
    account.refund_status = text_of(record, "refundStatus");
    account.settlement_status = text_of(record, "settlementStatus");
    if (const auto* refund = find_object(record, "refundAccount")) {
        account.refund_account = RefundAccount{
            text_of(*refund, "bankCode"),
            text_of(*refund, "accountNumber"),
            text_of(*refund, "holderName")};
    }
    return account;
}

json::object write_cancel_record(const Cancel& cancel) {
    json::object record{
        {"amount", cancel.amount},
        {"taxFreeAmount", cancel.tax_free_amount},
        {"refundableAmount", cancel.refundable_amount},
        {"reason", cancel.reason},
        {"canceledAt", to_millis(cancel.canceled_at)},
        {"transactionKey", cancel.transaction_key},
        {"status", cancel.status},
    };
    if (cancel.request_id) record["requestId"] = *cancel.request_id;
    return record;
}

Cancel read_cancel_record(const json::object& record) {
    Cancel cancel;
    cancel.amount = whole_of(record, "amount");
    cancel.tax_free_amount = whole_of(record, "taxFreeAmount");
    cancel.refundable_amount = whole_of(record, "refundableAmount");
    cancel.reason = text_of(record, "reason");
    cancel.canceled_at = from_millis(whole_of(record, "canceledAt"));
    cancel.transaction_key = text_of(record, "transactionKey");
    cancel.status = text_of(record, "status");
    cancel.request_id = find_text(record, "requestId");
    return cancel;
}

void write_order(json::object& record, const Payment& payment) {
    record["paymentKey"] = payment.payment_key;
    record["pair"] = payment.pair;
    record["merchantId"] = payment.merchant_id;
    record["customerKey"] = payment.customer_key;
    record["orderId"] = payment.order_id;
    record["orderName"] = payment.order_name;
    record["currency"] = payment.currency;
    record["customerName"] = payment.customer_name;
    record["successUrl"] = payment.success_url;
    record["failUrl"] = payment.fail_url;
    record["metadata"] = payment.metadata;
    record["requestedMethod"] = word(payment.requested_method);
    record["validHours"] = payment.deposit_window.valid_hours;
    record["dueAt"] = write_time(payment.deposit_window.due_at);
}

void read_order(const json::object& record, Payment& payment) {
    payment.payment_key = text_of(record, "paymentKey");
    payment.pair = text_of(record, "pair");
    payment.merchant_id = text_of(record, "merchantId");
    payment.customer_key = text_of(record, "customerKey");
    payment.order_id = text_of(record, "orderId");
    payment.order_name = text_of(record, "orderName");
    payment.currency = text_of(record, "currency");
    payment.customer_name = text_of(record, "customerName");
    payment.success_url = text_of(record, "successUrl");
    payment.fail_url = text_of(record, "failUrl");
    payment.metadata = text_of(record, "metadata");
    payment.requested_method =
        find_method(text_of(record, "requestedMethod")).value_or(Method::unselected);
    payment.deposit_window.valid_hours = static_cast<int>(whole_of(record, "validHours"));
    payment.deposit_window.due_at = find_time(record, "dueAt");
}

void write_choice(json::object& record, const Payment& payment) {
    record["method"] = word(payment.method);
    record["behaviour"] = word(payment.behaviour);
    record["declineCode"] = payment.decline_code;
    record["partialCancelable"] = payment.partial_cancelable;
    record["easyPayProvider"] = payment.easy_pay_provider;
    if (payment.card) {
        record["card"] = json::object{
            {"maskedNumber", payment.card->masked_number},
            {"issuerCode", payment.card->issuer_code},
            {"installmentMonths", payment.card->installment_months},
        };
    }
    if (payment.virtual_account) record["virtualAccount"] = write_account(*payment.virtual_account);
}

void read_choice(const json::object& record, Payment& payment) {
    payment.method = find_method(text_of(record, "method")).value_or(Method::unselected);
    payment.behaviour =
        find_behaviour(text_of(record, "behaviour")).value_or(ConfirmBehaviour::approve);
    payment.decline_code = text_of(record, "declineCode");
    const auto* partial = record.if_contains("partialCancelable");
    payment.partial_cancelable = partial == nullptr || !partial->is_bool() || partial->get_bool();
    payment.easy_pay_provider = text_of(record, "easyPayProvider");
    if (const auto* card = find_object(record, "card")) {
        payment.card = Card{
            text_of(*card, "maskedNumber"),
            text_of(*card, "issuerCode"),
            static_cast<int>(whole_of(*card, "installmentMonths"))};
    }
    if (const auto* account = find_object(record, "virtualAccount")) {
        payment.virtual_account = read_account(*account);
    }
}

void write_progress(json::object& record, const Payment& payment) {
    record["status"] = word(payment.status);
    record["total"] = payment.total;
    record["balance"] = payment.balance;
    record["taxFree"] = payment.tax_free;
    record["captured"] = payment.captured;
    record["returned"] = payment.returned;
    record["requestedAt"] = to_millis(payment.requested_at);
    record["approvedAt"] = write_time(payment.approved_at);
    record["expiresAt"] = write_time(payment.expires_at);
    record["secret"] = payment.secret;
    record["lastTransactionKey"] = payment.last_transaction_key;
    if (payment.failure) {
        record["failure"] =
            json::object{{"code", payment.failure->code}, {"message", payment.failure->message}};
    }
    json::array cancels;
    for (const auto& cancel : payment.cancels)
        cancels.push_back(write_cancel_record(cancel));
    record["cancels"] = std::move(cancels);
}

void read_progress(const json::object& record, Payment& payment) {
    payment.total = whole_of(record, "total");
    payment.balance = whole_of(record, "balance");
    payment.tax_free = whole_of(record, "taxFree");
    payment.captured = whole_of(record, "captured");
    payment.returned = whole_of(record, "returned");
    payment.requested_at = from_millis(whole_of(record, "requestedAt"));
    payment.approved_at = find_time(record, "approvedAt");
    payment.expires_at = find_time(record, "expiresAt");
    payment.secret = text_of(record, "secret");
    payment.last_transaction_key = text_of(record, "lastTransactionKey");
    if (const auto* failure = find_object(record, "failure")) {
        payment.failure = Failure{text_of(*failure, "code"), text_of(*failure, "message")};
    }
    const auto* cancels = record.if_contains("cancels");
    if (cancels == nullptr || !cancels->is_array()) return;
    for (const auto& cancel : cancels->get_array()) {
        if (const auto* each = cancel.if_object())
            payment.cancels.push_back(read_cancel_record(*each));
    }
}

}  // namespace

json::object write_record(const Payment& payment) {
    json::object record;
    record.reserve(48);
    write_order(record, payment);
    write_choice(record, payment);
    write_progress(record, payment);
    return record;
}

Result<Payment> read_record(const json::object& record) {
    const auto status = find_status(text_of(record, "status"));
    if (!status || text_of(record, "paymentKey").empty()) {
        return invalid(
            "invalid_journal", "A payment of the journal has no key or no known status."
        );
    }
    Payment payment;
    payment.status = *status;
    read_order(record, payment);
    read_choice(record, payment);
    read_progress(record, payment);
    return payment;
}

}  // namespace gyeol::sandbox::toss
