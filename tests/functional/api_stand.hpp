// The whole API on a socket: the shop of the stories behind the real server. Whatever it answers is
// also written down, for the test that holds every answer against docs/openapi.json.
#pragma once

#include "http/gate.hpp"
#include "http/handlers.hpp"
#include "http/server.hpp"
#include "http/site.hpp"
#include "http/static_files.hpp"
#include "support/http_stand.hpp"
#include "support/shop.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::test {

struct Header {
    std::string_view name;
    std::string value;
};

/// One request as a test writes it.
struct Ask {
    std::string_view method = "GET";
    std::string path;
    std::string body = {};
    std::vector<Header> headers = {};
};

/// A signed-in buyer.
struct Buyer {
    std::string token;
    std::string id;

    [[nodiscard]] Header bearer() const { return {"Authorization", "Bearer " + token}; }

    [[nodiscard]] Header cookie() const { return {"Cookie", "theme=dark; gyeol_session=" + token}; }
};

class ApiStand {
public:
    explicit ApiStand(http::Site site = sandbox_site());

    static http::Site sandbox_site();

    /// Sends the request on a connection of its own and returns the answer; fails the test without one.
    http::test::Answer ask(const Ask& request);

    /// Begins a request without waiting for its answer.
    http::test::Client begin(const Ask& request);

    http::test::Answer post(std::string path, std::string body, std::vector<Header> headers = {});
    http::test::Answer get(std::string path, std::vector<Header> headers = {});

    /// Registers a buyer.
    Buyer registers(std::string_view email = "buyer@shop.example");

    /// Makes an operator, as the command line does, and signs in.
    Buyer registers_operator();

    /// Orders a plan and authenticates in the provider's window; returns the body to confirm with.
    Order authenticates(const Buyer& buyer);

    static std::string confirm_body(const Order& order);

    Shop shop;
    http::Site site;
    http::StaticFiles files;
    http::Handlers handlers;
    http::RequestGate gate;
    http::Server server;
};

/// Returns the member at `path` (dots between) as JSON text, without quotes when it is a text; empty
/// when it is not there.
std::string member(const http::test::Answer& answer, std::string_view path);

}  // namespace gyeol::test
