#include "providers/failure.hpp"

#include <algorithm>

namespace gyeol::providers {
namespace {

constexpr std::size_t code_bytes_max = 80;

bool is_code(std::string_view text) {
    const auto fits = [](char letter) {
        return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
               letter == '_';
    };
    return text.size() <= code_bytes_max && std::all_of(text.begin(), text.end(), fits);
}

std::string_view sentence(FailureReason reason) {
    switch (reason) {
        case FailureReason::card_declined:
            return "카드사에서 결제를 거절했습니다. 다른 카드로 결제해 주세요.";
        case FailureReason::insufficient_funds:
            return "잔액이 부족하여 결제하지 못했습니다.";
        case FailureReason::card_expired:
            return "카드 유효기간을 확인해 주세요.";
        case FailureReason::card_lost_or_stolen:
            return "분실 또는 도난 신고된 카드입니다.";
        case FailureReason::invalid_card:
            return "사용할 수 없는 카드 또는 계좌입니다. 정보를 확인해 주세요.";
        case FailureReason::limit_exceeded:
            return "한도 또는 횟수를 초과하여 결제하지 못했습니다.";
        case FailureReason::bank_unavailable:
            return "지금은 결제할 수 없습니다. 잠시 후 다시 시도해 주세요.";
        case FailureReason::buyer_cancelled:
            return "결제를 취소했습니다.";
        case FailureReason::session_expired:
            return "결제 시간이 지났습니다. 처음부터 다시 결제해 주세요.";
        case FailureReason::not_finished:
            return "결제가 아직 끝나지 않았습니다. 다시 결제해 주세요.";
        case FailureReason::invalid_request:
            return "결제 요청이 올바르지 않습니다. 처음부터 다시 결제해 주세요.";
        case FailureReason::configuration:
            return "상점의 결제 설정에 문제가 있습니다. 판매자에게 문의해 주세요.";
        case FailureReason::fraud_suspected:
            return "안전을 위해 결제가 제한되었습니다. 카드사에 문의해 주세요.";
        case FailureReason::declined:
            break;
    }
    return "결제가 승인되지 않았습니다.";
}

}  // namespace

std::string_view word(FailureReason reason) {
    switch (reason) {
        case FailureReason::card_declined:
            return "card_declined";
        case FailureReason::insufficient_funds:
            return "insufficient_funds";
        case FailureReason::card_expired:
            return "card_expired";
        case FailureReason::card_lost_or_stolen:
            return "card_lost_or_stolen";
        case FailureReason::invalid_card:
            return "invalid_card";
        case FailureReason::limit_exceeded:
            return "limit_exceeded";
        case FailureReason::bank_unavailable:
            return "bank_unavailable";
        case FailureReason::buyer_cancelled:
            return "buyer_cancelled";
        case FailureReason::session_expired:
            return "session_expired";
        case FailureReason::not_finished:
            return "not_finished";
        case FailureReason::invalid_request:
            return "invalid_request";
        case FailureReason::configuration:
            return "configuration";
        case FailureReason::fraud_suspected:
            return "fraud_suspected";
        case FailureReason::declined:
            return "declined";
    }
    return "declined";
}

domain::Failure describe(FailureReason reason, std::string_view provider_code) {
    return {
        .code = std::string(word(reason)),
        .message = std::string(sentence(reason)),
        .provider_code = is_code(provider_code) ? std::string(provider_code) : std::string(),
    };
}

}  // namespace gyeol::providers
