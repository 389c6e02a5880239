#include "sandbox/toss/test_merchant.hpp"

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

std::string encode_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string encoded;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        unsigned bits = 0;
        for (std::size_t each = 0; each < 3; ++each) {
            bits = (bits << 8U) |
                   (at + each < text.size() ? static_cast<unsigned char>(text[at + each]) : 0U);
        }
        for (std::size_t each = 0; each < 4; ++each) {
            const auto is_padding = at + each > text.size();
            encoded.push_back(is_padding ? '=' : alphabet[(bits >> (18U - 6U * each)) & 63U]);
        }
    }
    return encoded;
}

}  // namespace

TestMerchant::TestMerchant(Options options) : sandbox_(std::move(options)) {}

Options TestMerchant::with_webhooks() {
    Options options;
    options.webhooks.url = "http://shop.test/webhook";
    options.shop_origins = {"http://shop.test"};
    return options;
}

Told TestMerchant::calls(const ports::HttpRequest& request) {
    auto handled = sandbox_.handle(request, now_);
    Told told;
    told.status = handled.reply.status;
    told.raw = handled.reply.body;
    told.headers = handled.reply.headers;
    told.fault = handled.fault;
    if (auto body = parse_json_object(told.raw)) told.body = std::move(*body);
    return told;
}

Told TestMerchant::posts(std::string_view path, const json::object& body) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = path;
    request.body = json::serialize(body);
    request.headers = {{"Authorization", "Basic " + encode_base64(secret_key + ":")}};
    if (!idempotency_key.empty()) request.headers.push_back({"Idempotency-Key", idempotency_key});
    if (!test_code.empty()) request.headers.push_back({"TossPayments-Test-Code", test_code});
    return calls(request);
}

Told TestMerchant::browser(std::string_view path, const json::object& body) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = std::string("/browser/").append(path);
    request.body = json::serialize(body);
    request.headers = {{"Content-Type", "application/json"}, {"Origin", "http://shop.test"}};
    return calls(request);
}

std::string TestMerchant::opens(std::string_view order_id, std::int64_t amount) {
    const auto opened = browser(
        "sessions",
        {{"clientKey", "test_gck_made_up"},
         {"flow", "widget"},
         {"customerKey", "customer-1"},
         {"amount", amount},
         {"orderId", order_id},
         {"orderName", "결 Basic 1개월"},
         {"successUrl", "http://shop.test/success"},
         {"failUrl", "http://shop.test/fail"}}
    );
    return opened.text("paymentKey");
}

std::string TestMerchant::authenticates(
    std::string_view order_id, std::int64_t amount, std::string_view outcome
) {
    auto payment_key = opens(order_id, amount);
    json::object choice{{"method", "CARD"}, {"cardNumber", "4242 4242 4242 4242"}};
    if (!outcome.empty()) choice["outcome"] = outcome;
    browser("sessions/" + payment_key + "/authenticate", choice);
    return payment_key;
}

std::string TestMerchant::pays(std::string_view order_id, std::int64_t amount) {
    auto payment_key = authenticates(order_id, amount);
    confirms(payment_key, order_id, amount);
    return payment_key;
}

std::string TestMerchant::is_issued_account(std::string_view order_id, std::int64_t amount) {
    auto payment_key = opens(order_id, amount);
    browser(
        "sessions/" + payment_key + "/authenticate",
        {{"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}, {"customerName", "김결"}}
    );
    confirms(payment_key, order_id, amount);
    return payment_key;
}

Told TestMerchant::confirms(
    std::string_view payment_key, std::string_view order_id, std::int64_t amount
) {
    return posts(
        "/v1/payments/confirm",
        {{"paymentKey", payment_key}, {"orderId", order_id}, {"amount", amount}}
    );
}

Told TestMerchant::cancels(std::string_view payment_key, const json::object& body) {
    return posts(std::string("/v1/payments/").append(payment_key).append("/cancel"), body);
}

Told TestMerchant::gets(std::string_view payment_key) {
    ports::HttpRequest request;
    request.url = std::string("http://localhost:8081/v1/payments/").append(payment_key);
    request.headers = {{"Authorization", "Basic " + encode_base64(secret_key + ":")}};
    return calls(request);
}

Told TestMerchant::gets_order(std::string_view order_id) {
    return gets(std::string("orders/").append(order_id));
}

std::vector<json::object> TestMerchant::receives_webhooks() {
    std::vector<json::object> bodies;
    for (const auto& delivery : sandbox_.due_webhooks(now_)) {
        bodies.push_back(parse_json_object(delivery.body).value());
        sandbox_.webhook_answered(delivery.id, 200, now_);
    }
    return bodies;
}

}  // namespace gyeol::sandbox::toss
