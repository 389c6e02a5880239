// What our reading of Kakao Pay's replies says, kept against the simulator's own books: whatever goes wrong
// between, nothing is called paid that is not, and nothing is called refused that may still be paid.
#include "base/json.hpp"
#include "providers/kakaopay/kakaopay_settle.hpp"
#include "sandbox/kakaopay/kakaopay_sandbox.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace gyeol {
namespace {

using namespace std::chrono_literals;
namespace wire = providers::kakaopay;
namespace fake = sandbox::kakaopay;
using domain::ProviderOutcome;
using sandbox::FaultKind;
using Kind = ProviderOutcome::Kind;
using State = domain::ProviderView::State;

constexpr domain::Money won(std::int64_t minor) {
    return {minor, domain::Currency::krw};
}

/// A server that has prepared one payment of 9,900 won, and its buyer.
class KakaoPayShop {
public:
    explicit KakaoPayShop(fake::Options options = {}) : sandbox_(std::move(options)) {
        const wire::Preparation preparation{
            .merchant = merchant(),
            .order_id = "ord_one",
            .user_id = "user_one",
            .item_name = "성격 검사",
            .price = {won(9900), won(0), std::nullopt},
            .back = {"http://shop.test/ok?a=b", "http://shop.test/no", "http://shop.test/bad"}};
        const auto read = wire::read_ready(
            *posts("ready", wire::write_ready(preparation).value()), "http://localhost:8081"
        );
        prepared_ = read.prepared.value();
    }

    fake::KakaoPaySandbox& sandbox() { return sandbox_; }

    void passes(Millis time) { now_ += time; }

    /// The buyer chose a method and gave the password.
    void authenticates(const boost::json::object& choice = {}) {
        const auto& url = wire::page_for(prepared_, wire::Device::pc);
        const auto page = "/browser/sessions/" + url.substr(url.rfind('/') + 1);
        exchange(page + "/select", R"({"method":"CARD"})");
        const auto left = exchange(page + "/authenticate", boost::json::serialize(choice));
        const auto session = parse_json_object(left->body).value();
        const auto back = find_text(session, "redirectUrl").value_or("");
        pg_token_ = back.substr(back.find("pg_token=") + 9);
    }

    /// Sends the approve once; none when no reply came.
    std::optional<wire::Reading> approves() {
        const wire::Approval approval{
            .merchant = merchant(),
            .names = names(),
            .pg_token = Secret(pg_token_),
            .total = won(9900)};
        const auto reply = posts("approve", wire::write_approve(approval));
        if (!reply) return std::nullopt;
        return wire::read_approve(*reply, names());
    }

    ProviderOutcome asks() {
        const auto reply =
            posts("order", wire::write_order_question(merchant(), prepared_.tid)).value();
        return wire::read_order(reply, names());
    }

    /// Approves, and asks where the reply says so or did not come.
    ProviderOutcome pays() {
        const auto reading = approves();
        if (!reading) return asks();
        if (!reading->outcome.ask_now) return reading->outcome;
        return wire::settle_approve(*reading, asks());
    }

    std::optional<wire::Reading> returns(std::int64_t amount, std::int64_t balance) {
        const wire::Refund refund{
            .merchant = merchant(),
            .tid = prepared_.tid,
            .price = {won(amount), won(0), std::nullopt},
            .balance = won(balance)};
        const auto reply = posts("cancel", wire::write_cancel(refund));
        if (!reply) return std::nullopt;
        return wire::read_cancel(*reply, names());
    }

    /// Returns what the provider holds, by its own count.
    [[nodiscard]] std::int64_t holds() const {
        const auto line = sandbox_.books().front();
        return line.captured - line.returned;
    }

private:
    static wire::MerchantCode merchant() { return {"TC0ONETIME", Secret()}; }

    [[nodiscard]] wire::PaymentNames names() const {
        return {"TC0ONETIME", prepared_.tid, "ord_one", "user_one"};
    }

    std::optional<ports::HttpReply> posts(std::string_view path, const std::string& body) {
        return exchange(std::string("/online/v1/payment/").append(path), body);
    }

    /// Returns the reply as far as it comes through.
    std::optional<ports::HttpReply> exchange(std::string url, std::string_view body) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = std::move(url);
        request.headers = {
            {"Content-Type", "application/json"},
            {"Authorization",
             wire::write_authorization(Secret(std::string(fake::sandbox_dev_key)))}};
        request.body = body;
        auto handled = sandbox_.handle(request, now_);
        const auto kind = handled.fault.kind;
        const bool is_lost = kind == FaultKind::refuse_connection ||
                             kind == FaultKind::lose_request || kind == FaultKind::drop_reply;
        if (is_lost) return std::nullopt;
        return std::move(handled.reply);
    }

    Instant now_{Millis(1'767'322'800'000)};
    fake::KakaoPaySandbox sandbox_;
    wire::Prepared prepared_;
    std::string pg_token_;
};

TEST(KakaoPayWireContract, APaymentIsPreparedApprovedAskedAndReturned) {
    fake::Options with_nulls;
    with_nulls.nulls = true;
    fake::Options with_news;
    with_news.unknown_fields = true;
    for (const auto& options : {fake::Options{}, with_nulls, with_news}) {
        KakaoPayShop shop(options);
        EXPECT_EQ(shop.asks().view->state, State::in_progress);
        shop.authenticates();
        const auto paid = shop.pays();
        EXPECT_EQ(paid.kind, Kind::approved);
        EXPECT_EQ(paid.view->total, won(9900));
        EXPECT_EQ(paid.view->method, domain::PaymentMethod::card);
        EXPECT_EQ(shop.asks().kind, Kind::approved);
        EXPECT_EQ(shop.returns(4000, 9900)->outcome.view->balance, won(5900));
        EXPECT_EQ(shop.asks().view->balance, won(5900));
        EXPECT_EQ(shop.returns(5900, 5900)->outcome.view->balance, won(0));
        EXPECT_EQ(shop.asks().view->balance, won(0));
        EXPECT_EQ(shop.holds(), 0);
    }
}

TEST(KakaoPayWireContract, WhateverHappensToTheReplyTheOutcomeIsWhatStandsInTheBooks) {
    for (const auto kind :
         {FaultKind::none,
          FaultKind::lose_request,
          FaultKind::drop_reply,
          FaultKind::error_after_execute,
          FaultKind::answer_html,
          FaultKind::cut_json,
          FaultKind::unknown_status,
          FaultKind::empty_body}) {
        KakaoPayShop shop;
        shop.authenticates();
        shop.sandbox().script({fake::Operation::approve, {{kind, 0ms}}});
        const auto outcome = shop.pays();
        const auto expected = shop.holds() > 0 ? Kind::approved : Kind::unknown;
        EXPECT_EQ(outcome.kind, expected) << static_cast<int>(kind);
    }
}

TEST(KakaoPayWireContract, WhatTheBuyerChoseToHappenIsFoundOut) {
    struct Row {
        boost::json::object choice;
        Kind kind = Kind::unknown;
    };

    for (const auto& row :
         {Row{{{"outcome", "lost_reply"}}, Kind::approved},
          Row{{{"outcome", "error_after_capture"}}, Kind::approved},
          Row{{{"outcome", "unclear_after_capture"}}, Kind::approved},
          Row{{{"outcome", "decline"}, {"declineCode", "LACK_BALANCE"}}, Kind::declined},
          Row{{{"outcome", "decline"}, {"declineCode", "0062"}}, Kind::declined},
          Row{{{"outcome", "decline"}, {"declineCode", "USER_LOCKED"}}, Kind::unknown}}) {
        KakaoPayShop shop;
        shop.authenticates(row.choice);
        EXPECT_EQ(shop.pays().kind, row.kind) << boost::json::serialize(row.choice);
        EXPECT_EQ(shop.holds(), row.kind == Kind::approved ? 9900 : 0);
    }
}

TEST(KakaoPayWireContract, AnApproveThatIsExecutedLateIsNeverGivenUpBefore) {
    KakaoPayShop shop;
    shop.authenticates();
    shop.sandbox().hold_back(fake::Operation::approve, 14min);
    EXPECT_EQ(shop.pays().kind, Kind::unknown);
    shop.passes(13min);
    EXPECT_EQ(shop.asks().kind, Kind::unknown);
    shop.passes(24h);
    EXPECT_EQ(shop.asks().kind, Kind::approved);
    EXPECT_EQ(shop.holds(), 9900);
}

TEST(KakaoPayWireContract, OnceAnApproveWasSentElapsedTimeProvesNothing) {
    KakaoPayShop shop;
    shop.authenticates();
    shop.sandbox().script({fake::Operation::approve, {{FaultKind::lose_request, 0ms}}});
    EXPECT_EQ(shop.pays().kind, Kind::unknown);
    shop.passes(24h);
    EXPECT_EQ(shop.asks().kind, Kind::unknown);
}

TEST(KakaoPayWireContract, ALostCancelIsToldFromOneThatWasNeverExecuted) {
    for (const auto kind : {FaultKind::error_after_execute, FaultKind::answer_html}) {
        KakaoPayShop shop;
        shop.authenticates();
        shop.pays();
        shop.sandbox().script({fake::Operation::cancel, {{kind, 0ms}}});
        const auto reading = shop.returns(4000, 9900).value();
        EXPECT_TRUE(reading.outcome.ask_now);
        const auto settled = wire::settle_cancel(reading, shop.asks(), won(9900));
        EXPECT_EQ(settled.kind, Kind::approved);
        EXPECT_EQ(settled.view->balance.minor, shop.holds());
    }
    KakaoPayShop refused;
    refused.authenticates();
    refused.pays();
    refused.sandbox().refuse_next(fake::Operation::cancel, {-781, "6666"});
    const auto reading = refused.returns(4000, 9900).value();
    const auto settled = wire::settle_cancel(reading, refused.asks(), won(9900));
    EXPECT_EQ(settled.kind, Kind::declined);
    EXPECT_TRUE(settled.alarm);
    EXPECT_EQ(refused.holds(), 9900);
}

}  // namespace
}  // namespace gyeol
