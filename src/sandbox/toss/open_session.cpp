#include "sandbox/toss/confirm.hpp"
#include "sandbox/toss/session.hpp"
#include "sandbox/url.hpp"

#include <algorithm>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

constexpr std::string_view anonymous = "@@ANONYMOUS";
constexpr int valid_hours_max = 2160;
constexpr auto due_days_max = std::chrono::days(90);

std::string text_of(const json::object& body, std::string_view name) {
    return find_text(body, name).value_or("");
}

bool is_customer_key(std::string_view key) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.@";
    if (key == anonymous) return true;
    return key.size() >= 2 && key.size() <= 50 &&
           key.find_first_not_of(alphabet) == std::string_view::npos;
}

/// The browser script lets `=` through, which the REST side does not.
bool is_browser_order_id(std::string order_id) {
    std::replace(order_id.begin(), order_id.end(), '=', '-');
    return is_order_id(order_id);
}

bool is_order_name(std::string_view name) {
    const auto characters = std::count_if(name.begin(), name.end(), [](char each) {
        return (static_cast<unsigned char>(each) & 0xC0U) != 0x80U;
    });
    return characters >= 1 && characters <= 100;
}

bool is_metadata(const json::object& metadata) {
    constexpr std::size_t pairs_max = 5;
    return metadata.size() <= pairs_max &&
           std::all_of(metadata.begin(), metadata.end(), [](const auto& pair) {
               const std::string_view key = pair.key();
               const auto* value = pair.value().if_string();
               const bool key_fits =
                   key.size() <= 40 && key.find_first_of("[]") == std::string_view::npos;
               return key_fits && value != nullptr && value->size() <= 2000;
           });
}

std::string_view find_key_refusal(const std::optional<KeyOwner>& owner, std::string_view flow) {
    if (!owner) return "INVALID_CLIENT_KEY";
    if (flow == "widget" && owner->family == KeyFamily::api)
        return "NOT_SUPPORTED_API_INDIVIDUAL_KEY";
    if (flow != "widget" && owner->family == KeyFamily::widget) return "NOT_SUPPORTED_WIDGET_KEY";
    return {};
}

std::string_view find_order_refusal(const json::object& body) {
    const auto amount = find_whole(body, "amount");
    if (!amount) return "INVALID_AMOUNT_VALUE";
    if (*amount < 0) return "BELOW_ZERO_AMOUNT";
    if (find_text(body, "currency").value_or("KRW") != "KRW") return "INVALID_AMOUNT_CURRENCY";
    if (!is_customer_key(text_of(body, "customerKey"))) return "INVALID_CUSTOMER_KEY";
    if (!is_browser_order_id(text_of(body, "orderId"))) return "INVALID_ORDER_ID";
    if (!is_order_name(text_of(body, "orderName"))) return "INVALID_ORDER_NAME";
    const auto tax_free = find_whole(body, "taxFreeAmount").value_or(0);
    if (tax_free < 0 || tax_free > *amount) return "INVALID_AMOUNT_VALUE";
    const auto* metadata = find_object(body, "metadata");
    return metadata == nullptr || is_metadata(*metadata) ? std::string_view{} : "INVALID_METADATA";
}

/// Both URLs lead somewhere, or neither is given and the script's promise is resolved instead.
std::string_view find_url_refusal(const json::object& body) {
    const auto success = find_text(body, "successUrl");
    const auto fail = find_text(body, "failUrl");
    if (!success && !fail) return {};
    if (!success || !is_absolute_url(*success)) return "INCORRECT_SUCCESS_URL_FORMAT";
    return fail && is_absolute_url(*fail) ? std::string_view{} : "INCORRECT_FAIL_URL_FORMAT";
}

std::string_view read_deposit_window(const json::object& body, Instant now, DepositWindow& window) {
    const auto* options = find_object(body, "virtualAccount");
    if (options == nullptr) return {};
    const auto hours = find_whole(*options, "validHours");
    const auto due_date = find_text(*options, "dueDate");
    if (hours && due_date) return "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE";
    if (hours && (*hours < 1 || *hours > valid_hours_max)) return "EXCEED_MAX_VALID_HOURS";
    if (hours) window.valid_hours = static_cast<int>(*hours);
    if (!due_date) return {};
    const auto due_at = parse_korean_time(*due_date);
    if (!due_at || *due_at < now) return "INVALID_DATE";
    if (*due_at > now + due_days_max) return "EXCEED_MAX_DUE_DATE";
    window.due_at = *due_at;
    return {};
}

bool order_was_approved(const World& world, const KeyOwner& owner, const std::string& order_id) {
    if (world.options.repeated_order_ids) return false;
    const auto tries = world.payments.find_order({owner.pair, order_id});
    return std::any_of(tries.begin(), tries.end(), [](const Payment* payment) {
        return was_approved(*payment);
    });
}

/// Five characters of the merchant's id, the Korean wall clock, five more: the form seen in real keys.
std::string make_payment_key(World& world, const std::string& merchant_id, Instant now) {
    auto prefix = merchant_id.substr(0, 5);
    for (const auto each : write_korean_time(now).substr(0, 19)) {
        if (each >= '0' && each <= '9') prefix.push_back(each);
    }
    auto key = world.ids.letters(prefix, 5);
    while (world.payments.find(key) != nullptr)
        key = world.ids.letters(prefix, 5);
    return key;
}

Payment read_payment(World& world, const KeyOwner& owner, const json::object& body, Instant now) {
    Payment payment;
    payment.payment_key = make_payment_key(world, owner.merchant_id, now);
    payment.pair = owner.pair;
    payment.merchant_id = owner.merchant_id;
    payment.customer_key = text_of(body, "customerKey");
    payment.order_id = text_of(body, "orderId");
    payment.order_name = text_of(body, "orderName");
    payment.customer_name = text_of(body, "customerName");
    payment.success_url = text_of(body, "successUrl");
    payment.fail_url = text_of(body, "failUrl");
    if (const auto* metadata = find_object(body, "metadata"))
        payment.metadata = json::serialize(*metadata);
    payment.requested_method = find_method(text_of(body, "method")).value_or(Method::unselected);
    payment.total = find_whole(body, "amount").value_or(0);
    payment.balance = payment.total;
    payment.tax_free = find_whole(body, "taxFreeAmount").value_or(0);
    payment.requested_at = now;
    payment.expires_at = now + world.options.authentication_window;
    return payment;
}

}  // namespace

Answer open_session(World& world, const json::object& body, Instant now) {
    const auto owner = world.keys.owner_of_client(text_of(body, "clientKey"));
    const auto flow = find_text(body, "flow").value_or("window");
    if (const auto refusal = find_key_refusal(owner, flow); !refusal.empty())
        return refuse_in_browser(refusal);
    if (const auto refusal = find_order_refusal(body); !refusal.empty())
        return refuse_in_browser(refusal);
    if (const auto refusal = find_url_refusal(body); !refusal.empty())
        return refuse_in_browser(refusal);
    const auto method = text_of(body, "method");
    if (!method.empty() && !find_method(method)) return refuse_in_browser("NOT_SUPPORTED_METHOD");
    DepositWindow window;
    if (const auto refusal = read_deposit_window(body, now, window); !refusal.empty()) {
        return refuse_in_browser(refusal);
    }
    if (order_was_approved(world, *owner, text_of(body, "orderId")))
        return refuse("DUPLICATED_ORDER_ID");

    // From here on nothing may fail.
    auto opened = read_payment(world, *owner, body, now);
    opened.deposit_window = window;
    const auto& payment = world.payments.put(std::move(opened));
    world.changed(payment);
    const json::object answer{{"paymentKey", payment.payment_key}};
    return {201, json::serialize(answer), {}};
}

}  // namespace gyeol::sandbox::toss
