#include "app/letters.hpp"

#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::app {
namespace {

/// Returns the type of an event as the name of a template's section: `payment.failed` is
/// `payment_failed`.
std::string section_of(std::string_view text) {
    std::string name(text);
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

std::string show_time(Instant instant) {
    auto text = write_korean_time(instant);
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}

ports::Letter begin_letter(
    const domain::Payment& payment, std::string to, const domain::Delivery& delivery
) {
    ports::Letter letter;
    letter.kind = word(delivery.channel);
    letter.to = std::move(to);
    letter.message_id = delivery.id.hex();
    letter.at = delivery.event_at;
    letter.fields = {
        {"orderId", payment.order_id},
        {"orderName", payment.order_name},
        {"paymentId", payment.id.hex()},
        {"amount", show_money(payment.amount)},
        {"provider", std::string(word(payment.provider))},
        {"method_" + std::string(word(payment.method)), "1"},
        {"at", show_time(delivery.event_at)},
        {section_of(delivery.event_type), "1"},
    };
    return letter;
}

}  // namespace

std::string show_money(domain::Money money) {
    const auto digits = static_cast<std::size_t>(domain::exponent(money.currency));
    auto text = fmt::format("{:0{}}", money.minor, digits + 1);
    const auto point = text.size() - digits;
    if (digits > 0) text.insert(point, ".");
    for (auto at = point; at > 3; at -= 3)
        text.insert(at - 3, ",");
    return fmt::format("{} {}", text, word(money.currency));
}

ports::Letter write_receipt(
    const domain::Payment& payment, const domain::User& buyer, const domain::Delivery& delivery
) {
    auto letter = begin_letter(payment, buyer.email, delivery);
    letter.fields.push_back({"buyer", buyer.name});
    letter.fields.push_back({"receiptUrl", payment.receipt_url});
    return letter;
}

ports::Letter write_alert(
    const domain::Payment& payment, std::string administrator, const domain::Delivery& delivery
) {
    auto letter = begin_letter(payment, std::move(administrator), delivery);
    letter.fields.push_back({"event", delivery.event_type});
    letter.fields.push_back({"status", std::string(word(payment.status))});
    if (payment.failure) {
        letter.fields.push_back({"failureCode", payment.failure->code});
        letter.fields.push_back({"failureMessage", payment.failure->message});
        letter.fields.push_back({"providerCode", payment.failure->provider_code});
    }
    return letter;
}

}  // namespace gyeol::app
