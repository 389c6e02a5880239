#include "sandbox/toss/toss_sandbox.hpp"

#include "sandbox/toss/answer.hpp"
#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {

Told gets_with(TestMerchant& merchant, std::string authorization) {
    ports::HttpRequest request;
    request.url = "/v1/payments/some-key";
    if (!authorization.empty()) request.headers = {{"authorization", std::move(authorization)}};
    return merchant.calls(std::move(request));
}

TEST(TossKeys, TheColonAfterTheKeyIsMandatory) {
    TestMerchant merchant;
    // The three texts are base64 of `test_sk_a`, `test_sk_a:` and `live_sk_a:`.
    EXPECT_EQ(gets_with(merchant, "Basic dGVzdF9za19h").code(), "403 INCORRECT_BASIC_AUTH_FORMAT");
    EXPECT_EQ(gets_with(merchant, "Basic dGVzdF9za19hOg==").code(), "404 NOT_FOUND_PAYMENT");
    EXPECT_EQ(gets_with(merchant, "Basic bGl2ZV9za19hOg==").code(), "401 UNAUTHORIZED_KEY");
    EXPECT_EQ(gets_with(merchant, "").code(), "401 UNAUTHORIZED_KEY");
    EXPECT_EQ(gets_with(merchant, "Basic ???").code(), "403 INCORRECT_BASIC_AUTH_FORMAT");
}

TEST(TossKeys, AListedPairOpensOnlyToItsOwnSecretKey) {
    Options options;
    options.any_test_key = false;
    options.key_pairs = {
        {"test_gck_made_up", "test_gsk_made_up"}, {"test_gck_other", "test_gsk_other"}};
    TestMerchant merchant(options);
    const auto key = merchant.authenticates("order-000001");
    merchant.secret_key = "test_gsk_other";
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "404 NOT_FOUND_PAYMENT_SESSION");
    merchant.secret_key = "test_gsk_unlisted";
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "401 UNAUTHORIZED_KEY");
    merchant.secret_key = "test_gsk_made_up";
    EXPECT_EQ(merchant.confirms(key, "order-000001").status, 200);
}

TEST(TossTestCode, ForcesEveryDocumentedErrorBeforeTheBodyIsRead) {
    TestMerchant merchant;
    for (const auto& [code, answer] : {
             std::pair{"REJECT_CARD_PAYMENT", "403 REJECT_CARD_PAYMENT"},
             std::pair{"ALREADY_PROCESSED_PAYMENT", "400 ALREADY_PROCESSED_PAYMENT"},
             std::pair{"DUPLICATED_ORDER_ID", "400 DUPLICATED_ORDER_ID"},
             std::pair{"IDEMPOTENT_REQUEST_PROCESSING", "409 IDEMPOTENT_REQUEST_PROCESSING"},
             std::pair{
                 "FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING",
                 "500 FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING"},
             std::pair{"COMMON_ERROR", "500 COMMON_ERROR"},
             std::pair{"NO_SUCH_CODE", "400 INVALID_TEST_CODE"},
         }) {
        merchant.test_code = code;
        EXPECT_EQ(merchant.posts("/v1/payments/confirm", {}).code(), answer);
    }
    merchant.secret_key = "test_zz_unknown";
    EXPECT_EQ(merchant.posts("/v1/payments/confirm", {}).code(), "401 UNAUTHORIZED_KEY");
}

TEST(TossErrors, EachCodeHasItsDocumentedStatus) {
    for (const auto& [code, status] : {
             std::pair{"INVALID_IDEMPOTENCY_KEY", 400},
             std::pair{"INVALID_TEST_CODE", 400},
             std::pair{"UNAUTHORIZED_KEY", 401},
             std::pair{"INCORRECT_BASIC_AUTH_FORMAT", 403},
             std::pair{"NOT_FOUND_HTTP_METHOD", 404},
             std::pair{"NOT_FOUND", 404},
             std::pair{"IDEMPOTENT_REQUEST_PROCESSING", 409},
             std::pair{"INVALID_REQUEST", 400},
             std::pair{"NOT_FOUND_PAYMENT_SESSION", 404},
             std::pair{"NOT_FOUND_PAYMENT", 404},
             std::pair{"FORBIDDEN_REQUEST", 403},
             std::pair{"ALREADY_PROCESSED_PAYMENT", 400},
             std::pair{"DUPLICATED_ORDER_ID", 400},
             std::pair{"BELOW_MINIMUM_AMOUNT", 400},
             std::pair{"REJECT_CARD_PAYMENT", 403},
             std::pair{"REJECT_CARD_COMPANY", 403},
             std::pair{"INVALID_CARD_EXPIRATION", 400},
             std::pair{"INVALID_CARD_NUMBER", 400},
             std::pair{"ALREADY_CANCELED_PAYMENT", 400},
             std::pair{"NOT_CANCELABLE_AMOUNT", 403},
             std::pair{"NOT_CANCELABLE_PAYMENT", 403},
             std::pair{"NOT_MATCHES_REFUNDABLE_AMOUNT", 400},
             std::pair{"NOT_ALLOWED_PARTIAL_REFUND", 403},
             std::pair{"EXCEED_MAX_REFUND_DUE", 403},
             std::pair{"NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT", 403},
             std::pair{"INVALID_REFUND_ACCOUNT_INFO", 400},
             std::pair{"INVALID_REFUND_ACCOUNT_NUMBER", 400},
             std::pair{"INVALID_BANK", 400},
             std::pair{"FAILED_INTERNAL_SYSTEM_PROCESSING", 500},
         }) {
        EXPECT_EQ(refuse(code).status, status) << code;
    }
}

TEST(TossRoutes, AnUnknownPathAndAnUnknownMethodAreTwoErrors) {
    TestMerchant merchant;
    EXPECT_EQ(merchant.posts("/v2/payments", {}).code(), "404 NOT_FOUND");
    EXPECT_EQ(merchant.gets("some-key/cancel").code(), "404 NOT_FOUND_HTTP_METHOD");
}

TEST(TossPayment, EveryMemberIsThereAndWhatIsNotIsNull) {
    TestMerchant merchant;
    const auto paid = merchant.gets(merchant.pays("order-000001"));
    for (const auto* member :
         {"mId",
          "lastTransactionKey",
          "paymentKey",
          "orderId",
          "orderName",
          "taxExemptionAmount",
          "status",
          "requestedAt",
          "approvedAt",
          "useEscrow",
          "cultureExpense",
          "card",
          "virtualAccount",
          "transfer",
          "mobilePhone",
          "giftCertificate",
          "cashReceipt",
          "cashReceipts",
          "discount",
          "cancels",
          "secret",
          "type",
          "easyPay",
          "country",
          "failure",
          "isPartialCancelable",
          "receipt",
          "checkout",
          "currency",
          "totalAmount",
          "balanceAmount",
          "suppliedAmount",
          "vat",
          "taxFreeAmount",
          "metadata",
          "method",
          "version"}) {
        EXPECT_TRUE(paid.body.contains(member)) << member;
    }
    EXPECT_EQ(paid.body.size(), 37U);
    for (const auto* member :
         {"virtualAccount", "cancels", "secret", "failure", "metadata", "easyPay"}) {
        EXPECT_TRUE(paid.body.at(member).is_null()) << member;
    }
    EXPECT_EQ(paid.text("version"), "2022-11-16");
    EXPECT_EQ(find_text(*find_object(paid.body, "card"), "number"), "42424242****424*");
    EXPECT_EQ(find_text(*find_object(paid.body, "card"), "approveNo"), "00000000");
}

TEST(TossPayment, UnknownMembersCanBeAddedAndAreStable) {
    auto options = TestMerchant::with_webhooks();
    options.unknown_fields = true;
    TestMerchant merchant(options);
    const auto key = merchant.pays("order-000001");
    EXPECT_EQ(merchant.gets(key).body.size(), 39U);
    EXPECT_EQ(merchant.gets(key).raw, merchant.gets(key).raw);
}

TEST(TossFaults, EachKindTellsTheCarrierOrSpoilsTheAnswerButMovesTheMoneyOnlyWhenItShould) {
    struct Row {
        FaultKind kind;
        int status;
        std::int64_t captured;
    };

    for (const auto& row : {
             Row{FaultKind::refuse_connection, 0, 0},
             Row{FaultKind::lose_request, 0, 0},
             Row{FaultKind::drop_reply, 200, 9900},
             Row{FaultKind::error_after_execute, 500, 9900},
             Row{FaultKind::answer_html, 200, 9900},
             Row{FaultKind::cut_json, 200, 9900},
             Row{FaultKind::unknown_status, 200, 9900},
             Row{FaultKind::empty_body, 200, 9900},
             Row{FaultKind::delay, 200, 9900},
         }) {
        TestMerchant merchant;
        const auto key = merchant.authenticates("order-000001");
        merchant.sandbox().script({Operation::confirm, {{row.kind, 5s}}});
        const auto told = merchant.confirms(key, "order-000001");
        EXPECT_EQ(told.fault, (Fault{row.kind, 5s}));
        EXPECT_EQ(told.status, row.status);
        EXPECT_NE(
            told.text("status") == "DONE",
            row.status == 0 || row.kind == FaultKind::answer_html ||
                row.kind == FaultKind::cut_json || row.kind == FaultKind::empty_body ||
                row.kind == FaultKind::unknown_status || row.kind == FaultKind::error_after_execute
        );
        EXPECT_EQ(merchant.sandbox().books().front().captured, row.captured);
        EXPECT_EQ(merchant.gets(key).text("status"), row.captured > 0 ? "DONE" : "IN_PROGRESS");
    }
}

TEST(TossEvents, TheNextEventIsTheFirstWindowToCloseOrTheFirstWebhook) {
    TestMerchant merchant;
    EXPECT_EQ(merchant.sandbox().next_event_at(), std::nullopt);
    const auto opened_at = merchant.now();
    merchant.opens("order-000001");
    EXPECT_EQ(merchant.sandbox().next_event_at(), opened_at + 30min);
    merchant.passes(1min);
    merchant.authenticates("order-000002");
    EXPECT_EQ(merchant.sandbox().next_event_at(), opened_at + 11min);
    merchant.pays("order-000003");
    EXPECT_EQ(merchant.sandbox().next_event_at(), merchant.now());
}

TEST(TossSandbox, TheSameSeedAndTheSameCallsGiveTheSameBytes) {
    TestMerchant one;
    TestMerchant other;
    EXPECT_EQ(one.gets(one.pays("order-000001")).raw, other.gets(other.pays("order-000001")).raw);
    auto options = TestMerchant::with_webhooks();
    options.seed = 2;
    TestMerchant third(options);
    EXPECT_NE(third.pays("order-000001"), one.pays("order-000002"));
}

}  // namespace
}  // namespace gyeol::sandbox::toss
