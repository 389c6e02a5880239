#include "app/webhook_message.hpp"

#include "base/base64.hpp"
#include "base/ensure.hpp"
#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace gyeol::app {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 32;

std::string sign(
    const ports::IdSource& ids,
    const SignedMessage& message,
    std::int64_t seconds,
    const Secret& secret
) {
    const auto& text = secret.reveal();
    ensure(text.starts_with(secret_prefix), "a webhook secret was made here");
    auto key = parse_base64(std::string_view(text).substr(secret_prefix.size()));
    ensure(key.has_value(), "a webhook secret was made here");
    const auto digest = ids.hmac_sha256(
        Secret(std::move(*key)), fmt::format("{}.{}.{}", message.id, seconds, message.body)
    );
    const std::string_view bytes(reinterpret_cast<const char*>(digest.data()), digest.size());
    return "v1," + write_base64(bytes);
}

}  // namespace

std::string write_event(const domain::Payment& payment, const domain::Event& event) {
    return fmt::format(
        R"({{"type":{},"timestamp":"{}","data":{{"id":"{}","sequence":{},"orderId":{},"orderName":{},)"
        R"("planId":{},"userId":"{}","provider":"{}","paymentMethod":"{}","amount":{},)"
        R"("currency":"{}","refunded":{},"status":"{}"}}}})",
        write_json_text(event.type),
        write_rfc3339(event.at),
        payment.id.hex(),
        event.number,
        write_json_text(payment.order_id),
        write_json_text(payment.order_name),
        write_json_text(payment.plan_id),
        payment.user_id.hex(),
        word(payment.provider),
        word(payment.method),
        payment.amount.minor,
        word(payment.amount.currency),
        payment.returned.minor,
        word(event.status)
    );
}

std::string event_name(domain::PaymentId payment, std::uint64_t number) {
    return fmt::format("evt_{}_{}", payment.hex(), number);
}

Secret make_webhook_secret(ports::IdSource& ids) {
    return Secret(std::string(secret_prefix) + write_base64(ids.random_bytes(secret_bytes)));
}

std::vector<ports::HttpHeader> sign_message(
    const ports::IdSource& ids, const SignedMessage& message, const std::vector<Secret>& secrets
) {
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(message.at).time_since_epoch().count();
    std::string signatures;
    for (const auto& secret : secrets) {
        if (!signatures.empty()) signatures += ' ';
        signatures += sign(ids, message, seconds, secret);
    }
    return {
        {"Content-Type", "application/json"},
        {"webhook-id", message.id},
        {"webhook-timestamp", fmt::format("{}", seconds)},
        {"webhook-signature", std::move(signatures)},
    };
}

Millis read_retry_after(std::string_view text) {
    std::int64_t seconds = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t day = std::int64_t{24} * 3600;
    const bool is_whole = failure == std::errc{} && end == text.data() + text.size();
    if (!is_whole || seconds < 0) return Millis(0);
    return std::chrono::seconds(std::min(seconds, day));
}

}  // namespace gyeol::app
