#include "providers/kakaopay/kakaopay_requests.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"

#include <algorithm>

namespace gyeol::providers::kakaopay {
namespace {

using boost::json::object;

constexpr std::size_t name_length_max = 100;
constexpr std::size_t url_length_max = 255;

/// Returns how many bytes the first `count` characters of `text` have.
std::size_t bytes_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        const bool begins_character = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins_character && count-- == 0) break;
        ++at;
    }
    return at;
}

bool is_name(std::string_view text) {
    return !text.empty() && bytes_of(text, name_length_max) == text.size();
}

bool is_address(std::string_view url) {
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    return is_web && bytes_of(url, url_length_max) == url.size();
}

bool is_won(domain::Money money) {
    return money.currency == domain::Currency::krw && money.minor >= 0 &&
           money.minor <= limits::amount_minor_max;
}

bool is_price(const Price& price) {
    if (!is_won(price.total) || !is_won(price.tax_free)) return false;
    const auto vat = price.vat.value_or(domain::Money{0, domain::Currency::krw});
    return is_won(vat) && price.tax_free.minor + vat.minor <= price.total.minor;
}

Done check(const Preparation& preparation) {
    const auto& back = preparation.back;
    if (!is_name(preparation.order_id))
        return invalid("invalid_order_id", "Kakao Pay takes order ids of 1 to 100 characters.");
    if (!is_name(preparation.user_id))
        return invalid("invalid_user_id", "Kakao Pay takes user ids of 1 to 100 characters.");
    if (preparation.item_name.empty())
        return invalid("invalid_order_name", "Kakao Pay takes no order without a name.");
    if (!is_price(preparation.price))
        return invalid("invalid_amount", "Kakao Pay takes won, whose parts fit into the total.");
    if (!is_address(back.approved) || !is_address(back.cancelled) || !is_address(back.failed)) {
        return invalid(
            "invalid_return_address", "Kakao Pay takes return addresses of at most 255 characters."
        );
    }
    return {};
}

object begin(const MerchantCode& merchant) {
    object request{{"cid", merchant.cid}};
    if (!merchant.secret.empty()) request["cid_secret"] = merchant.secret.reveal();
    return request;
}

}  // namespace

bool is_test_cid(std::string_view cid) {
    return cid.starts_with("TC");
}

Result<std::string> write_ready(const Preparation& preparation) {
    if (const auto checked = check(preparation); !checked) return checked.error();
    const auto& price = preparation.price;
    const auto& name = preparation.item_name;
    auto request = begin(preparation.merchant);
    request["partner_order_id"] = preparation.order_id;
    request["partner_user_id"] = preparation.user_id;
    request["item_name"] = name.substr(0, bytes_of(name, name_length_max));
    request["quantity"] = 1;
    request["total_amount"] = price.total.minor;
    request["tax_free_amount"] = price.tax_free.minor;
    if (price.vat) request["vat_amount"] = price.vat->minor;
    request["approval_url"] = preparation.back.approved;
    request["cancel_url"] = preparation.back.cancelled;
    request["fail_url"] = preparation.back.failed;
    return boost::json::serialize(request);
}

std::string write_approve(const Approval& approval) {
    auto request = begin(approval.merchant);
    request["tid"] = approval.names.tid;
    request["partner_order_id"] = approval.names.order_id;
    request["partner_user_id"] = approval.names.user_id;
    request["pg_token"] = approval.pg_token.reveal();
    request["total_amount"] = approval.total.minor;
    return boost::json::serialize(request);
}

std::string write_cancel(const Refund& refund) {
    auto request = begin(refund.merchant);
    request["tid"] = refund.tid;
    request["cancel_amount"] = refund.price.total.minor;
    request["cancel_tax_free_amount"] = refund.price.tax_free.minor;
    if (refund.price.vat) request["cancel_vat_amount"] = refund.price.vat->minor;
    request["cancel_available_amount"] = refund.balance.minor;
    return boost::json::serialize(request);
}

std::string write_order_question(const MerchantCode& merchant, const std::string& tid) {
    auto request = begin(merchant);
    request["tid"] = tid;
    return boost::json::serialize(request);
}

std::string write_authorization(const Secret& secret_key) {
    return "SECRET_KEY " + secret_key.reveal();
}

std::string mask_tokens(std::string_view text) {
    constexpr std::string_view name = "pg_token";
    // What stands between the name and its value: `=` in an address, `":"` in JSON, either of them
    // percent-encoded in an address within an address.
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    std::string masked;
    while (!text.empty()) {
        const auto found = text.find(name);
        if (found == std::string_view::npos) break;
        auto value = found + name.size();
        while (value < text.size() && letters.find(text[value]) == std::string_view::npos)
            value += text[value] == '%' ? 3 : 1;
        value = std::min(value, text.size());
        masked.append(text.substr(0, value)).append("***");
        const auto end = text.find_first_not_of(letters, value);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
    return masked.append(text);
}

}  // namespace gyeol::providers::kakaopay
