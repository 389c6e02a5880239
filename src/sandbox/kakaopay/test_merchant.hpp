// A merchant and a buyer at the simulator, for its unit tests: short words for what they do.
#pragma once

#include "base/json.hpp"
#include "sandbox/kakaopay/kakaopay_sandbox.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::kakaopay {

/// One answered call, parsed.
struct Told {
    int status = 0;
    boost::json::object body;
    std::string raw;
    std::vector<ports::HttpHeader> headers;
    Fault fault;

    [[nodiscard]] std::string text(std::string_view name) const {
        return find_text(body, name).value_or("");
    }

    [[nodiscard]] std::int64_t number(std::string_view name) const {
        return find_whole(body, name).value_or(-1);
    }

    /// Returns one number of an amount object, such as `amount`, `vat`.
    [[nodiscard]] std::int64_t part(std::string_view object, const char* name) const {
        const auto* amounts = find_object(body, object);
        return amounts == nullptr ? -1 : find_whole(*amounts, name).value_or(-1);
    }

    /// Returns status and error code, such as `400 -721`, and what the means of payment said.
    [[nodiscard]] std::string code() const;
};

class TestMerchant {
public:
    explicit TestMerchant(Options options = {});

    KakaoPaySandbox& sandbox() { return sandbox_; }

    void passes(Millis time) { now_ += time; }

    [[nodiscard]] Instant now() const { return now_; }

    /// The members of a right ready for `order-1`, 1000 won.
    [[nodiscard]] boost::json::object order() const;

    /// Prepares `order()` with `changes`; a null removes the member.
    Told prepares(const boost::json::object& changes = {});

    /// Opens the page of what was prepared last and chooses a method.
    Told chooses(std::string_view method);

    /// Chooses a method and gives the right password, with `choice`; the answer leads to the shop.
    Told authenticates(std::string_view method = "MONEY", const boost::json::object& choice = {});

    /// Approves what was prepared last, with the token of the redirect, and with `changes`.
    Told approves(const boost::json::object& changes = {});

    /// Prepares, authenticates and approves; returns the tid.
    std::string pays(const boost::json::object& changes = {}, std::string_view method = "MONEY");

    /// Returns the key of a first payment with the subscription code.
    std::string subscribes(const boost::json::object& choice = {});

    Told cancels(std::string_view tid, const boost::json::object& changes);
    Told asks(std::string_view tid);
    Told charges(std::string_view sid, const boost::json::object& changes = {});
    Told asks_key(std::string_view sid);
    Told ends_key(std::string_view sid);

    /// Calls `/browser/sessions/{page}/{action}` of what was prepared last.
    Told browser(std::string_view action, const boost::json::object& body = {});

    /// Posts to `/online/v1/payment/{path}`.
    Told posts(std::string_view path, const boost::json::object& body);
    Told calls(const ports::HttpRequest& request);

    [[nodiscard]] const std::string& tid() const { return tid_; }

    [[nodiscard]] const std::string& page() const { return page_; }

    std::string cid = "TC0ONETIME";
    std::string authorization = "SECRET_KEY " + std::string(sandbox_dev_key);
    std::string pg_token;

private:
    Instant now_{Millis(1'767'322'800'000)};  // 2026-01-02T12:00:00+09:00
    KakaoPaySandbox sandbox_;
    std::string tid_;
    std::string page_;
};

}  // namespace gyeol::sandbox::kakaopay
