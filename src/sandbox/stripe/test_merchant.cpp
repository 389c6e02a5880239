#include "sandbox/stripe/test_merchant.hpp"

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

const json::value* find_at(const json::object& object, std::string_view path) {
    const auto dot = path.find('.');
    const auto* value = object.if_contains(path.substr(0, dot));
    if (value == nullptr || dot == std::string_view::npos) return value;
    return value->is_object() ? find_at(value->as_object(), path.substr(dot + 1)) : nullptr;
}

}  // namespace

std::string Told::text(std::string_view path) const {
    const auto* value = find_at(body, path);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::int64_t Told::number(std::string_view path) const {
    const auto* value = find_at(body, path);
    return value != nullptr && value->is_int64() ? value->as_int64() : -1;
}

bool Told::is_null(std::string_view path) const {
    const auto* value = find_at(body, path);
    return value != nullptr && value->is_null();
}

std::string Told::outcome() const {
    auto said = std::to_string(status);
    if (status == 200) return said;
    const auto code = text("error.code");
    said += " " + (code.empty() ? text("error.type") : code);
    const auto decline = text("error.decline_code");
    return decline.empty() ? said : said + "/" + decline;
}

std::vector<std::string> Told::column(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& each : body.at("data").as_array())
        values.push_back(find_text(each.as_object(), name).value_or(""));
    return values;
}

TestMerchant::TestMerchant(Options options) : sandbox_(std::move(options)) {}

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

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the path, then the form, as in HTTP.
Told TestMerchant::sends(ports::HttpMethod method, std::string_view path, std::string_view form) {
    ports::HttpRequest request;
    request.method = method;
    request.url = std::string("http://localhost:8081/v1/").append(path);
    request.body = form;
    request.headers = {
        {"Authorization", "Bearer " + key},
        {"Content-Type", "application/x-www-form-urlencoded"},
        {"Stripe-Version", version}};
    if (!idempotency_key.empty()) request.headers.push_back({"Idempotency-Key", idempotency_key});
    return calls(request);
}

Told TestMerchant::posts(std::string_view path, std::string_view form) {
    return sends(ports::HttpMethod::post, path, form);
}

Told TestMerchant::gets(std::string_view path) {
    return sends(ports::HttpMethod::get, path, {});
}

Told TestMerchant::deletes(std::string_view path) {
    return sends(ports::HttpMethod::del, path, {});
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): as `sends`.
Told TestMerchant::browser(std::string_view path, std::string_view form) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = std::string("/browser/").append(path);
    request.body = form;
    request.headers = {{"Stripe-Sandbox-Page", "1"}};
    return calls(request);
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the method, then further parameters of a form.
Told TestMerchant::pays(std::string_view method, std::string_view more) {
    std::string form =
        "amount=9900&currency=krw&confirm=true&automatic_payment_methods[enabled]=true"
        "&automatic_payment_methods[allow_redirects]=never&payment_method=";
    form.append(method).append("&").append(more);
    return posts("payment_intents", form);
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): as `pays`.
Told TestMerchant::pays_on_session(std::string_view method, std::string_view more) {
    std::string form =
        "amount=9900&currency=krw&confirm=true&return_url=http://shop.test/back&payment_method=";
    form.append(method).append("&").append(more);
    return posts("payment_intents", form);
}

std::string TestMerchant::has_customer() {
    return posts("customers", "email=kim@shop.test").id();
}

std::vector<std::string> TestMerchant::hears() {
    const auto page = gets("events?limit=100");
    auto types = page.column("type");
    std::reverse(types.begin(), types.end());
    types.erase(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(events_heard_));
    events_heard_ += types.size();
    return types;
}

std::vector<Received> TestMerchant::receives() {
    std::vector<Received> received;
    for (const auto& delivery : sandbox_.due_webhooks(now_)) {
        Received webhook;
        webhook.id = delivery.id;
        webhook.signature = ports::find_header(delivery.headers, "Stripe-Signature");
        webhook.raw = delivery.body;
        webhook.body = parse_json_object(delivery.body).value();
        received.push_back(std::move(webhook));
    }
    return received;
}

}  // namespace gyeol::sandbox::stripe
