#include "sandbox/toss/payment_json.hpp"

#include "domain/money.hpp"
#include "sandbox/id_maker.hpp"
#include "sandbox/unknown_fields.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

constexpr std::string_view api_version = "2022-11-16";

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value time_or_null(const std::optional<Instant>& instant) {
    return instant ? json::value(write_korean_time(*instant)) : json::value(nullptr);
}

bool is_paid(const Payment& payment) {
    return payment.approved_at.has_value();
}

json::value write_card(const Payment& payment) {
    if (!payment.card) return nullptr;
    const auto& card = *payment.card;
    return json::object{
        {"issuerCode", card.issuer_code},
        {"acquirerCode", "31"},
        {"number", card.masked_number},
        {"installmentPlanMonths", card.installment_months},
        {"isInterestFree", false},
        {"interestPayer", nullptr},
        {"approveNo", "00000000"},
        {"useCardPoint", false},
        {"cardType", "신용"},
        {"ownerType", "개인"},
        {"acquireStatus", payment.status == Status::canceled ? "CANCELED" : "READY"},
        {"amount", payment.total},
    };
}

json::value write_refund_account(const Payment& payment, const PaymentView& view) {
    const auto& account = payment.virtual_account->refund_account;
    if (!account || view.now > payment.requested_at + view.refund_account_readable) return nullptr;
    return json::object{
        {"bankCode", account->bank_code},
        {"accountNumber", account->account_number},
        {"holderName", account->holder_name},
    };
}

json::value write_virtual_account(const Payment& payment, const PaymentView& view) {
    if (!payment.virtual_account) return nullptr;
    const auto& account = *payment.virtual_account;
    return json::object{
        {"accountType", "일반"},
        {"accountNumber", account.account_number},
        {"bankCode", account.bank_code},
        {"customerName", account.customer_name},
        {"depositorName",
         payment.captured > 0 ? json::value(account.customer_name) : json::value(nullptr)},
        {"dueDate", write_korean_time(account.due_at)},
        {"refundStatus", account.refund_status},
        {"expired", view.now > account.due_at},
        {"settlementStatus", account.settlement_status},
        {"refundReceiveAccount", write_refund_account(payment, view)},
    };
}

json::value write_easy_pay(const Payment& payment) {
    if (payment.method != Method::easy_pay) return nullptr;
    return json::object{
        {"provider", payment.easy_pay_provider}, {"amount", payment.total}, {"discountAmount", 0}};
}

json::value write_transfer(const Payment& payment) {
    if (payment.method != Method::transfer) return nullptr;
    return json::object{{"bankCode", "88"}, {"settlementStatus", "INCOMPLETED"}};
}

json::value write_mobile_phone(const Payment& payment, const PaymentView& view) {
    if (payment.method != Method::mobile_phone) return nullptr;
    return json::object{
        {"customerMobilePhone", "01000000000"},
        {"settlementStatus", "INCOMPLETED"},
        {"receiptUrl",
         fmt::format("{}/receipt?paymentKey={}", view.page_base, payment.payment_key)},
    };
}

json::value write_gift_certificate(const Payment& payment) {
    const bool is_gift = payment.method == Method::culture_gift_certificate ||
                         payment.method == Method::book_gift_certificate ||
                         payment.method == Method::game_gift_certificate;
    if (!is_gift) return nullptr;
    return json::object{{"approveNo", "00000000"}, {"settlementStatus", "INCOMPLETED"}};
}

json::value write_cancels(const Payment& payment) {
    if (payment.cancels.empty()) return nullptr;
    json::array cancels;
    for (const auto& cancel : payment.cancels)
        cancels.push_back(write_cancel(cancel));
    return cancels;
}

json::value write_failure(const Payment& payment) {
    if (!payment.failure) return nullptr;
    return json::object{{"code", payment.failure->code}, {"message", payment.failure->message}};
}

json::value write_metadata(const Payment& payment) {
    if (payment.metadata.empty()) return nullptr;
    return json::parse(payment.metadata);
}

/// The four amounts that shrink with every cancel; the total never does.
void add_amounts(json::object& object, const Payment& payment) {
    const auto split =
        domain::split_vat({payment.balance - payment.tax_free, domain::Currency::krw});
    object["totalAmount"] = payment.total;
    object["balanceAmount"] = payment.balance;
    object["suppliedAmount"] = split.supply.minor;
    object["vat"] = split.vat.minor;
    object["taxFreeAmount"] = payment.tax_free;
}

void add_unknown_fields_here(json::object& object, std::uint64_t seed) {
    add_unknown_fields(object, seed);
    if (auto* card = object["card"].if_object()) (*card)["z"] = (mix(seed) & 1U) != 0;
}

}  // namespace

json::object write_cancel(const Cancel& cancel) {
    return {
        {"transactionKey", cancel.transaction_key},
        {"cancelReason", cancel.reason},
        {"taxExemptionAmount", 0},
        {"canceledAt", write_korean_time(cancel.canceled_at)},
        {"cardDiscountAmount", 0},
        {"transferDiscountAmount", 0},
        {"easyPayDiscountAmount", 0},
        {"receiptKey", nullptr},
        {"cancelAmount", cancel.amount},
        {"taxFreeAmount", cancel.tax_free_amount},
        {"refundableAmount", cancel.refundable_amount},
        {"cancelStatus", cancel.status},
        {"cancelRequestId",
         cancel.request_id ? json::value(*cancel.request_id) : json::value(nullptr)},
    };
}

json::object write_payment(const Payment& payment, const PaymentView& view) {
    const bool has_method =
        payment.method != Method::unselected && payment.status != Status::expired;
    const auto page = [&](std::string_view name) {
        return json::object{
            {"url", fmt::format("{}/{}?paymentKey={}", view.page_base, name, payment.payment_key)}};
    };
    json::object object;
    object.reserve(48);
    object["mId"] = payment.merchant_id;
    object["lastTransactionKey"] = text_or_null(payment.last_transaction_key);
    object["paymentKey"] = payment.payment_key;
    object["orderId"] = payment.order_id;
    object["orderName"] = payment.order_name;
    object["taxExemptionAmount"] = 0;
    object["status"] = word(payment.status);
    object["requestedAt"] = write_korean_time(payment.requested_at);
    object["approvedAt"] = time_or_null(payment.approved_at);
    object["useEscrow"] =
        payment.status == Status::expired ? json::value(nullptr) : json::value(false);
    object["cultureExpense"] = false;
    object["card"] = write_card(payment);
    object["virtualAccount"] = write_virtual_account(payment, view);
    object["transfer"] = write_transfer(payment);
    object["mobilePhone"] = write_mobile_phone(payment, view);
    object["giftCertificate"] = write_gift_certificate(payment);
    object["cashReceipt"] = nullptr;
    object["cashReceipts"] = nullptr;
    object["discount"] = nullptr;
    object["cancels"] = write_cancels(payment);
    object["secret"] = view.hide_secret ? json::value(nullptr) : text_or_null(payment.secret);
    object["type"] = "NORMAL";
    object["easyPay"] = write_easy_pay(payment);
    object["country"] = "KR";
    object["failure"] = write_failure(payment);
    object["isPartialCancelable"] = payment.partial_cancelable;
    object["receipt"] = is_paid(payment) ? json::value(page("receipt")) : json::value(nullptr);
    object["checkout"] = page("window");
    object["currency"] = payment.currency;
    add_amounts(object, payment);
    object["metadata"] = write_metadata(payment);
    object["method"] = has_method ? json::value(korean(payment.method)) : json::value(nullptr);
    object["version"] = api_version;
    if (view.unknown_fields_seed) add_unknown_fields_here(object, *view.unknown_fields_seed);
    return object;
}

}  // namespace gyeol::sandbox::toss
