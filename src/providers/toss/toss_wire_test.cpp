#include "providers/toss/toss_wire.hpp"

#include "providers/toss/toss_bodies.hpp"
#include "providers/toss/toss_codes.hpp"
#include "providers/toss/toss_names.hpp"
#include "providers/toss/toss_refund.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace gyeol::providers::toss {
namespace {

using domain::ProviderOutcome;
using domain::ProviderView;
using Kind = ProviderOutcome::Kind;
using State = ProviderView::State;

/// Returns how a confirm ends in the letters of Toss's error tables: declined, declined with an alarm,
/// turned away, to be asked.
std::string class_of(const ProviderOutcome& outcome) {
    const bool quiet = !outcome.ask_now && !outcome.alarm;
    if (outcome.kind == Kind::declined) return outcome.alarm ? "C" : "P";
    if (outcome.kind == Kind::not_sent && quiet) return "R";
    if (outcome.kind == Kind::unknown && outcome.ask_now && !outcome.alarm) return "Q";
    return "?";
}

struct CodeGroup {
    const char* where;
    int status;
    const char* expected;  // P = declined, C = declined with an alarm, R = not sent, Q = ask.
    const char* codes;
};

// Written from Toss's error tables, endpoint by endpoint, not from our own table.
const CodeGroup documented_codes[] = {
    {"any", 400, "C", "INVALID_IDEMPOTENCY_KEY INVALID_TEST_CODE API_VERSION_UPDATE_NEEDED"},
    {"any", 401, "C", "UNAUTHORIZED_KEY"},
    {"any", 403, "C", "INCORRECT_BASIC_AUTH_FORMAT"},
    {"any", 403, "R", "FORBIDDEN_CONSECUTIVE_REQUEST"},
    {"any", 404, "C", "NOT_FOUND_HTTP_METHOD NOT_FOUND_MERCHANT NOT_FOUND_MERCHANT_INTEGRATION"},
    {"any", 409, "Q", "IDEMPOTENT_REQUEST_PROCESSING"},
    {"any",
     500,
     "Q",
     "COMMON_ERROR UNKNOWN_ERROR FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_DB_PROCESSING"},
    {"confirm", 400, "Q", "ALREADY_PROCESSED_PAYMENT PROVIDER_ERROR CARD_PROCESSING_ERROR"},
    {"confirm",
     400,
     "P",
     "INVALID_REQUEST INVALID_PAYMENT_KEY UNAPPROVED_ORDER_ID BELOW_MINIMUM_AMOUNT "
     "EXCEED_MAX_CARD_INSTALLMENT_PLAN INVALID_CARD_INSTALLMENT_PLAN PAY_PROCESS_CANCELED "
     "PAY_PROCESS_ABORTED"},
    {"confirm",
     400,
     "C",
     "INVALID_API_KEY NOT_FOUND_TERMINAL_ID INVALID_AUTHORIZE_AUTH INVALID_UNREGISTERED_SUBMALL "
     "NOT_REGISTERED_BUSINESS"},
    {"confirm",
     400,
     "P",
     "INVALID_REJECT_CARD INVALID_STOPPED_CARD INVALID_CARD_LOST_OR_STOLEN INVALID_CARD_EXPIRATION "
     "INVALID_CARD_NUMBER NOT_ALLOWED_POINT_USE NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT "
     "NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN EXCEED_MAX_DAILY_PAYMENT_COUNT "
     "EXCEED_MAX_PAYMENT_AMOUNT EXCEED_MAX_AMOUNT EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT "
     "EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT RESTRICTED_TRANSFER_ACCOUNT "
     "INVALID_ACCOUNT_INFO_RE_REGISTER EXCEEDS_TRANSFER_AMOUNT_MAXIMUM"},
    {"confirm", 400, "R", "NOT_AVAILABLE_PAYMENT MAINTAINED_METHOD"},
    {"confirm",
     403,
     "P",
     "REJECT_ACCOUNT_PAYMENT REJECT_CARD_PAYMENT REJECT_CARD_COMPANY "
     "REJECT_TOSSPAY_INVALID_ACCOUNT "
     "EXCEED_MAX_AUTH_COUNT EXCEED_MAX_ONE_DAY_AMOUNT INVALID_PASSWORD FDS_ERROR"},
    {"confirm", 403, "C", "FORBIDDEN_REQUEST"},
    {"confirm", 403, "R", "NOT_AVAILABLE_BANK"},
    {"confirm", 404, "P", "NOT_FOUND_PAYMENT NOT_FOUND_PAYMENT_SESSION"},
    {"confirm",
     500,
     "Q",
     "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING FAILED_INTERNAL_SYSTEM_PROCESSING "
     "UNKNOWN_PAYMENT_ERROR FAILED_METHOD_HANDLING"},
    {"query", 404, "P", "NOT_FOUND_PAYMENT NOT_FOUND"},
    {"cancel",
     400,
     "Q",
     "ALREADY_CANCELED_PAYMENT ALREADY_REFUND_PAYMENT NOT_MATCHES_REFUNDABLE_AMOUNT "
     "PROVIDER_ERROR"},
    {"cancel",
     400,
     "P",
     "INVALID_REQUEST INVALID_BANK EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT REFUND_REJECTED "
     "FORBIDDEN_BANK_REFUND_REQUEST INVALID_REFUND_ACCOUNT_INFO INVALID_REFUND_ACCOUNT_NUMBER"},
    {"cancel", 403, "Q", "NOT_CANCELABLE_AMOUNT"},
    {"cancel",
     403,
     "P",
     "NOT_CANCELABLE_PAYMENT NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER EXCEED_MAX_REFUND_DUE "
     "EXCEED_CANCEL_LIMIT NOT_ALLOWED_PARTIAL_REFUND NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT"},
    {"cancel", 403, "R", "FORBIDDEN_CONSECUTIVE_REQUEST NOT_AVAILABLE_BANK"},
    {"cancel", 403, "C", "FORBIDDEN_REQUEST INCORRECT_BASIC_AUTH_FORMAT"},
    {"cancel",
     500,
     "Q",
     "FAILED_INTERNAL_SYSTEM_PROCESSING FAILED_REFUND_PROCESS FAILED_METHOD_HANDLING_CANCEL "
     "FAILED_PARTIAL_REFUND COMMON_ERROR FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"},
    {"cancel, overall list", 400, "P", "INVALID_REFUND_AMOUNT ALREADY_REFUNDING_PAYMENT"},
    {"cancel, overall list",
     403,
     "P",
     "EXCEED_MAX_REFUND_AMOUNT NOT_SUPPORTED_REFUND NOT_ALLOWED_REFUND_BANK"},
    {"billing key",
     400,
     "P",
     "INVALID_CARD_PASSWORD INVALID_CARD_IDENTITY INVALID_BIRTH_DAY_FORMAT NOT_SUPPORTED_CARD_TYPE "
     "INVALID_EMAIL INVALID_BILLING_AUTH NOT_FOUND_BILLING"},
    {"billing key", 400, "C", "NOT_REGISTERED_CARD_COMPANY NOT_SUPPORTED_METHOD"},
    {"billing key", 500, "R", "FAILED_BILL_KEY_AUTH_CREATION"},
    {"billing charge", 400, "P", "INVALID_BILL_KEY_REQUEST ALREADY_REMOVED_BILLING_KEY"},
    {"billing charge", 400, "C", "NOT_MATCHES_CUSTOMER_KEY"},
    {"billing charge", 400, "Q", "DUPLICATED_ORDER_ID"},
    {"billing charge", 500, "Q", "FAILED_CARD_COMPANY_RESPONSE FAILED_BILLING_AUTO_CANCEL"},
    {"virtual account",
     400,
     "P",
     "INVALID_REGISTRATION_NUMBER_TYPE INVALID_DATE EXCEED_MAX_DUE_DATE EXCEED_MAX_VALID_HOURS "
     "INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE"},
    {"transactions", 400, "P", "INVALID_TRANSACTION_KEY"},
    {"cash receipts",
     400,
     "Q",
     "DUPLICATED_CASH_RECEIPT INVALID_CASH_RECEIPT_INFO NTS_ERROR NOT_FOUND_RECEIPT "
     "INVALID_BUSINESS_NUMBER"},
    {"overall list",
     400,
     "Q",
     "ACCOUNT_OWNER_CHECK_FAILED ALREADY_CLOSE_ACCOUNT ALREADY_COMPLETED_PAYMENT BELOW_ZERO_AMOUNT "
     "DUPLICATED_REQUEST EXCEED_MAX_QUERY_LIMIT EXCEED_MIN_CARD_INSTALLMENT_PLAN "
     "EXCEED_UNKNOWN_CASE INCORRECT_SUCCESS_URL_FORMAT INCORRECT_FAIL_URL_FORMAT "
     "INVALID_ACCOUNT_NUMBER INVALID_ACCOUNT_NOT_CORRECT_BANK INVALID_CARD INVALID_CARD_COMPANY "
     "INVALID_CARD_INSTALLMENT_AMOUNT INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE "
     "INVALID_CLIENT_KEY INVALID_CURRENCY INVALID_CUSTOMER_KEY INVALID_EASY_PAY "
     "INVALID_FLOW_MODE_PARAMETERS INVALID_ISO_DATE_FORMAT INVALID_ORDER_ID INVALID_ORDER_NAME "
     "INVALID_PAGING_KEY INVALID_REQUIRED_PARAM INVALID_SUCCESS_URL INVALID_URL INVALID_URL_FORMAT "
     "INVALID_VIRTUAL_ACCOUNT_TYPE NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT NOT_REGISTERED_SUBMALL "
     "NOT_SUPPORTED_CARRIER NOT_SUPPORTED_PROCESS NOT_SUPPORTED_USD REQUIRED_ACCOUNT_KEY "
     "REQUIRED_AMOUNT USER_ACCOUNT_ON_HOLD"},
    {"overall list", 403, "Q", "NOT_ALLOWED_CHANGING_ACCOUNT"},
    {"overall list", 404, "Q", "NOT_FOUND_METHOD NOT_FOUND_METHOD_OWNERSHIP"},
    {"overall list", 500, "Q", "FAILED_HASH_DATA_CREATION"},
};

TEST(TossWire, EveryDocumentedCodeHasItsClassInTheTable) {
    for (const auto& group : documented_codes) {
        std::istringstream codes(group.codes);
        for (std::string code; codes >> code;) {
            const auto outcome = read_confirm(reply_of(group.status, error_body(code)));
            EXPECT_EQ(class_of(outcome), group.expected) << group.where << ": " << code;
            EXPECT_NE(find_code(code), nullptr) << group.where << ": " << code;
        }
    }
}

TEST(TossWire, TheCodeDecidesAndNotTheStatus) {
    EXPECT_EQ(class_of(read_confirm(reply_of(500, error_body("REJECT_CARD_PAYMENT")))), "P");
    EXPECT_EQ(class_of(read_confirm(reply_of(429, error_body("PROVIDER_ERROR")))), "Q");
}

TEST(TossWire, ACodeThatIsNotListedIsAsked) {
    for (const int status : {400, 401, 403, 404, 409, 500, 502, 503}) {
        const auto outcome = read_confirm(reply_of(status, error_body("SOMETHING_NEW")));
        EXPECT_EQ(class_of(outcome), "Q") << status;
        EXPECT_EQ(outcome.detail, "SOMETHING_NEW");
    }
    EXPECT_EQ(class_of(read_confirm(reply_of(429, error_body("SOMETHING_NEW")))), "R");
    EXPECT_EQ(class_of(read_confirm(reply_of(429, ""))), "R");
}

TEST(TossWire, AFailureCarriesOurWordsAndOnlyTheProvidersCode) {
    const auto outcome = read_confirm(reply_of(
        403, R"({"code":"REJECT_ACCOUNT_PAYMENT","message":"홍길동 님의 계좌 110-123-456789"})"
    ));
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->code, "insufficient_funds");
    EXPECT_EQ(outcome.failure->provider_code, "REJECT_ACCOUNT_PAYMENT");
    EXPECT_EQ(outcome.failure->message, "잔액이 부족하여 결제하지 못했습니다.");
}

TEST(TossWire, ACardApprovalIsRead) {
    const auto outcome = read_confirm(reply_of(200, payment_body()));
    EXPECT_EQ(outcome.kind, Kind::approved);
    ASSERT_TRUE(outcome.view);
    EXPECT_EQ(outcome.view->state, State::captured);
    EXPECT_EQ(outcome.view->payment_key, "key_one");
    EXPECT_EQ(outcome.view->order_id, "ord_one");
    EXPECT_EQ(outcome.view->total, (domain::Money{9900, domain::Currency::krw}));
    EXPECT_EQ(outcome.view->balance, outcome.view->total);
    EXPECT_EQ(outcome.view->method, domain::PaymentMethod::card);
    EXPECT_EQ(outcome.view->receipt_url, "https://receipt.example/1");
    ASSERT_TRUE(outcome.view->approved_at);
    EXPECT_EQ(write_rfc3339(*outcome.view->approved_at), "2026-03-01T01:00:30.000Z");
}

TEST(TossWire, AVirtualAccountIsReadWithItsSecret) {
    const auto outcome = read_confirm(reply_of(200, payment_body(waiting_for_deposit())));
    EXPECT_EQ(outcome.kind, Kind::pending);
    ASSERT_TRUE(outcome.view && outcome.view->virtual_account);
    const auto& account = *outcome.view->virtual_account;
    EXPECT_EQ(account.bank, "신한은행");
    EXPECT_EQ(account.account_number, "X6505012345");
    EXPECT_EQ(account.holder, "김결");
    ASSERT_TRUE(account.due_at);
    EXPECT_EQ(write_rfc3339(*account.due_at), "2026-03-08T14:59:59.000Z");
    EXPECT_FALSE(outcome.view->deposit_overdue);
    EXPECT_EQ(outcome.view->deposit_secret.reveal(), "ps_made_up");
}

TEST(TossWire, ADueDateWithoutAZoneIsKoreanTimeAndExpiredIsOnlyWhatTossSays) {
    auto changes = waiting_for_deposit();
    changes["virtualAccount"] =
        R"({"accountNumber":"X1","bankCode":"92","dueDate":"2020-01-01T00:00:00","expired":true})";
    const auto overdue = read_query(reply_of(200, payment_body(changes)));
    ASSERT_TRUE(overdue.view && overdue.view->virtual_account->due_at);
    EXPECT_EQ(write_rfc3339(*overdue.view->virtual_account->due_at), "2019-12-31T15:00:00.000Z");
    EXPECT_TRUE(overdue.view->deposit_overdue);
    changes["virtualAccount"] = R"({"accountNumber":"X1","dueDate":"2020-01-01T00:00:00"})";
    const auto open = read_query(reply_of(200, payment_body(changes)));
    ASSERT_TRUE(open.view);
    EXPECT_FALSE(open.view->deposit_overdue);
}

struct StatusRow {
    const char* status;
    const char* approved_at;
    const char* balance;
    Kind kind;
    State state;
};

TEST(TossWire, EachStatusBecomesItsState) {
    const std::string at = R"("2026-03-01T10:00:30+09:00")";
    const StatusRow rows[] = {
        {"DONE", at.c_str(), "9900", Kind::approved, State::captured},
        {"PARTIAL_CANCELED", at.c_str(), "4000", Kind::approved, State::captured},
        {"PARTIAL_CANCELED", at.c_str(), "0", Kind::approved, State::captured},
        {"CANCELED", at.c_str(), "0", Kind::approved, State::captured},
        {"CANCELED", "null", "0", Kind::declined, State::cancelled},
        {"CANCELED", "", "0", Kind::declined, State::cancelled},
        {"ABORTED", "null", "9900", Kind::declined, State::aborted},
        {"EXPIRED", "null", "9900", Kind::declined, State::expired},
        {"READY", "null", "9900", Kind::unknown, State::in_progress},
        {"IN_PROGRESS", "null", "9900", Kind::unknown, State::in_progress},
    };
    for (const auto& row : rows) {
        const auto outcome = read_query(reply_of(
            200,
            payment_body(
                {{"status", fmt::format("\"{}\"", row.status)},
                 {"approvedAt", row.approved_at},
                 {"balanceAmount", row.balance}}
            )
        ));
        EXPECT_EQ(outcome.kind, row.kind) << row.status;
        ASSERT_TRUE(outcome.view) << row.status;
        EXPECT_EQ(outcome.view->state, row.state) << row.status;
        EXPECT_EQ(std::to_string(outcome.view->balance.minor), row.balance) << row.status;
    }
}

TEST(TossWire, AnAbortedPaymentSaysWhy) {
    const auto aborted = read_query(reply_of(
        200,
        payment_body(
            {{"status", R"("ABORTED")"},
             {"approvedAt", "null"},
             {"failure", R"({"code":"INVALID_CARD_EXPIRATION","message":"사유"})"}}
        )
    ));
    ASSERT_TRUE(aborted.failure);
    EXPECT_EQ(aborted.failure->code, "card_expired");
    EXPECT_EQ(aborted.failure->provider_code, "INVALID_CARD_EXPIRATION");
    const auto expired = read_query(reply_of(
        200,
        payment_body(
            {{"status", R"("EXPIRED")"},
             {"method", "null"},
             {"approvedAt", "null"},
             {"failure", R"({"code":"free text, not a code","message":"사유"})"}}
        )
    ));
    ASSERT_TRUE(expired.failure);
    EXPECT_EQ(expired.failure->code, "session_expired");
    EXPECT_EQ(expired.failure->provider_code, "");
}

TEST(TossWire, AmountsMayBeWrittenAsFractionsOfNothing) {
    const auto outcome = read_confirm(
        reply_of(200, payment_body({{"totalAmount", "9900.0"}, {"balanceAmount", "9.9e3"}}))
    );
    ASSERT_EQ(outcome.kind, Kind::approved);
    EXPECT_EQ(outcome.view->total.minor, 9900);
    const auto large = read_confirm(reply_of(
        200, payment_body({{"totalAmount", "9007199254740991"}, {"balanceAmount", "5000000000"}})
    ));
    ASSERT_EQ(large.kind, Kind::approved);
    EXPECT_EQ(large.view->balance.minor, 5'000'000'000);
}

TEST(TossWire, AnotherCurrencyIsReadInItsMinorUnits) {
    const auto outcome = read_confirm(reply_of(200, payment_body({{"currency", R"("USD")"}})));
    ASSERT_TRUE(outcome.view);
    EXPECT_EQ(outcome.view->total, (domain::Money{990000, domain::Currency::usd}));
}

TEST(TossWire, AnswersThatAreNotUnderstoodAreUnknown) {
    const auto cut = payment_body().substr(0, 100);
    auto no_account = waiting_for_deposit();
    no_account["virtualAccount"] = "null";
    const ports::HttpReply replies[] = {
        reply_of(200, ""),
        reply_of(200, "<html><body>점검 중</body></html>"),
        reply_of(200, cut),
        reply_of(200, "[]"),
        reply_of(200, "null"),
        reply_of(200, error_body("REJECT_CARD_PAYMENT")),
        reply_of(200, payment_body({{"status", R"("SETTLED")"}})),
        reply_of(200, payment_body({{"status", "7"}})),
        reply_of(200, payment_body({{"status", ""}})),
        reply_of(200, payment_body({{"paymentKey", "null"}})),
        reply_of(200, payment_body({{"orderId", "1"}})),
        reply_of(200, payment_body({{"orderId", ""}})),
        reply_of(200, payment_body({{"currency", R"("EUR")"}})),
        reply_of(200, payment_body({{"approvedAt", "20260301"}})),
        reply_of(200, payment_body({{"totalAmount", R"("9900")"}})),
        reply_of(200, payment_body({{"totalAmount", "9900.5"}})),
        reply_of(200, payment_body({{"totalAmount", "9007199254740992"}})),
        reply_of(200, payment_body({{"totalAmount", "-9900"}})),
        reply_of(200, payment_body({{"balanceAmount", ""}})),
        reply_of(200, payment_body({{"balanceAmount", "9901"}})),
        reply_of(200, payment_body(no_account)),
        reply_of(201, payment_body()),
        reply_of(204, ""),
        reply_of(302, ""),
        reply_of(403, "<html>blocked</html>"),
        reply_of(404, ""),
        reply_of(500, payment_body()),
        reply_of(502, "Bad Gateway"),
        reply_of(400, R"({"code":7,"message":"x"})"),
        reply_of(400, R"({"code":"a b c"})"),
    };
    for (const auto& reply : replies) {
        const auto confirmed = read_confirm(reply);
        EXPECT_EQ(class_of(confirmed), "Q") << reply.status << ' ' << reply.body;
        EXPECT_FALSE(confirmed.view);
        const auto asked = read_query(reply);
        EXPECT_EQ(asked.kind, Kind::unknown) << reply.status << ' ' << reply.body;
        EXPECT_FALSE(asked.absent || asked.ask_now);
        EXPECT_EQ(read_cancel(reply).kind, Kind::unknown);
    }
}

TEST(TossWire, OnlyOneCodeSaysThatAPaymentIsAbsent) {
    EXPECT_TRUE(read_query(reply_of(404, error_body("NOT_FOUND_PAYMENT"))).absent);
    for (const auto* code : {"NOT_FOUND", "NOT_FOUND_PAYMENT_SESSION", "UNAUTHORIZED_KEY"}) {
        const auto outcome = read_query(reply_of(404, error_body(code)));
        EXPECT_EQ(outcome.kind, Kind::unknown);
        EXPECT_FALSE(outcome.absent) << code;
    }
    EXPECT_TRUE(read_query(reply_of(401, error_body("UNAUTHORIZED_KEY"))).alarm);
}

TEST(TossWire, ACancelRefusedForGoodIsAnAlarm) {
    EXPECT_EQ(class_of(read_cancel(reply_of(400, error_body("ALREADY_CANCELED_PAYMENT")))), "Q");
    EXPECT_EQ(class_of(read_cancel(reply_of(403, error_body("NOT_CANCELABLE_AMOUNT")))), "Q");
    EXPECT_EQ(class_of(read_cancel(reply_of(403, error_body("NOT_AVAILABLE_BANK")))), "R");
    const auto refused = read_cancel(reply_of(400, error_body("REFUND_REJECTED")));
    EXPECT_EQ(refused.kind, Kind::declined);
    EXPECT_TRUE(refused.alarm);
    const auto done = read_cancel(
        reply_of(200, payment_body({{"status", R"("CANCELED")"}, {"balanceAmount", "0"}}))
    );
    EXPECT_EQ(done.kind, Kind::approved);
    EXPECT_EQ(done.view->balance.minor, 0);
}

TEST(TossWire, MeansOfPaymentAndBanksAreReadFromTheirKoreanNames) {
    using enum domain::PaymentMethod;
    EXPECT_EQ(method_of("카드"), card);
    EXPECT_EQ(method_of("가상계좌"), virtual_account);
    EXPECT_EQ(method_of("간편결제"), easy_pay);
    EXPECT_EQ(method_of("해외간편결제"), easy_pay);
    EXPECT_EQ(method_of("휴대폰"), mobile_phone);
    EXPECT_EQ(method_of("계좌이체"), transfer);
    for (const auto* certificate : {"문화상품권", "도서문화상품권", "게임문화상품권"})
        EXPECT_EQ(method_of(certificate), gift_certificate);
    EXPECT_EQ(method_of("새 결제수단"), unselected);
    EXPECT_EQ(method_of(""), unselected);
    EXPECT_EQ(bank_name("03"), "IBK기업은행");
    EXPECT_EQ(bank_name("ZZ"), "ZZ");
}

TEST(TossWire, AReceiptThatIsNoWebAddressIsDropped) {
    const auto outcome =
        read_confirm(reply_of(200, payment_body({{"receipt", R"({"url":"javascript:run"})"}})));
    ASSERT_TRUE(outcome.view);
    EXPECT_EQ(outcome.view->receipt_url, "");
}

TEST(TossWire, CancelsAreListedWithTheNumberOfOurRefund) {
    const auto cancels = R"([
        {"cancelAmount":1000,"cancelReason":"단순 변심 #2","transactionKey":"t1","cancelStatus":"DONE"},
        {"cancelAmount":900,"cancelReason":"콘솔에서 #1등","transactionKey":"t2","cancelStatus":"DONE"},
        {"cancelAmount":500,"cancelReason":"#3","transactionKey":"t3","cancelStatus":"IN_PROGRESS"},
        {"cancelAmount":700,"cancelReason":"#5","transactionKey":"t5","cancelStatus":"ABORTED"},
        {"cancelAmount":-1,"cancelReason":"#4","transactionKey":"t4"}, 7])";
    const auto outcome =
        read_query(reply_of(200, payment_body({{"balanceAmount", "8000"}, {"cancels", cancels}})));
    ASSERT_TRUE(outcome.view);
    const auto& returns = outcome.view->returns;
    ASSERT_EQ(returns.size(), 4U);
    EXPECT_EQ(returns[0].id, "t1");
    EXPECT_EQ(returns[0].amount.minor, 1000);
    EXPECT_EQ(returns[0].refund_number, 2);
    EXPECT_EQ(returns[1].refund_number, 0) << "made by another hand";
    EXPECT_EQ(returns[2].refund_number, 3) << "the balance counts it already";
    EXPECT_FALSE(returns[2].took_back);
    EXPECT_TRUE(returns[3].took_back);
}

TEST(TossWire, RequestsCarryWhatWeStored) {
    domain::Payment payment;
    payment.order_id = "ord_one";
    payment.amount = {9900, domain::Currency::krw};
    payment.attempt.emplace().payment_key = "key_one";
    EXPECT_EQ(
        write_confirm(payment), R"({"paymentKey":"key_one","orderId":"ord_one","amount":9900})"
    );
    domain::Refund refund;
    refund.number = 2;
    refund.reason = "단순 변심";
    refund.amount = refund.balance_before = payment.amount;
    EXPECT_EQ(write_refund(refund), R"({"cancelReason":"단순 변심 #2","refundableAmount":9900})");
    refund.amount.minor = 3000;
    refund.account = domain::RefundAccount{"88", "110123456789", "김결"};
    EXPECT_THAT(
        write_refund(refund),
        testing::AllOf(
            testing::HasSubstr(R"("cancelAmount":3000)"),
            testing::HasSubstr(
                R"("refundReceiveAccount":{"bank":"88","accountNumber":"110123456789",)"
                R"("holderName":"김결"})"
            )
        )
    );
    EXPECT_THAT(write_deposit_cancel(), testing::HasSubstr("cancelReason"));
    // RFC 4648: one, two and no bytes of padding.
    EXPECT_EQ(write_authorization(Secret("ab")), "Basic YWI6");
    EXPECT_EQ(write_authorization(Secret("abc")), "Basic YWJjOg==");
    EXPECT_EQ(write_authorization(Secret("abcd")), "Basic YWJjZDo=");
}

TEST(TossWire, APaymentKeyCannotLeaveItsPathSegment) {
    EXPECT_EQ(write_path_segment("aZ0-_.~"), "aZ0-_.~");
    EXPECT_EQ(write_path_segment("../x?y#z%"), "..%2Fx%3Fy%23z%25");
    EXPECT_FALSE(is_payment_key(".."));
    EXPECT_FALSE(is_payment_key("."));
    EXPECT_FALSE(is_payment_key(""));
    EXPECT_FALSE(is_payment_key("a b"));
    EXPECT_FALSE(is_payment_key("키"));
    EXPECT_FALSE(is_payment_key(std::string(201, 'a')));
    EXPECT_TRUE(is_payment_key("tshop20260301100000AbCd1"));
}

TEST(TossWire, ACustomerKeyIsTwoToFiftyOfTossesLetters) {
    EXPECT_TRUE(is_customer_key("0195d2e0-0000-7000-8000-000000000001"));
    EXPECT_TRUE(is_customer_key("a=_.@-Z9"));
    EXPECT_FALSE(is_customer_key("a"));
    EXPECT_FALSE(is_customer_key(std::string(51, 'a')));
    EXPECT_FALSE(is_customer_key("bad key!"));
}

std::vector<ports::HttpHeader> delivery() {
    return {{"Tosspayments-Webhook-Transmission-Id", "whtrans_1"}};
}

TEST(TossWebhook, AStatusChangeNamesItsPayment) {
    const auto notice = read_notice(
        delivery(),
        R"({"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-03-01T10:00:30.12345","new":1,)"
        R"("data":)" +
            payment_body({{"lastTransactionKey", R"("txrd_1")"}, {"secret", R"("ps_1")"}}) + "}"
    );
    ASSERT_TRUE(notice);
    const domain::ProviderNotice expected{
        .event_type = "PAYMENT_STATUS_CHANGED",
        .transmission_id = "whtrans_1",
        .order_id = "ord_one",
        .payment_key = "key_one",
        .status = "DONE",
        .transaction_key = "txrd_1",
        .secret = "ps_1",
    };
    EXPECT_EQ(*notice, expected);
}

TEST(TossWebhook, AFlatDepositCallbackIsRead) {
    const auto notice = read_notice(
        {},
        R"({"createdAt":"2026-03-01T10:00:30.123","secret":"ps_1","status":"DONE",)"
        R"("transactionKey":"txrd_2","orderId":"ord_one"})"
    );
    ASSERT_TRUE(notice);
    const domain::ProviderNotice expected{
        .event_type = "DEPOSIT_CALLBACK",
        .transmission_id = "",
        .order_id = "ord_one",
        .payment_key = "",
        .status = "DONE",
        .transaction_key = "txrd_2",
        .secret = "ps_1",
    };
    EXPECT_EQ(*notice, expected);
}

TEST(TossWebhook, EventsThatNameNoPaymentOfOursKeepTheirType) {
    for (const auto* body :
         {R"({"eventType":"BILLING_DELETED","data":{"billingKey":"b","reason":null}})",
          R"({"eventType":"payout.changed","entityType":"payout","entityBody":{"id":"p"}})",
          R"({"eventType":"SOMETHING_NEW","data":[1]})",
          R"({"eventType":"SOMETHING_NEW"})"}) {
        const auto notice = read_notice(delivery(), body);
        ASSERT_TRUE(notice) << body;
        EXPECT_FALSE(notice->event_type.empty());
        EXPECT_EQ(notice->order_id + notice->payment_key, "");
    }
}

TEST(TossWebhook, GarbageIsRefused) {
    for (const auto* body :
         {"",
          "<html>",
          "[]",
          "{}",
          R"({"orderId":"ord_one"})",
          R"({"orderId":"ord_one","secret":"s"})",
          R"({"orderId":1,"secret":"s","transactionKey":"t"})",
          R"({"eventType":7,"data":{}})",
          R"({"eventType":"line\nbreak","data":{}})"}) {
        const auto notice = read_notice(delivery(), body);
        ASSERT_FALSE(notice) << body;
        EXPECT_EQ(notice.error().reason, "webhook_unreadable");
    }
}

}  // namespace
}  // namespace gyeol::providers::toss
