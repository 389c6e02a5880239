#include "sandbox/kakaopay/test_merchant.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

/// The members of a request that a test wants to be others; null takes one away.
struct Changes {
    [[nodiscard]] json::object to(json::object members) const {
        for (const auto& [name, value] : changes) {
            if (value.is_null()) {
                members.erase(name);
            } else {
                members[name] = value;
            }
        }
        return members;
    }

    const json::object& changes;
};

std::string token_in(const std::string& url) {
    constexpr std::string_view name = "pg_token=";
    const auto at = url.find(name);
    return at == std::string::npos ? std::string() : url.substr(at + name.size());
}

}  // namespace

std::string Told::code() const {
    const auto* extras = find_object(body, "extras");
    if (extras == nullptr) return fmt::format("{} {}", status, number("error_code"));
    return fmt::format(
        "{} {} {}",
        status,
        number("error_code"),
        find_text(*extras, "method_result_code").value_or("")
    );
}

TestMerchant::TestMerchant(Options options) : sandbox_(std::move(options)) {}

json::object TestMerchant::order() const {
    return {
        {"cid", cid},
        {"partner_order_id", "order-1"},
        {"partner_user_id", "user-1"},
        {"item_name", "결 Basic 1개월"},
        {"quantity", 1},
        {"total_amount", 1000},
        {"tax_free_amount", 0},
        {"approval_url", "http://shop.test/return?order=order-1"},
        {"cancel_url", "http://shop.test/cancel"},
        {"fail_url", "http://shop.test/fail"},
    };
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
    request.url = std::string("/online/v1/payment/").append(path);
    request.body = json::serialize(body);
    request.headers = {{"Content-Type", "application/json"}};
    if (!authorization.empty()) request.headers.push_back({"Authorization", authorization});
    return calls(request);
}

Told TestMerchant::browser(std::string_view action, const json::object& body) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = fmt::format("/browser/sessions/{}/{}", page_, action);
    request.body = json::serialize(body);
    request.headers = {{"Content-Type", "application/json"}};
    return calls(request);
}

Told TestMerchant::prepares(const json::object& changes) {
    auto told = posts("ready", Changes{changes}.to(order()));
    if (told.status != 200) return told;
    tid_ = told.text("tid");
    const auto url = told.text("next_redirect_pc_url");
    page_ = url.substr(url.rfind('/') + 1);
    return told;
}

Told TestMerchant::chooses(std::string_view method) {
    browser("open");
    return browser("select", {{"method", method}});
}

Told TestMerchant::authenticates(std::string_view method, const json::object& choice) {
    chooses(method);
    auto told = browser("authenticate", choice);
    pg_token = token_in(told.text("redirectUrl"));
    return told;
}

Told TestMerchant::approves(const json::object& changes) {
    const json::object members{
        {"cid", cid},
        {"tid", tid_},
        {"partner_order_id", "order-1"},
        {"partner_user_id", "user-1"},
        {"pg_token", pg_token},
        {"total_amount", 1000},
    };
    return posts("approve", Changes{changes}.to(members));
}

std::string TestMerchant::pays(const json::object& changes, std::string_view method) {
    prepares(changes);
    authenticates(method);
    approves({{"total_amount", nullptr}});
    return tid_;
}

std::string TestMerchant::subscribes(const json::object& choice) {
    cid = "TCSUBSCRIP";
    prepares();
    authenticates("MONEY", choice);
    return approves().text("sid");
}

Told TestMerchant::cancels(std::string_view tid, const json::object& changes) {
    const json::object members{{"cid", cid}, {"tid", tid}, {"cancel_tax_free_amount", 0}};
    return posts("cancel", Changes{changes}.to(members));
}

Told TestMerchant::asks(std::string_view tid) {
    return posts("order", {{"cid", cid}, {"tid", tid}});
}

Told TestMerchant::charges(std::string_view sid, const json::object& changes) {
    const json::object members{
        {"cid", cid},
        {"sid", sid},
        {"partner_order_id", "order-2"},
        {"partner_user_id", "user-1"},
        {"item_name", "결 Basic 1개월"},
        {"quantity", 1},
        {"total_amount", 1000},
        {"tax_free_amount", 0},
    };
    return posts("subscription", Changes{changes}.to(members));
}

Told TestMerchant::asks_key(std::string_view sid) {
    return posts("manage/subscription/status", {{"cid", cid}, {"sid", sid}});
}

Told TestMerchant::ends_key(std::string_view sid) {
    return posts("manage/subscription/inactive", {{"cid", cid}, {"sid", sid}});
}

}  // namespace gyeol::sandbox::kakaopay
