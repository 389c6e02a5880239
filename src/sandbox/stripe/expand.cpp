#include "sandbox/stripe/expand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::size_t depth_most = 4;

struct Expandable {
    std::string_view object;
    std::string_view member;
    std::string_view becomes;  // `*` may be of any kind.
};

constexpr std::array expandables{
    Expandable{"payment_intent", "customer", "customer"},
    Expandable{"payment_intent", "latest_charge", "charge"},
    Expandable{"payment_intent", "payment_method", "payment_method"},
    Expandable{"setup_intent", "customer", "customer"},
    Expandable{"setup_intent", "payment_method", "payment_method"},
    Expandable{"setup_intent", "latest_attempt", "attempt"},
    Expandable{"charge", "balance_transaction", "balance_transaction"},
    Expandable{"charge", "customer", "customer"},
    Expandable{"charge", "failure_balance_transaction", "balance_transaction"},
    Expandable{"charge", "payment_intent", "payment_intent"},
    Expandable{"charge", "refunds", "list refund"},
    Expandable{"refund", "balance_transaction", "balance_transaction"},
    Expandable{"refund", "charge", "charge"},
    Expandable{"refund", "customer", "customer"},
    Expandable{"refund", "failure_balance_transaction", "balance_transaction"},
    Expandable{"refund", "payment_intent", "payment_intent"},
    Expandable{"refund", "payment_method", "payment_method"},
    Expandable{"payment_method", "customer", "customer"},
    Expandable{"dispute", "charge", "charge"},
    Expandable{"dispute", "payment_intent", "payment_intent"},
    Expandable{"balance_transaction", "source", "*"},
    Expandable{"checkout.session", "customer", "customer"},
    Expandable{"checkout.session", "line_items", "list item"},
    Expandable{"checkout.session", "payment_intent", "payment_intent"},
    Expandable{"checkout.session", "setup_intent", "setup_intent"},
};

/// Returns the kind of object behind `member`, empty when it cannot be expanded.
std::string_view kind_behind(std::string_view object, std::string_view member) {
    constexpr std::string_view list = "list ";
    if (object == "*") return "*";
    if (object.starts_with(list)) return member == "data" ? object.substr(list.size()) : "";
    for (const auto& row : expandables) {
        if (row.object == object && row.member == member) return row.becomes;
    }
    return {};
}

bool can_follow(std::string_view object, std::string_view path) {
    while (!path.empty() && !object.empty()) {
        const auto member = path.substr(0, path.find('.'));
        object = kind_behind(object, member);
        path.remove_prefix(std::min(member.size() + 1, path.size()));
    }
    return !object.empty();
}

json::object write_list(json::array elements, const std::string& url) {
    return {{"object", "list"}, {"data", std::move(elements)}, {"has_more", false}, {"url", url}};
}

/// Members that are left out until somebody asks for them.
void include_list(const Books& books, json::object& object, std::string_view member) {
    const auto id = find_text(object, "id").value_or("");
    if (object.contains(member)) return;
    if (member == "line_items") {
        const auto* lines = books.find(id)->kept.if_contains("lines");
        object[member] = write_list(
            lines == nullptr ? json::array() : lines->as_array(),
            fmt::format("/v1/checkout/sessions/{}/line_items", id)
        );
        return;
    }
    json::array refunds;
    for (const auto& each : books.ids_of("refund")) {
        const auto* refund = books.find(each);
        if (refund->text("charge") == id) refunds.emplace_back(refund->shown);
    }
    std::reverse(refunds.begin(), refunds.end());
    object[member] = write_list(std::move(refunds), fmt::format("/v1/charges/{}/refunds", id));
}

void follow(const Books& books, json::value& value, std::string_view path);

void follow_member(const Books& books, json::object& object, std::string_view path) {
    const auto dot = path.find('.');
    const auto member = path.substr(0, dot);
    if (member == "refunds" || member == "line_items") include_list(books, object, member);
    auto* value = object.if_contains(member);
    if (value == nullptr) return;
    if (value->is_string()) {
        const auto* thing = books.find(value->as_string());
        if (thing != nullptr && thing->object() != "attempt") *value = thing->shown;
    }
    if (dot != std::string_view::npos) follow(books, *value, path.substr(dot + 1));
}

void follow(const Books& books, json::value& value, std::string_view path) {
    if (value.is_object()) follow_member(books, value.as_object(), path);
    if (!value.is_array()) return;
    for (auto& each : value.as_array())
        follow(books, each, path);
}

}  // namespace

std::optional<Answer> find_expand_refusal(
    std::string_view object, const std::vector<std::string>& paths
) {
    for (const auto& path : paths) {
        const auto depth = static_cast<std::size_t>(std::count(path.begin(), path.end(), '.')) + 1;
        if (depth > depth_most) {
            return refuse({{}, "You cannot expand more than 4 levels of a property.", "expand", {}}
            );
        }
        if (can_follow(object, path)) continue;
        return refuse(
            {{}, fmt::format("This property cannot be expanded ({}).", path), "expand", {}}
        );
    }
    return std::nullopt;
}

void expand(const Books& books, json::object& body, const std::vector<std::string>& paths) {
    for (const auto& path : paths)
        follow_member(books, body, path);
}

}  // namespace gyeol::sandbox::stripe
