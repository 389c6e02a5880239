#include "functional/api_stand.hpp"

#include "http/routes.hpp"
#include "http/target.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace gyeol::test {
namespace {

constexpr std::array<http::StaticFile, 3> pages{{
    {"assets/checkout-1a2b.js",
     "text/javascript; charset=utf-8",
     {"script", "\"s\""},
     {"s.br", "\"s-br\""},
     {}},
    {"checkout.html", "text/html; charset=utf-8", {"<!doctype html>", "\"c\""}, {}, {}},
    {"embed/payment-modal.js", "text/javascript; charset=utf-8", {"modal", "\"m\""}, {}, {}},
}};

http::ServerOptions server_options(const http::RequestGate& gate) {
    http::ServerOptions options;
    options.listeners.push_back({"127.0.0.1", 0, std::nullopt});
    options.refusal_headers = gate.refusal_headers();
    return options;
}

std::string bytes_of(const Ask& request) {
    auto bytes = fmt::format("{} {} HTTP/1.1\r\nHost: shop.test\r\n", request.method, request.path);
    bool typed = false;
    for (const auto& header : request.headers) {
        bytes += fmt::format("{}: {}\r\n", header.name, header.value);
        typed = typed || header.name == "Content-Type";
    }
    if (!request.body.empty() && !typed) bytes += "Content-Type: application/json\r\n";
    if (request.method != "GET" && request.method != "HEAD") {
        bytes += fmt::format("Content-Length: {}\r\n", request.body.size());
    }
    return bytes + "\r\n" + request.body;
}

/// Returns the row of the route table that answers `request`, empty when none does.
std::string pattern_of(const Ask& request) {
    const auto target = http::parse_target(request.path);
    if (!target) return "";
    for (const auto& route : http::routes()) {
        if (http::match_path(route.path, target->path)) return std::string(route.path);
    }
    return "";
}

/// Adds what was answered to the file that GYEOL_RECORD_ANSWERS names, which each run begins anew.
void write_down(const Ask& request, const http::test::Answer& answer) {
    const char* path = std::getenv("GYEOL_RECORD_ANSWERS");
    if (path == nullptr) return;
    static std::ofstream file(path);
    const boost::json::object line{
        {"method", request.method},
        {"route", pattern_of(request)},
        {"status", answer.status},
        {"contentType", answer.header("Content-Type")},
        {"body", answer.body},
    };
    file << boost::json::serialize(line) << '\n';
}

}  // namespace

http::Site ApiStand::sandbox_site() {
    return {
        .public_url = "http://shop.test",
        .frontend_url = "http://front.test",
        .sandbox_origin = "http://toss.test",
        .merchant_name = "K-TEST",
        .mode = http::SiteMode::sandbox,
    };
}

ApiStand::ApiStand(http::Site served)
    : site(std::move(served)),
      files(std::span<const http::StaticFile>(pages)),
      handlers({.app = shop.app(), .clock = shop.clock(), .files = files, .site = site}),
      gate(shop.app(), handlers, site),
      server(shop.io(), shop.clock(), server_options(gate), gate) {
    if (!server.open()) throw std::logic_error("no free port");
    server.start();
    shop.io().poll();
}

http::test::Client ApiStand::begin(const Ask& request) {
    http::test::Client client(shop.io(), server.port(0));
    client.send(bytes_of(request));
    return client;
}

http::test::Answer ApiStand::ask(const Ask& request) {
    auto client = begin(request);
    const auto answer = client.answer(request.method == "HEAD");
    if (!answer) {
        ADD_FAILURE() << request.method << " " << request.path << " was not answered";
        return {};
    }
    write_down(request, *answer);
    if (answer->status >= 400) leave_evidence("refusal", answer->body);
    return *answer;
}

http::test::Answer ApiStand::post(std::string path, std::string body, std::vector<Header> headers) {
    return ask({"POST", std::move(path), std::move(body), std::move(headers)});
}

http::test::Answer ApiStand::get(std::string path, std::vector<Header> headers) {
    return ask({"GET", std::move(path), "", std::move(headers)});
}

Buyer ApiStand::registers(std::string_view email) {
    const auto answer = post(
        "/api/auth/register",
        fmt::format(R"({{"email":"{}","password":"a long enough password","name":"김결"}})", email)
    );
    EXPECT_EQ(answer.status, 201) << answer.body;
    name_secret("sign-in-token", member(answer, "token"));
    return {member(answer, "token"), member(answer, "user.id")};
}

Buyer ApiStand::registers_operator() {
    const auto signed_in = shop.runs(shop.app().register_user({
        .email = "operator@shop.example",
        .password = Secret("a long enough password"),
        .name = "Operator",
        .phone = {},
        .role = "operator",
    }));
    const Buyer boss{signed_in.value().token.reveal(), signed_in->user.id.hex()};
    name_secret("sign-in-token", boss.token);
    return boss;
}

Order ApiStand::authenticates(const Buyer& buyer) {
    const auto started =
        post("/api/payments", R"({"planId":"basic","provider":"toss"})", {buyer.bearer()});
    EXPECT_EQ(started.status, 201) << started.body;
    Order order;
    order.checkout.url = member(started, "checkout.url");
    order.checkout.success_url = member(started, "checkout.successUrl");
    order.checkout.fail_url = member(started, "checkout.failUrl");
    const auto id = domain::PaymentId::parse(member(started, "id"));
    order.checkout.payment = shop.payment(id.value_or(domain::PaymentId()));
    order.checkout.browser.client_key = member(started, "checkout.clientKey");
    return shop.authenticates(std::move(order));
}

std::string ApiStand::confirm_body(const Order& order) {
    return fmt::format(
        R"({{"paymentKey":"{}","orderId":"{}","amount":{}}})",
        order.payment_key,
        order.order_id(),
        order.checkout.payment.amount.minor
    );
}

std::string member(const http::test::Answer& answer, std::string_view path) {
    boost::json::error_code failure;
    const auto document = boost::json::parse(answer.body, failure);
    const auto* value = failure ? nullptr : &document;
    while (value != nullptr && !path.empty()) {
        const auto end = std::min(path.find('.'), path.size());
        const auto* object = value->if_object();
        value = object == nullptr ? nullptr : object->if_contains(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    if (value == nullptr) return "";
    return value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
}

}  // namespace gyeol::test
