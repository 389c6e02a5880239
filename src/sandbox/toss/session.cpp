#include "sandbox/toss/session.hpp"

#include "sandbox/toss/virtual_account.hpp"
#include "sandbox/url.hpp"

#include <algorithm>
#include <array>

namespace gyeol::sandbox::toss {
namespace {
namespace json = boost::json;

/// The cards of the K-TEST tutorial. They are another provider's numbers, kept so that the tutorial's
/// readers see what it promises; every other card with a right check digit is simply approved.
struct TestCard {
    std::string_view number;
    std::string_view decline_code;
};

constexpr std::array test_cards{
    TestCard{"4000000000000002", "REJECT_CARD_PAYMENT"},
    TestCard{"4000000000000069", "INVALID_CARD_EXPIRATION"},
};

constexpr std::array<std::string_view, 7> easy_pay_providers{
    "토스페이", "네이버페이", "카카오페이", "애플페이", "삼성페이", "SSG페이", "엘페이"};

std::string only_digits(std::string_view text) {
    std::string digits;
    for (const auto each : text) {
        if (each != ' ' && each != '-') digits.push_back(each);
    }
    return digits;
}

std::string mask(const std::string& number) {
    auto masked = number;
    std::fill(masked.begin() + 8, masked.begin() + 12, '*');
    masked.back() = '*';
    return masked;
}

std::string issuer_of(const std::string& number) {
    switch (number.front()) {
        case '4':
            return "61";
        case '5':
            return "11";
        case '9':
            return "21";
        default:
            return "41";
    }
}

json::object result_of(const Payment& payment) {
    return {
        {"paymentType", "NORMAL"},
        {"orderId", payment.order_id},
        {"paymentKey", payment.payment_key},
        {"amount", json::object{{"currency", payment.currency}, {"value", payment.total}}},
    };
}

std::string success_url_of(const Payment& payment) {
    return with_query(
        payment.success_url,
        {{"paymentType", "NORMAL"},
         {"orderId", payment.order_id},
         {"paymentKey", payment.payment_key},
         {"amount", std::to_string(payment.total)}}
    );
}

json::value url_or_null(const std::string& url) {
    return url.empty() ? json::value(nullptr) : json::value(url);
}

Answer succeed(const Payment& payment) {
    json::object answer;
    answer["redirectUrl"] = url_or_null(payment.success_url.empty() ? "" : success_url_of(payment));
    answer["result"] = result_of(payment);
    return {200, json::serialize(answer), {}};
}

/// `with_order_id`: the redirect of a buyer who gave up carries none.
Answer fail(const Payment& payment, std::string_view code, const std::string& order_id) {
    const std::string message(find_error(code)->message);
    Query query{{"code", std::string(code)}, {"message", message}};
    json::object failure{{"code", code}, {"message", message}};
    if (!order_id.empty()) {
        query.emplace_back("orderId", order_id);
        failure["orderId"] = order_id;
    }
    json::object answer;
    answer["redirectUrl"] =
        url_or_null(payment.fail_url.empty() ? "" : with_query(payment.fail_url, query));
    answer["failure"] = std::move(failure);
    return {200, json::serialize(answer), {}};
}

/// Returns the code of what is wrong with the choice, empty when it was put into `payment`.
std::string_view choose_card(Payment& payment, const json::object& body) {
    const auto number = only_digits(find_text(body, "cardNumber").value_or(""));
    if (!is_card_number(number)) return "INVALID_CARD_NUMBER";
    const auto months = find_whole(body, "installmentMonths").value_or(0);
    if (months != 0 && (months < 2 || months > 12 || payment.total < 50'000))
        return "INVALID_CARD_INSTALLMENT_PLAN";
    payment.card = Card{mask(number), issuer_of(number), static_cast<int>(months)};
    for (const auto& card : test_cards) {
        if (card.number != number) continue;
        payment.behaviour = ConfirmBehaviour::decline;
        payment.decline_code = card.decline_code;
    }
    return {};
}

std::string_view choose_account(Payment& payment, const json::object& body) {
    VirtualAccount account;
    account.bank_code = find_text(body, "bank").value_or("");
    if (!is_bank(account.bank_code)) return "INVALID_BANK";
    account.customer_name = find_text(body, "customerName").value_or(payment.customer_name);
    if (account.customer_name.empty()) account.customer_name = "테스트";
    payment.virtual_account = std::move(account);
    return {};
}

std::string_view choose_method(Payment& payment, const json::object& body) {
    const auto method = find_method(find_text(body, "method").value_or(""));
    if (!method || *method == Method::unselected) return "NOT_SUPPORTED_METHOD";
    payment.method = *method;
    if (*method == Method::card) return choose_card(payment, body);
    if (*method == Method::virtual_account) return choose_account(payment, body);
    if (*method != Method::easy_pay) return {};
    payment.easy_pay_provider = find_text(body, "provider").value_or("토스페이");
    const auto* known =
        std::find(easy_pay_providers.begin(), easy_pay_providers.end(), payment.easy_pay_provider);
    return known == easy_pay_providers.end() ? "INVALID_EASY_PAY" : std::string_view{};
}

std::string_view choose_behaviour(Payment& payment, const json::object& body) {
    const auto outcome = find_text(body, "outcome");
    if (const auto* partial = body.if_contains("partialCancelable");
        partial != nullptr && partial->is_bool()) {
        payment.partial_cancelable = partial->get_bool();
    }
    // A test card decides by itself unless the tester says otherwise.
    if (!outcome || *outcome == "approve") return {};
    const auto behaviour = find_behaviour(*outcome);
    if (!behaviour) return "INVALID_REQUEST";
    payment.behaviour = *behaviour;
    if (*behaviour != ConfirmBehaviour::decline) return {};
    payment.decline_code = find_text(body, "declineCode").value_or("REJECT_CARD_COMPANY");
    return find_error(payment.decline_code) ? std::string_view{} : "INVALID_TEST_CODE";
}

}  // namespace

bool is_card_number(std::string_view number) {
    const bool digits_only = number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits_only || number.size() < 13 || number.size() > 19) return false;
    int sum = 0;
    for (std::size_t at = 0; at < number.size(); ++at) {
        const auto digit = number[number.size() - 1 - at] - '0';
        const auto counted = at % 2 == 0 ? digit : digit * 2;
        sum += counted > 9 ? counted - 9 : counted;
    }
    return sum % 10 == 0 && number.find_first_not_of('0') != std::string_view::npos;
}

Answer refuse_in_browser(std::string_view code) {
    if (find_error(code)) return refuse(code);
    const json::object body{
        {"code", code}, {"message", "브라우저 SDK에 전달한 값을 확인해주세요."}};
    return {400, json::serialize(body), {}};
}

Answer authenticate(World& world, Payment& payment, const json::object& body, Instant now) {
    // A second press of the button leads to the same place.
    if (payment.status == Status::in_progress) return succeed(payment);
    if (payment.status == Status::expired) return refuse("NOT_FOUND_PAYMENT_SESSION");
    if (payment.status != Status::ready) return refuse("ALREADY_PROCESSED_PAYMENT");
    if (find_text(body, "outcome") == "declined_at_authentication") {
        return fail(payment, "REJECT_CARD_COMPANY", payment.order_id);
    }
    auto chosen = payment;
    if (const auto refusal = choose_method(chosen, body); !refusal.empty()) return refuse(refusal);
    if (const auto refusal = choose_behaviour(chosen, body); !refusal.empty())
        return refuse(refusal);

    // From here on nothing may fail.
    payment = std::move(chosen);
    payment.status = Status::in_progress;
    payment.expires_at = now + world.options.confirm_window;
    world.changed(payment);
    return succeed(payment);
}

Answer close_session(const Payment& payment) {
    return fail(payment, "PAY_PROCESS_CANCELED", {});
}

Answer show_session(const Payment& payment) {
    json::object answer{
        {"paymentKey", payment.payment_key},
        {"orderId", payment.order_id},
        {"orderName", payment.order_name},
        {"amount", payment.total},
        {"balance", payment.balance},
        {"currency", payment.currency},
        {"status", word(payment.status)},
        {"requestedMethod", word(payment.requested_method)},
        {"method", korean(payment.method)},
        {"customerName", payment.customer_name},
        {"redirects", !payment.success_url.empty()},
    };
    answer["approvedAt"] =
        payment.approved_at ? json::value(write_korean_time(*payment.approved_at)) : nullptr;
    answer["expiresAt"] =
        payment.expires_at ? json::value(write_korean_time(*payment.expires_at)) : nullptr;
    const bool goes_on = payment.status == Status::in_progress && !payment.success_url.empty();
    answer["redirectUrl"] = url_or_null(goes_on ? success_url_of(payment) : "");
    return {200, json::serialize(answer), {}};
}

}  // namespace gyeol::sandbox::toss
