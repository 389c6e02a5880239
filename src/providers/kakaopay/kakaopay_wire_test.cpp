#include "providers/kakaopay/kakaopay_wire.hpp"

#include "providers/kakaopay/kakaopay_bodies.hpp"
#include "providers/kakaopay/kakaopay_codes.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace gyeol::providers::kakaopay {
namespace {

using domain::ProviderOutcome;
using domain::ProviderView;
using Kind = ProviderOutcome::Kind;
using State = ProviderView::State;

constexpr domain::Money won(std::int64_t minor) {
    return {minor, domain::Currency::krw};
}

Reading refused(int code, const std::string& method_code = {}) {
    return read_approve(reply_of(400, error_body(code, method_code)), our_names());
}

ProviderOutcome ordered(const BodyChanges& changes) {
    return read_order(reply_of(200, order_body(changes)), our_names());
}

/// Returns the letter of an outcome: P declined, C declined with an alarm, R not sent (r with an alarm),
/// Q to be asked.
std::string letter_of(const ProviderOutcome& outcome) {
    if (outcome.kind == Kind::declined) return outcome.alarm ? "C" : "P";
    if (outcome.kind == Kind::not_sent) return outcome.alarm ? "r" : "R";
    if (outcome.kind == Kind::unknown && outcome.ask_now) return "Q";
    return "?";
}

/// Returns the letter of a reading, and behind an arrow what it comes to when the books show nothing.
std::string class_of(const Reading& reading) {
    auto now = letter_of(reading.outcome);
    if (!reading.if_nothing_happened) return now;
    return now + ">" + letter_of(*reading.if_nothing_happened);
}

struct CodeGroup {
    const char* expected;
    const char* codes;
};

// Written from the tables of the documents, not from our own.
const std::array documented_codes{
    CodeGroup{"C", "-400 -401 -403 -404 -2 -3 -4 -5 -9"},
    CodeGroup{"r", "-429 -10"},
    CodeGroup{"Q", "-500 -1"},
    CodeGroup{"Q>R", "-503 -7 -9798"},
    CodeGroup{"R", "-701"},
    CodeGroup{"Q", "-702 -783 -784 -785"},
    CodeGroup{
        "C",
        "-703 -704 -705 -706 -707 -721 -722 -724 -725 -726 -730 -731 -732 -733 -753 -798 -799"},
    CodeGroup{"Q>P", "-708 -710 -711"},
    CodeGroup{"P", "-723 -750 -751 -752 -761 -797"},
    CodeGroup{"Q", "-780 -781 -782"},
};

const std::array documented_method_codes{
    CodeGroup{
        "Q>P",
        "LACK_BALANCE NOT_ENOUGH_BALANCE LIMIT_ONE_TIME LIMIT_USE_PER_DAY LIMIT_BALANCE "
        "BANK_ACCOUNT_NOT_FOUND BANK_NOT_CONNECTED BANK_ACCOUNT_BLOCKED USER_NOT_FOUND "
        "PAY_USER_NOT_FOUND DEACTIVATED_USER_STATUS INVALID_PAYMENT_KEY INVALID_CANCEL_AMOUNT "
        "INVALID_CANCEL_STATUS_DEACTIVE"},
    CodeGroup{
        "Q>C",
        "PAYMENT_KEY_EXISTS USER_DUPLICATION NETWORK_ACL_ERROR CHANNEL_NOT_FOUND ITEM_NOT_FOUND "
        "DAILY_CROSSCHECK_INVALID_AUTH_KEY"},
    CodeGroup{"Q>R", "BANK_FIRM_UNAVAILABLE UNDER_CONSTRUCTION"},
    CodeGroup{
        "Q",
        "USER_LOCKED BANK_FIRM_UNKNOWN BANK_FIRM_API_FAIL INTERNAL_ERROR "
        "PAY_ACCOUNT_RESPONSE_ERROR "
        "TALK_USER_REQUEST_FAIL TALK_USER_RESPONSE_ERROR INVALID_CANCEL_STATUS"},
    CodeGroup{
        "Q>P",
        "0002 0062 0159 0160 0168 0169 0245 0015 0016 0054 0174 5039 5534 7983 8035 0004 0023 0196 "
        "4027 4028 5004 0001 0003 0027 0032 2028 5012 5019 8019 0026 4006 5009 8350 8514 0019 0021 "
        "0156 0157 0161 0162 0163 0164 0036 0037 0043 0070 0085 0099 0145 0205 0126"},
    CodeGroup{
        "Q>C",
        "0005 0006 0011 0012 0013 0014 0017 0007 0008 0029 0030 0042 0044 0045 0048 0108 0109"},
    CodeGroup{"Q", "0010 0110 0057"},
    CodeGroup{"Q>R", "0059 0121 0177 0299 1003 1035 3273 3274 8245 8248 8251"},
    CodeGroup{"Q>P", "0022 0041 0058 6666 0024 0136"},
    CodeGroup{"Q", "0025 0140 3521 4050 8507"},
};

TEST(KakaoPayWire, EveryDocumentedCodeHasItsClassInTheTable) {
    for (const auto& group : documented_codes) {
        std::istringstream codes(group.codes);
        for (int code = 0; codes >> code;) {
            EXPECT_EQ(class_of(refused(code)), group.expected) << code;
            EXPECT_NE(find_code(code), nullptr) << code;
        }
    }
}

std::vector<std::string> words_of(const CodeGroup& group) {
    std::istringstream text(group.codes);
    std::vector<std::string> words;
    for (std::string word; text >> word;)
        words.push_back(word);
    return words;
}

TEST(KakaoPayWire, WhatTheMeansOfPaymentSaidIsBelievedOnlyAfterTheBooks) {
    for (const auto& group : documented_method_codes) {
        for (const auto& code : words_of(group)) {
            EXPECT_TRUE(find_method_code(code)) << code;
            EXPECT_EQ(class_of(refused(-780, code)), group.expected) << code;
            EXPECT_EQ(class_of(refused(-781, code)), group.expected) << code;
            EXPECT_EQ(class_of(refused(-782, code)), group.expected) << code;
        }
    }
}

TEST(KakaoPayWire, ACodeThatIsNotListedIsAskedAndNeverBelieved) {
    for (const int code : {-777, -9999, -100, -20, -25, -6}) {
        const auto reading = refused(code);
        EXPECT_EQ(class_of(reading), "Q") << code;
        EXPECT_EQ(reading.outcome.detail, std::to_string(code));
    }
    for (const auto* code : {"9999", "62", "00062", "-062", "SOMETHING_NEW", "lack_balance"})
        EXPECT_EQ(class_of(refused(-780, code)), "Q") << code;
}

TEST(KakaoPayWire, TheCodeDecidesAndNeitherTheStatusNorTheText) {
    for (const int status : {400, 401, 403, 500, 503}) {
        const auto reply = reply_of(status, error_body(-780, "LACK_BALANCE"));
        EXPECT_EQ(class_of(read_approve(reply, our_names())), "Q>P") << status;
    }
}

TEST(KakaoPayWire, ACodeMayBeATextAndTheOldMembersAreStillRead) {
    const auto read = [](const char* body) {
        return class_of(read_approve(reply_of(400, body), our_names()));
    };
    EXPECT_EQ(read(R"({"error_code":"-723","error_message":"x"})"), "P");
    EXPECT_EQ(read(R"({"code":-9,"msg":"x"})"), "C");
    EXPECT_EQ(read(R"({"error_code":-723,"code":-9})"), "P");
    EXPECT_EQ(read(R"({"error_code":"-723 or so"})"), "Q");
    EXPECT_EQ(read(R"({"error_code":723})"), "Q");
    EXPECT_EQ(read(R"({"error_code":-780,"extras":null})"), "Q");
    EXPECT_EQ(read(R"({"error_code":-780,"extras":{"method_result_code":62}})"), "Q");
}

TEST(KakaoPayWire, OnlyTooManyRequestsIsProofWithoutACode) {
    EXPECT_EQ(class_of(read_approve(reply_of(429, ""), our_names())), "r");
    for (const int status : {400, 401, 403, 404, 500, 502, 503, 504})
        EXPECT_EQ(class_of(read_approve(reply_of(status, "<html>"), our_names())), "Q") << status;
}

TEST(KakaoPayWire, AFailureCarriesOurWordsAndOnlyTheProvidersCodes) {
    const auto declined = *refused(-780, "LACK_BALANCE").if_nothing_happened;
    ASSERT_TRUE(declined.failure);
    EXPECT_EQ(declined.failure->code, "insufficient_funds");
    EXPECT_EQ(declined.failure->provider_code, "LACK_BALANCE");
    EXPECT_EQ(declined.failure->message, "잔액이 부족하여 결제하지 못했습니다.");
    EXPECT_EQ(declined.detail, "-780 LACK_BALANCE");
    EXPECT_EQ(refused(-797).outcome.failure->provider_code, "-797");
    EXPECT_EQ(refused(-780, "0026").if_nothing_happened->failure->code, "card_lost_or_stolen");
    const auto reply = reply_of(
        400,
        R"({"error_code":-780,"error_message":"홍길동 님","extras":{"method_result_code":"홍길동"}})"
    );
    EXPECT_EQ(error_code_of(reply), "-780");
}

TEST(KakaoPayWire, AnApprovalIsRead) {
    const auto [outcome, later] = read_approve(reply_of(200, approved_body()), our_names());
    EXPECT_EQ(outcome.kind, Kind::approved);
    EXPECT_FALSE(later);
    ASSERT_TRUE(outcome.view);
    EXPECT_EQ(outcome.view->state, State::captured);
    EXPECT_EQ(outcome.view->payment_key, our_names().tid);
    EXPECT_EQ(outcome.view->order_id, "ord_one");
    EXPECT_EQ(outcome.view->total, won(9900));
    EXPECT_EQ(outcome.view->balance, won(9900));
    EXPECT_EQ(outcome.view->method, domain::PaymentMethod::easy_pay);
    ASSERT_TRUE(outcome.view->approved_at);
    // Without a zone it is Korean time.
    EXPECT_EQ(write_rfc3339(*outcome.view->approved_at), "2026-03-01T01:00:30.000Z");
}

TEST(KakaoPayWire, NullsAbsencesAndUnknownMembersChangeNothing) {
    for (const auto& changes : {
             BodyChanges{{"item_code", "null"}, {"card_info", "null"}, {"payload", "null"}},
             BodyChanges{{"sequential_payment_methods", "null"}, {"tms_result", "false"}},
             BodyChanges{{"card_info", R"({"bin":"621640"})"}, {"x9", "[1,{}]"}},
             BodyChanges{{"approved_at", ""}, {"created_at", "null"}, {"item_name", ""}},
             BodyChanges{{"payment_method_type", R"("GOLD")"}},
             BodyChanges{{"amount", R"({"total":9900})"}},
             BodyChanges{{"status", R"("SUCCESS_PAYMENT")"}},
         }) {
        const auto reading = read_approve(reply_of(200, approved_body(changes)), our_names());
        ASSERT_EQ(reading.outcome.kind, Kind::approved);
        EXPECT_EQ(reading.outcome.view->total, won(9900));
    }
    const auto card = read_approve(
        reply_of(200, approved_body({{"payment_method_type", R"("CARD")"}})), our_names()
    );
    EXPECT_EQ(card.outcome.view->method, domain::PaymentMethod::card);
}

TEST(KakaoPayWire, AKeyIsReadWhereOneWasIssued) {
    const auto reply = reply_of(200, approved_body({{"sid", R"("S0123456789abcdef012")"}}));
    EXPECT_EQ(sid_of(reply), "S0123456789abcdef012");
    EXPECT_EQ(sid_of(reply_of(200, approved_body())), "");
    EXPECT_EQ(sid_of(reply_of(400, R"({"sid":"S1"})")), "");
}

TEST(KakaoPayWire, AnotherTotalIsTheRulesAffairAndAnotherPaymentIsNotOurs) {
    const auto larger =
        read_approve(reply_of(200, approved_body({{"amount", amounts("19900")}})), our_names());
    EXPECT_EQ(larger.outcome.kind, Kind::approved);
    EXPECT_EQ(larger.outcome.view->total, won(19900));
    for (const auto* name : {"cid", "tid", "partner_order_id", "partner_user_id"}) {
        for (const auto* value : {R"("other")", "null", ""}) {
            const auto reply = reply_of(200, approved_body({{name, value}}));
            EXPECT_EQ(class_of(read_approve(reply, our_names())), "Q") << name;
            const auto order = read_order(reply_of(200, order_body({{name, value}})), our_names());
            EXPECT_EQ(order.kind, Kind::unknown) << name;
            EXPECT_TRUE(order.alarm && !order.view) << name;
        }
    }
}

TEST(KakaoPayWire, AnswersThatAreNotUnderstoodAreUnknown) {
    const auto cut = approved_body().substr(0, 100);
    const std::array replies{
        reply_of(200, ""),
        reply_of(200, "<html><body>점검 중</body></html>"),
        reply_of(200, cut),
        reply_of(200, "[]"),
        reply_of(200, "null"),
        reply_of(200, error_body(-780, "LACK_BALANCE")),
        reply_of(200, approved_body({{"aid", ""}})),
        reply_of(200, approved_body({{"status", R"("PARTLY_MOONLIT")"}})),
        reply_of(200, approved_body({{"status", "7"}})),
        reply_of(200, approved_body({{"amount", ""}})),
        reply_of(200, approved_body({{"amount", "9900"}})),
        reply_of(200, approved_body({{"amount", amounts(R"("9900")")}})),
        reply_of(200, approved_body({{"amount", amounts("9900.5")}})),
        reply_of(200, approved_body({{"amount", amounts("-9900")}})),
        reply_of(200, approved_body({{"amount", amounts("9007199254740992")}})),
        reply_of(201, approved_body()),
        reply_of(204, ""),
        reply_of(302, ""),
        reply_of(500, approved_body()),
        reply_of(502, "Bad Gateway"),
        reply_of(400, R"({"error_code":"LACK_BALANCE"})"),
    };
    for (const auto& reply : replies) {
        EXPECT_EQ(class_of(read_approve(reply, our_names())), "Q") << reply.body;
        EXPECT_EQ(class_of(read_cancel(reply, our_names())), "Q") << reply.body;
        const auto order = read_order(reply, our_names());
        EXPECT_EQ(order.kind, Kind::unknown) << reply.status << ' ' << reply.body;
        EXPECT_FALSE(order.absent || order.ask_now || order.view);
    }
}

struct StatusRow {
    const char* status;
    const char* canceled;
    Kind kind;
    State state;
    std::int64_t balance;
};

TEST(KakaoPayWire, EachStatusOfTheBooksBecomesItsState) {
    const std::array rows{
        StatusRow{"SUCCESS_PAYMENT", "0", Kind::approved, State::captured, 9900},
        StatusRow{"SUCCESS_PAYMENT", nullptr, Kind::approved, State::captured, 9900},
        StatusRow{"PART_CANCEL_PAYMENT", "4000", Kind::approved, State::captured, 5900},
        StatusRow{"CANCEL_PAYMENT", "9900", Kind::approved, State::captured, 0},
        StatusRow{"CANCEL_PAYMENT", nullptr, Kind::approved, State::captured, 0},
        StatusRow{"READY", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"SEND_TMS", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"OPEN_PAYMENT", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"SELECT_METHOD", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"ARS_WAITING", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"AUTH_PASSWORD", nullptr, Kind::unknown, State::in_progress, 9900},
        StatusRow{"FAIL_AUTH_PASSWORD", nullptr, Kind::declined, State::aborted, 9900},
        StatusRow{"FAIL_PAYMENT", nullptr, Kind::declined, State::aborted, 9900},
        StatusRow{"QUIT_PAYMENT", nullptr, Kind::declined, State::cancelled, 9900},
    };
    for (const auto& row : rows) {
        const auto outcome = ordered(
            {{"status", fmt::format("\"{}\"", row.status)},
             {"canceled_amount", row.canceled == nullptr ? "" : amounts(row.canceled)}}
        );
        EXPECT_EQ(outcome.kind, row.kind) << row.status;
        ASSERT_TRUE(outcome.view) << row.status;
        EXPECT_EQ(outcome.view->state, row.state) << row.status;
        EXPECT_EQ(outcome.view->balance, won(row.balance)) << row.status;
        EXPECT_EQ(outcome.failure.has_value(), row.kind == Kind::declined) << row.status;
    }
    EXPECT_EQ(ordered(unapproved("QUIT_PAYMENT")).failure->code, "buyer_cancelled");
}

TEST(KakaoPayWire, AKeyIssuedForNothingIsACaptureOfNothing) {
    const BodyChanges issued{{"status", R"("ISSUED_SID")"}, {"canceled_amount", ""}};
    EXPECT_EQ(ordered(issued).kind, Kind::unknown);
    auto for_nothing = issued;
    for_nothing["amount"] = amounts("0");
    EXPECT_EQ(ordered(for_nothing).kind, Kind::approved);
    EXPECT_EQ(ordered(for_nothing).view->total, won(0));
}

TEST(KakaoPayWire, BooksThatContradictThemselvesOrSayANewWordAreAnAlarm) {
    for (const auto& changes : {
             BodyChanges{{"status", R"("SETTLED")"}},
             BodyChanges{{"status", ""}},
             BodyChanges{{"canceled_amount", amounts("1")}},
             BodyChanges{{"canceled_amount", amounts("9901")}},
             BodyChanges{{"status", R"("PART_CANCEL_PAYMENT")"}},
             BodyChanges{
                 {"status", R"("PART_CANCEL_PAYMENT")"}, {"canceled_amount", amounts("9900")}},
             BodyChanges{{"status", R"("CANCEL_PAYMENT")"}, {"canceled_amount", amounts("1")}},
         }) {
        const auto outcome = ordered(changes);
        EXPECT_EQ(outcome.kind, Kind::unknown);
        EXPECT_TRUE(outcome.alarm && !outcome.ask_now && !outcome.view);
    }
}

TEST(KakaoPayWire, ATidThatIsNotKnownIsAWrongMerchantCodeAndNoProofOfAbsence) {
    const auto outcome = read_order(reply_of(400, error_body(-721)), our_names());
    EXPECT_EQ(outcome.kind, Kind::unknown);
    EXPECT_FALSE(outcome.absent);
    EXPECT_TRUE(outcome.alarm);
    EXPECT_EQ(outcome.detail, "-721");
    EXPECT_FALSE(read_order(reply_of(500, error_body(-500)), our_names()).alarm);
}

TEST(KakaoPayWire, ACancelTellsTheNewBalance) {
    const auto part = read_cancel(
        reply_of(
            200,
            order_body(
                {{"status", R"("PART_CANCEL_PAYMENT")"},
                 {"canceled_amount", amounts("4000")},
                 {"approved_cancel_amount", amounts("4000")}}
            )
        ),
        our_names()
    );
    EXPECT_EQ(part.outcome.kind, Kind::approved);
    EXPECT_EQ(part.outcome.view->balance, won(5900));
    // The books of a payment that was never cancelled are no answer to a cancel.
    EXPECT_EQ(class_of(read_cancel(reply_of(200, order_body()), our_names())), "Q");
}

TEST(KakaoPayWire, ACancelRefusedForGoodIsAnAlarm) {
    const auto cancel = [](int code, const std::string& method_code = {}) {
        return class_of(read_cancel(reply_of(400, error_body(code, method_code)), our_names()));
    };
    EXPECT_EQ(cancel(-710), "Q>C");
    EXPECT_EQ(cancel(-781, "6666"), "Q>C");
    EXPECT_EQ(cancel(-781, "INVALID_CANCEL_STATUS_DEACTIVE"), "Q>C");
    EXPECT_EQ(cancel(-781, "0025"), "Q");
    EXPECT_EQ(cancel(-784), "Q");
    EXPECT_EQ(cancel(-722), "C");
}

TEST(KakaoPayWire, AReadyGivesEachDeviceItsPage) {
    const auto read = read_ready(reply_of(200, ready_body()), "https://open-api.kakaopay.com");
    ASSERT_TRUE(read.prepared);
    EXPECT_EQ(read.prepared->tid, our_names().tid);
    EXPECT_NE(page_for(*read.prepared, Device::pc).find("/pc/"), std::string::npos);
    EXPECT_NE(page_for(*read.prepared, Device::mobile_web).find("/mobile-web/"), std::string::npos);
    EXPECT_NE(page_for(*read.prepared, Device::app).find("/mobile-app/"), std::string::npos);
}

TEST(KakaoPayWire, PagesLieAtKakaoPayOrWhereTheRequestWent) {
    const auto takes = [](const std::string& page, const char* api_url) {
        const auto body = ready_body({{"next_redirect_pc_url", '"' + page + '"'}});
        return read_ready(reply_of(200, body), api_url).prepared.has_value();
    };
    const auto* const real = "https://open-api.kakaopay.com";
    const auto* const sandbox = "http://localhost:8081/kakaopay";
    EXPECT_TRUE(takes("http://localhost:8081/kakaopay/mockup/bridge/pc", sandbox));
    EXPECT_FALSE(takes("http://localhost:8081/kakaopay/mockup/bridge/pc", real));
    for (const auto* page :
         {"http://online-payment.kakaopay.com/x",
          "https://kakaopay.com.evil.test/x",
          "https://evilkakaopay.com/x",
          "https://evil.test/.kakaopay.com",
          "https://evil.test\\\\.kakaopay.com",
          "https://a@evil.test/",
          "https://online-payment.kakaopay.com@evil.test/",
          "javascript:run()",
          "kakaotalk://kakaopay/pg",
          ""}) {
        EXPECT_FALSE(takes(page, real)) << page;
    }
}

TEST(KakaoPayWire, WithoutATidNothingCanBeTaken) {
    const auto read = [](int status, const std::string& body) {
        const auto reading = read_ready(reply_of(status, body), "https://open-api.kakaopay.com");
        EXPECT_FALSE(reading.prepared);
        EXPECT_FALSE(reading.failure.ask_now);
        return letter_of(reading.failure);
    };
    EXPECT_EQ(read(400, error_body(-799)), "C");
    EXPECT_EQ(read(401, error_body(-401)), "C");
    EXPECT_EQ(read(500, error_body(-500)), "R");
    EXPECT_EQ(read(503, error_body(-503)), "R");
    EXPECT_EQ(read(429, error_body(-429)), "r");
    EXPECT_EQ(read(400, error_body(-9999)), "R");
    EXPECT_EQ(read(502, "<html>"), "R");
    EXPECT_EQ(read(200, ready_body({{"tid", ""}})), "R");
}

}  // namespace
}  // namespace gyeol::providers::kakaopay
