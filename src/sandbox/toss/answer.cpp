#include "sandbox/toss/answer.hpp"

#include "base/ensure.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace gyeol::sandbox::toss {
namespace {

constexpr std::string_view forced = "요청한 테스트 코드의 오류입니다.";

// Every documented code with its status, so that the test header can ask for any of them. Clients must
// branch on the code: the texts change without notice.
// clang-format off
constexpr std::array rows{
    ErrorRow{"INVALID_IDEMPOTENCY_KEY", 400, "멱등키는 300자 이하여야 합니다."},
    ErrorRow{"INVALID_TEST_CODE", 400, "지원하지 않는 테스트 코드입니다."},
    ErrorRow{"API_VERSION_UPDATE_NEEDED", 400, forced},
    ErrorRow{"UNAUTHORIZED_KEY", 401, "인증되지 않은 시크릿 키 혹은 클라이언트 키 입니다."},
    ErrorRow{"INCORRECT_BASIC_AUTH_FORMAT", 403, "잘못된 요청입니다. ':' 를 포함해 인코딩해주세요."},
    ErrorRow{"FORBIDDEN_CONSECUTIVE_REQUEST", 403, forced},
    ErrorRow{"NOT_FOUND_HTTP_METHOD", 404, "지원하지 않는 HTTP 메서드입니다."},
    ErrorRow{"NOT_FOUND_MERCHANT", 404, forced},
    ErrorRow{"NOT_FOUND_MERCHANT_INTEGRATION", 404, forced},
    ErrorRow{"IDEMPOTENT_REQUEST_PROCESSING", 409, "이전 멱등 요청이 처리중입니다."},
    ErrorRow{"COMMON_ERROR", 500, "일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요."},
    ErrorRow{"UNKNOWN_ERROR", 500, forced},
    ErrorRow{"FAILED_INTERNAL_SYSTEM_PROCESSING", 500, "내부 시스템 처리 작업이 실패했습니다. 잠시 후 다시 시도해주세요."},
    ErrorRow{"FAILED_DB_PROCESSING", 500, forced},
    ErrorRow{"ALREADY_PROCESSED_PAYMENT", 400, "이미 처리된 결제 입니다."},
    ErrorRow{"PROVIDER_ERROR", 400, forced},
    ErrorRow{"CARD_PROCESSING_ERROR", 400, forced},
    ErrorRow{"INVALID_REQUEST", 400, "잘못된 요청입니다."},
    ErrorRow{"INVALID_PAYMENT_KEY", 400, forced},
    ErrorRow{"UNAPPROVED_ORDER_ID", 400, forced},
    ErrorRow{"BELOW_MINIMUM_AMOUNT", 400, "신용카드는 결제금액이 100원 이상, 계좌는 200원이상부터 결제가 가능합니다."},
    ErrorRow{"EXCEED_MAX_CARD_INSTALLMENT_PLAN", 400, forced},
    ErrorRow{"INVALID_CARD_INSTALLMENT_PLAN", 400, forced},
    ErrorRow{"PAY_PROCESS_CANCELED", 400, "사용자에 의해 결제가 취소되었습니다."},
    ErrorRow{"PAY_PROCESS_ABORTED", 400, "결제가 진행되지 못했습니다."},
    ErrorRow{"INVALID_API_KEY", 400, "잘못된 시크릿키 연동 정보 입니다."},
    ErrorRow{"NOT_FOUND_TERMINAL_ID", 400, forced},
    ErrorRow{"INVALID_AUTHORIZE_AUTH", 400, forced},
    ErrorRow{"INVALID_UNREGISTERED_SUBMALL", 400, forced},
    ErrorRow{"NOT_REGISTERED_BUSINESS", 400, forced},
    ErrorRow{"INVALID_REJECT_CARD", 400, "카드 사용이 거절되었습니다. 카드사 문의가 필요합니다."},
    ErrorRow{"INVALID_STOPPED_CARD", 400, forced},
    ErrorRow{"INVALID_CARD_LOST_OR_STOLEN", 400, forced},
    ErrorRow{"INVALID_CARD_EXPIRATION", 400, "카드 정보를 다시 확인해주세요. (유효기간)"},
    ErrorRow{"INVALID_CARD_NUMBER", 400, "카드번호를 다시 확인해주세요."},
    ErrorRow{"NOT_ALLOWED_POINT_USE", 400, forced},
    ErrorRow{"NOT_SUPPORTED_INSTALLMENT_PLAN_CARD_OR_MERCHANT", 400, forced},
    ErrorRow{"NOT_SUPPORTED_MONTHLY_INSTALLMENT_PLAN", 400, forced},
    ErrorRow{"EXCEED_MAX_DAILY_PAYMENT_COUNT", 400, forced},
    ErrorRow{"EXCEED_MAX_PAYMENT_AMOUNT", 400, forced},
    ErrorRow{"EXCEED_MAX_AMOUNT", 400, forced},
    ErrorRow{"EXCEED_MAX_ONE_DAY_WITHDRAW_AMOUNT", 400, forced},
    ErrorRow{"EXCEED_MAX_ONE_TIME_WITHDRAW_AMOUNT", 400, forced},
    ErrorRow{"RESTRICTED_TRANSFER_ACCOUNT", 400, forced},
    ErrorRow{"INVALID_ACCOUNT_INFO_RE_REGISTER", 400, forced},
    ErrorRow{"EXCEEDS_TRANSFER_AMOUNT_MAXIMUM", 400, forced},
    ErrorRow{"NOT_AVAILABLE_PAYMENT", 400, forced},
    ErrorRow{"MAINTAINED_METHOD", 400, forced},
    ErrorRow{"REJECT_ACCOUNT_PAYMENT", 403, "잔액부족으로 결제에 실패했습니다."},
    ErrorRow{"REJECT_CARD_PAYMENT", 403, "한도초과 혹은 잔액부족으로 결제에 실패했습니다."},
    ErrorRow{"REJECT_CARD_COMPANY", 403, "결제 승인이 거절되었습니다."},
    ErrorRow{"REJECT_TOSSPAY_INVALID_ACCOUNT", 403, forced},
    ErrorRow{"EXCEED_MAX_AUTH_COUNT", 403, forced},
    ErrorRow{"EXCEED_MAX_ONE_DAY_AMOUNT", 403, forced},
    ErrorRow{"INVALID_PASSWORD", 403, forced},
    ErrorRow{"FDS_ERROR", 403, forced},
    ErrorRow{"FORBIDDEN_REQUEST", 403, "허용되지 않은 요청입니다."},
    ErrorRow{"NOT_AVAILABLE_BANK", 403, forced},
    ErrorRow{"NOT_FOUND_PAYMENT", 404, "존재하지 않는 결제 입니다."},
    ErrorRow{"NOT_FOUND_PAYMENT_SESSION", 404, "결제 시간이 만료되어 결제 진행 데이터가 존재하지 않습니다."},
    ErrorRow{"NOT_FOUND", 404, "존재하지 않는 정보 입니다."},
    ErrorRow{"FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING", 500, "결제가 완료되지 않았어요. 다시 시도해주세요."},
    ErrorRow{"UNKNOWN_PAYMENT_ERROR", 500, forced},
    ErrorRow{"FAILED_METHOD_HANDLING", 500, forced},
    ErrorRow{"ALREADY_CANCELED_PAYMENT", 400, "이미 취소된 결제 입니다."},
    ErrorRow{"ALREADY_REFUND_PAYMENT", 400, forced},
    ErrorRow{"NOT_MATCHES_REFUNDABLE_AMOUNT", 400, "잔액 결과가 일치하지 않습니다."},
    ErrorRow{"INVALID_BANK", 400, "유효하지 않은 은행입니다."},
    ErrorRow{"EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT", 400, forced},
    ErrorRow{"REFUND_REJECTED", 400, forced},
    ErrorRow{"FORBIDDEN_BANK_REFUND_REQUEST", 400, forced},
    ErrorRow{"INVALID_REFUND_ACCOUNT_INFO", 400, "환불 계좌번호와 예금주명이 일치하지 않습니다."},
    ErrorRow{"INVALID_REFUND_ACCOUNT_NUMBER", 400, "잘못된 환불 계좌번호입니다."},
    ErrorRow{"NOT_CANCELABLE_AMOUNT", 403, "취소 할 수 없는 금액 입니다."},
    ErrorRow{"NOT_CANCELABLE_PAYMENT", 403, "취소 할 수 없는 결제 입니다."},
    ErrorRow{"NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER", 403, forced},
    ErrorRow{"EXCEED_MAX_REFUND_DUE", 403, "환불 가능한 기간이 지났습니다."},
    ErrorRow{"EXCEED_CANCEL_LIMIT", 403, forced},
    ErrorRow{"NOT_ALLOWED_PARTIAL_REFUND", 403, "에스크로 주문, 현금 카드 결제일 때는 부분 환불이 불가합니다."},
    ErrorRow{"NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT", 403, "입금 대기중인 결제는 부분 환불이 불가합니다."},
    ErrorRow{"FAILED_REFUND_PROCESS", 500, forced},
    ErrorRow{"FAILED_METHOD_HANDLING_CANCEL", 500, forced},
    ErrorRow{"FAILED_PARTIAL_REFUND", 500, forced},
    ErrorRow{"INVALID_REFUND_AMOUNT", 400, forced},
    ErrorRow{"ALREADY_REFUNDING_PAYMENT", 400, forced},
    ErrorRow{"EXCEED_MAX_REFUND_AMOUNT", 403, forced},
    ErrorRow{"NOT_SUPPORTED_REFUND", 403, forced},
    ErrorRow{"NOT_ALLOWED_REFUND_BANK", 403, forced},
    ErrorRow{"INVALID_CARD_PASSWORD", 400, forced},
    ErrorRow{"INVALID_CARD_IDENTITY", 400, forced},
    ErrorRow{"INVALID_BIRTH_DAY_FORMAT", 400, forced},
    ErrorRow{"NOT_SUPPORTED_CARD_TYPE", 400, forced},
    ErrorRow{"NOT_REGISTERED_CARD_COMPANY", 400, forced},
    ErrorRow{"INVALID_EMAIL", 400, forced},
    ErrorRow{"INVALID_BILLING_AUTH", 400, forced},
    ErrorRow{"NOT_SUPPORTED_METHOD", 400, "지원되지 않는 결제 수단입니다."},
    ErrorRow{"NOT_FOUND_BILLING", 404, forced},
    ErrorRow{"FAILED_BILL_KEY_AUTH_CREATION", 500, forced},
    ErrorRow{"FAILED_CARD_COMPANY_RESPONSE", 500, forced},
    ErrorRow{"FAILED_BILLING_AUTO_CANCEL", 500, forced},
    ErrorRow{"INVALID_BILL_KEY_REQUEST", 400, forced},
    ErrorRow{"ALREADY_REMOVED_BILLING_KEY", 400, forced},
    ErrorRow{"NOT_MATCHES_CUSTOMER_KEY", 400, forced},
    ErrorRow{"DUPLICATED_ORDER_ID", 400, "이미 승인 및 취소가 진행된 중복된 주문번호 입니다."},
    ErrorRow{"INVALID_REGISTRATION_NUMBER_TYPE", 400, forced},
    ErrorRow{"INVALID_DATE", 400, forced},
    ErrorRow{"EXCEED_MAX_DUE_DATE", 400, "가상 계좌의 최대 유효만료 기간을 초과했습니다."},
    ErrorRow{"EXCEED_MAX_VALID_HOURS", 400, "가상 계좌의 최대 유효시간을 초과했습니다."},
    ErrorRow{"INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE", 400, "validHours와 dueDate는 동시에 사용할 수 없습니다."},
    ErrorRow{"INVALID_ORDER_ID", 400, "`orderId`는 영문 대소문자, 숫자, 특수문자(-, _) 만 허용합니다. 6자 이상 64자 이하여야 합니다."},
    ErrorRow{"INVALID_TRANSACTION_KEY", 400, forced},
    ErrorRow{"DUPLICATED_CASH_RECEIPT", 400, forced},
    ErrorRow{"INVALID_CASH_RECEIPT_INFO", 400, forced},
    ErrorRow{"INVALID_BUSINESS_NUMBER", 400, forced},
    ErrorRow{"INVALID_REQUIRED_PARAM", 400, forced},
    ErrorRow{"NOT_FOUND_RECEIPT", 404, forced},
    ErrorRow{"ACCOUNT_OWNER_CHECK_FAILED", 400, forced},
    ErrorRow{"ALREADY_CLOSE_ACCOUNT", 400, forced},
    ErrorRow{"ALREADY_COMPLETED_PAYMENT", 400, forced},
    ErrorRow{"BELOW_ZERO_AMOUNT", 400, forced},
    ErrorRow{"DUPLICATED_REQUEST", 400, forced},
    ErrorRow{"EXCEED_MAX_QUERY_LIMIT", 400, forced},
    ErrorRow{"EXCEED_MIN_CARD_INSTALLMENT_PLAN", 400, forced},
    ErrorRow{"EXCEED_UNKNOWN_CASE", 400, forced},
    ErrorRow{"INCORRECT_SUCCESS_URL_FORMAT", 400, "잘못된 successUrl 형식입니다."},
    ErrorRow{"INCORRECT_FAIL_URL_FORMAT", 400, "잘못된 failUrl 형식입니다."},
    ErrorRow{"INVALID_ACCOUNT_NUMBER", 400, forced},
    ErrorRow{"INVALID_ACCOUNT_NOT_CORRECT_BANK", 400, forced},
    ErrorRow{"INVALID_CARD", 400, forced},
    ErrorRow{"INVALID_CARD_COMPANY", 400, forced},
    ErrorRow{"INVALID_CARD_INSTALLMENT_AMOUNT", 400, forced},
    ErrorRow{"INVALID_CARD_INSTALLMENT_PLANS_WITH_MAX_AND_SINGLE", 400, forced},
    ErrorRow{"INVALID_CLIENT_KEY", 400, "잘못된 클라이언트 연동 정보 입니다."},
    ErrorRow{"INVALID_CURRENCY", 400, "잘못된 통화 값입니다."},
    ErrorRow{"INVALID_CUSTOMER_KEY", 400, "잘못된 고객 키 입니다."},
    ErrorRow{"INVALID_EASY_PAY", 400, forced},
    ErrorRow{"INVALID_FLOW_MODE_PARAMETERS", 400, forced},
    ErrorRow{"INVALID_ISO_DATE_FORMAT", 400, forced},
    ErrorRow{"INVALID_ORDER_NAME", 400, "주문이름은 1자 이상 100자 이하여야 합니다."},
    ErrorRow{"INVALID_PAGING_KEY", 400, forced},
    ErrorRow{"INVALID_SUCCESS_URL", 400, forced},
    ErrorRow{"INVALID_URL", 400, forced},
    ErrorRow{"INVALID_URL_FORMAT", 400, forced},
    ErrorRow{"INVALID_VIRTUAL_ACCOUNT_TYPE", 400, forced},
    ErrorRow{"NOT_ALLOWED_INSTALLMENT_BELOW_AMOUNT", 400, forced},
    ErrorRow{"NOT_REGISTERED_SUBMALL", 400, forced},
    ErrorRow{"NOT_SUPPORTED_CARRIER", 400, forced},
    ErrorRow{"NOT_SUPPORTED_PROCESS", 400, forced},
    ErrorRow{"NOT_SUPPORTED_USD", 400, forced},
    ErrorRow{"REQUIRED_ACCOUNT_KEY", 400, forced},
    ErrorRow{"REQUIRED_AMOUNT", 400, forced},
    ErrorRow{"USER_ACCOUNT_ON_HOLD", 400, forced},
    ErrorRow{"NOT_ALLOWED_CHANGING_ACCOUNT", 403, forced},
    ErrorRow{"NOT_FOUND_METHOD", 404, forced},
    ErrorRow{"NOT_FOUND_METHOD_OWNERSHIP", 404, forced},
    ErrorRow{"FAILED_HASH_DATA_CREATION", 500, forced},
};
// clang-format on

}  // namespace

std::optional<ErrorRow> find_error(std::string_view code) {
    const auto* found = std::find_if(rows.begin(), rows.end(), [code](const ErrorRow& row) {
        return row.code == code;
    });
    if (found == rows.end()) return std::nullopt;
    return *found;
}

Answer refuse(std::string_view code) {
    const auto row = find_error(code);
    ensure(row.has_value(), "the sandbox refuses with documented codes only");
    const boost::json::object body{{"code", row->code}, {"message", row->message}};
    return {row->status, boost::json::serialize(body), {}};
}

}  // namespace gyeol::sandbox::toss
