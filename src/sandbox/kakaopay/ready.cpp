#include "sandbox/kakaopay/call.hpp"
#include "sandbox/kakaopay/fields.hpp"
#include "sandbox/kakaopay/payment_json.hpp"
#include "sandbox/url.hpp"

#include <algorithm>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

constexpr Amount install_months_max = 12;

std::string_view origin_of(std::string_view url) {
    return url.substr(0, url.find_first_of("/?#", url.find("://") + 3));
}

/// `https://*.shop.example` stands for every host below it, and not for itself.
bool is_registered(const Options& options, std::string_view url) {
    const auto& domains = options.site_domains;
    const auto origin = origin_of(url);
    const auto covers = [origin](std::string_view registered) {
        const auto wildcard = registered.find("://*.");
        if (wildcard == std::string_view::npos) return registered == origin;
        const auto scheme = registered.substr(0, wildcard + 3);
        const auto below = registered.substr(wildcard + 4);
        return origin.starts_with(scheme) && origin.size() > scheme.size() + below.size() &&
               origin.ends_with(below);
    };
    return domains.empty() || std::any_of(domains.begin(), domains.end(), covers);
}

std::string read_url(Fields& fields, std::string_view name) {
    auto url = fields.text(name, Fields::url_length_max);
    if (!is_absolute_url(url)) fields.refuse(name);
    return url;
}

bool is_list_of_texts(const json::value& value) {
    const auto* list = value.if_array();
    return list != nullptr && std::all_of(list->begin(), list->end(), [](const json::value& each) {
               return each.is_string();
           });
}

bool is_map_of_texts(const json::value& value) {
    const auto* map = value.if_object();
    return map != nullptr && std::all_of(map->begin(), map->end(), [](const auto& each) {
               return each.value().is_string();
           });
}

/// The members that only shape the page.
void read_page_choices(Fields& fields, const json::object& body, Payment& payment) {
    const auto method = find_method(fields.optional_text("payment_method_type"));
    if (!method) fields.refuse("payment_method_type");
    payment.only_method = method.value_or(Method::unselected);
    const auto months = fields.optional_whole("install_month").value_or(0);
    if (months > install_months_max) fields.refuse("install_month");
    payment.install_months = static_cast<int>(months);
    const auto share = fields.optional_text("use_share_installment");
    if (!share.empty() && share != "Y" && share != "N") fields.refuse("use_share_installment");
    const auto* cards = body.if_contains("available_cards");
    if (cards != nullptr && !cards->is_null() && !is_list_of_texts(*cards))
        fields.refuse("available_cards");
    const auto* custom = body.if_contains("custom_json");
    if (custom != nullptr && !custom->is_null() && !is_map_of_texts(*custom))
        fields.refuse("custom_json");
}

}  // namespace

Answer ready(World& world, const Call& call) {
    Payment payment;
    Fields fields(call.body);
    read_order(fields, payment);
    payment.approval_url = read_url(fields, "approval_url");
    payment.cancel_url = read_url(fields, "cancel_url");
    payment.fail_url = read_url(fields, "fail_url");
    read_page_choices(fields, call.body, payment);
    if (!fields.failed().empty()) return refuse_parameter(fields.failed());
    if (payment.amount.total == 0) {
        if (call.cid.kind == CidKind::one_time) return refuse(code::wrong_single_amount);
        if (!world.options.keys_without_payment) return refuse(code::wrong_total);
    }
    for (const auto& url : {payment.approval_url, payment.cancel_url, payment.fail_url}) {
        if (!is_registered(world.options, url)) return refuse(code::unregistered_domain);
    }

    // From here on nothing may fail.
    payment.tid = world.new_tid();
    payment.page_id = world.ids.hex({}, 64);
    payment.cid = call.cid.cid;
    payment.kind = call.cid.kind;
    payment.amount.point = world.options.point;
    payment.amount.discount = world.options.discount;
    payment.created_at = call.now;
    payment.expires_at = call.now + world.options.life;
    const auto& prepared = world.books.put(std::move(payment));
    world.changed(prepared);
    return {200, json::serialize(write_prepared(prepared, world.options)), {}};
}

}  // namespace gyeol::sandbox::kakaopay
