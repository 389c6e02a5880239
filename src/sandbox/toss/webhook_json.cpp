#include "sandbox/toss/webhook_json.hpp"

#include "sandbox/toss/payment_json.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::toss {
namespace json = boost::json;

std::string write_webhook_time(Instant instant, std::uint64_t micros) {
    constexpr std::size_t seconds_length = 19;
    const auto millis = static_cast<std::uint64_t>(to_millis(instant) % 1000);
    auto fraction = fmt::format(".{:03}{:03}", millis, micros % 1000);
    while (fraction.back() == '0')
        fraction.pop_back();
    if (fraction == ".") fraction.clear();
    return write_korean_time(instant).substr(0, seconds_length) + fraction;
}

std::string write_payment_status_changed(json::object payment, const std::string& created_at) {
    json::object body;
    body["eventType"] = "PAYMENT_STATUS_CHANGED";
    body["createdAt"] = created_at;
    body["data"] = std::move(payment);
    return json::serialize(body);
}

std::string write_deposit_callback(const Payment& payment, const std::string& created_at) {
    const json::object body{
        {"createdAt", created_at},
        {"secret", payment.secret},
        {"status", word(payment.status)},
        {"transactionKey", payment.last_transaction_key},
        {"orderId", payment.order_id},
    };
    return json::serialize(body);
}

std::string write_cancel_status_changed(
    const Payment& payment, const Cancel& cancel, const std::string& created_at
) {
    auto data = write_cancel(cancel);
    data["paymentKey"] = payment.payment_key;
    data["orderId"] = payment.order_id;
    json::object body;
    body["eventType"] = "CANCEL_STATUS_CHANGED";
    body["createdAt"] = created_at;
    body["data"] = std::move(data);
    return json::serialize(body);
}

}  // namespace gyeol::sandbox::toss
