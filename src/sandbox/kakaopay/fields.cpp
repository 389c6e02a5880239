#include "sandbox/kakaopay/fields.hpp"

#include "sandbox/text.hpp"

#include <charconv>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

/// Far above every real payment, and far below where a sum would overflow.
constexpr Amount amount_max = 1'000'000'000'000;

bool is_absent(const json::value* value) {
    return value == nullptr || value->is_null() ||
           (value->is_string() && value->get_string().empty());
}

std::optional<Amount> read_digits(std::string_view text) {
    Amount amount = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, amount);
    if (failure != std::errc{} || stop != end) return std::nullopt;
    return amount;
}

}  // namespace

std::string Fields::text(std::string_view name, std::size_t length_max) {
    auto read = optional_text(name, length_max);
    if (read.empty()) refuse(name);
    return read;
}

std::string Fields::optional_text(std::string_view name, std::size_t length_max) {
    const auto* value = body_.if_contains(name);
    if (is_absent(value)) return {};
    auto read = find_text(body_, name);
    if (read && character_count(*read) <= length_max) return std::move(*read);
    refuse(name);
    return {};
}

Amount Fields::whole(std::string_view name) {
    const auto read = optional_whole(name);
    if (!read) refuse(name);
    return read.value_or(0);
}

std::optional<Amount> Fields::optional_whole(std::string_view name) {
    const auto* value = body_.if_contains(name);
    if (is_absent(value)) return std::nullopt;
    const auto read =
        value->is_string() ? read_digits(value->get_string()) : find_whole(body_, name);
    if (read && *read >= 0 && *read <= amount_max) return read;
    refuse(name);
    return std::nullopt;
}

void Fields::refuse(std::string_view name) {
    if (failed_.empty()) failed_ = name;
}

void read_order(Fields& fields, Payment& payment) {
    payment.partner_order_id = fields.text("partner_order_id");
    payment.partner_user_id = fields.text("partner_user_id");
    payment.item_name = fields.text("item_name");
    payment.item_code = fields.optional_text("item_code");
    payment.quantity = fields.whole("quantity");
    if (payment.quantity == 0) fields.refuse("quantity");
    auto& amount = payment.amount;
    amount.total = fields.whole("total_amount");
    amount.tax_free = fields.whole("tax_free_amount");
    if (amount.tax_free > amount.total) fields.refuse("tax_free_amount");
    const auto taxable = amount.total - amount.tax_free;
    amount.vat = fields.optional_whole("vat_amount").value_or(vat_of(taxable));
    if (amount.vat > taxable) fields.refuse("vat_amount");
    amount.green_deposit = fields.optional_whole("green_deposit").value_or(0);
    if (amount.green_deposit > amount.total) fields.refuse("green_deposit");
}

}  // namespace gyeol::sandbox::kakaopay
