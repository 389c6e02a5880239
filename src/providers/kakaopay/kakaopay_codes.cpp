#include "providers/kakaopay/kakaopay_codes.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gyeol::providers::kakaopay {
namespace {

using enum CodeMeaning;
using enum FailureReason;

constexpr bool ask = true;
constexpr bool believe = false;
constexpr bool alarm = true;
constexpr bool quiet = false;

constexpr KakaoPayCode refusal(int code, FailureReason reason) {
    return {code, refused, believe, quiet, reason};
}

constexpr KakaoPayCode mistake(int code, FailureReason reason = configuration) {
    return {code, misconfigured, believe, alarm, reason};
}

constexpr KakaoPayCode question(int code) {
    return {code, unclear, ask, quiet, declined};
}

constexpr std::array codes{
    // Who may call at all. The numbers above -400 are those of the old API and of its parameter errors,
    // which the present one is believed to use too.
    KakaoPayCode{-1, unclear, ask, quiet, declined},
    mistake(-2, invalid_request),
    mistake(-3),
    mistake(-4),
    mistake(-5),
    KakaoPayCode{-7, not_taken_up, ask, quiet, bank_unavailable},
    mistake(-9),
    KakaoPayCode{-10, not_taken_up, believe, alarm, bank_unavailable},
    mistake(-400),
    mistake(-401),
    mistake(-403),
    mistake(-404),
    KakaoPayCode{-429, not_taken_up, believe, alarm, bank_unavailable},
    question(-500),
    KakaoPayCode{-503, not_taken_up, ask, quiet, bank_unavailable},
    KakaoPayCode{-9798, not_taken_up, ask, quiet, bank_unavailable},
    // The buyer has not finished: the payment stays open, and a token may still come.
    KakaoPayCode{-701, not_taken_up, believe, quiet, declined},
    question(-702),
    mistake(-703, invalid_request),
    mistake(-704, invalid_request),
    mistake(-705, invalid_request),
    mistake(-706, invalid_request),
    mistake(-707, invalid_request),
    KakaoPayCode{-708, refused, ask, quiet, invalid_request},
    KakaoPayCode{-710, refused, ask, quiet, invalid_request},
    KakaoPayCode{-711, refused, ask, quiet, invalid_request},
    mistake(-721, invalid_request),
    mistake(-722, invalid_request),
    refusal(-723, session_expired),
    mistake(-724, invalid_request),
    mistake(-725, invalid_request),
    mistake(-726, invalid_request),
    mistake(-730),
    mistake(-731),
    mistake(-732),
    mistake(-733),
    refusal(-750, invalid_card),
    refusal(-751, invalid_card),
    refusal(-752, limit_exceeded),
    mistake(-753, invalid_request),
    refusal(-761, declined),
    KakaoPayCode{-780, of_the_means, ask, quiet, declined},
    KakaoPayCode{-781, of_the_means, ask, quiet, declined},
    KakaoPayCode{-782, of_the_means, ask, quiet, declined},
    question(-783),
    question(-784),
    question(-785),
    refusal(-797, limit_exceeded),
    mistake(-798),
    mistake(-799),
};

struct Word {
    std::string_view code;
    MethodCode means;
};

constexpr std::array money_codes{
    Word{"LACK_BALANCE", {refused, insufficient_funds}},
    Word{"NOT_ENOUGH_BALANCE", {refused, insufficient_funds}},
    Word{"LIMIT_ONE_TIME", {refused, limit_exceeded}},
    Word{"LIMIT_USE_PER_DAY", {refused, limit_exceeded}},
    Word{"LIMIT_BALANCE", {refused, limit_exceeded}},
    Word{"BANK_ACCOUNT_NOT_FOUND", {refused, invalid_card}},
    Word{"BANK_NOT_CONNECTED", {refused, invalid_card}},
    Word{"BANK_ACCOUNT_BLOCKED", {refused, invalid_card}},
    Word{"USER_NOT_FOUND", {refused, invalid_card}},
    Word{"PAY_USER_NOT_FOUND", {refused, invalid_card}},
    Word{"DEACTIVATED_USER_STATUS", {refused, invalid_card}},
    Word{"INVALID_PAYMENT_KEY", {refused, invalid_card}},
    Word{"INVALID_CANCEL_AMOUNT", {refused, invalid_request}},
    Word{"INVALID_CANCEL_STATUS_DEACTIVE", {refused, invalid_request}},
    Word{"PAYMENT_KEY_EXISTS", {misconfigured, configuration}},
    Word{"USER_DUPLICATION", {misconfigured, configuration}},
    Word{"NETWORK_ACL_ERROR", {misconfigured, configuration}},
    Word{"CHANNEL_NOT_FOUND", {misconfigured, configuration}},
    Word{"ITEM_NOT_FOUND", {misconfigured, configuration}},
    Word{"DAILY_CROSSCHECK_INVALID_AUTH_KEY", {misconfigured, configuration}},
    Word{"BANK_FIRM_UNAVAILABLE", {not_taken_up, bank_unavailable}},
    Word{"UNDER_CONSTRUCTION", {not_taken_up, bank_unavailable}},
    Word{"USER_LOCKED", {unclear, bank_unavailable}},
    Word{"BANK_FIRM_UNKNOWN", {unclear, bank_unavailable}},
    Word{"BANK_FIRM_API_FAIL", {unclear, bank_unavailable}},
    Word{"INTERNAL_ERROR", {unclear, bank_unavailable}},
    Word{"PAY_ACCOUNT_RESPONSE_ERROR", {unclear, bank_unavailable}},
    Word{"TALK_USER_REQUEST_FAIL", {unclear, bank_unavailable}},
    Word{"TALK_USER_RESPONSE_ERROR", {unclear, bank_unavailable}},
    Word{"INVALID_CANCEL_STATUS", {unclear, invalid_request}},
};

/// Codes of card networks from `first` to `last`.
struct Numbers {
    int first = 0;
    int last = 0;
    MethodCode means;
};

constexpr Numbers one(int code, MethodCode means) {
    return {code, code, means};
}

constexpr MethodCode over_limit{refused, limit_exceeded};
constexpr MethodCode no_money{refused, insufficient_funds};
constexpr MethodCode expired{refused, card_expired};
constexpr MethodCode unusable{refused, invalid_card};
constexpr MethodCode stolen{refused, card_lost_or_stolen};
constexpr MethodCode asks_issuer{refused, card_declined};
constexpr MethodCode wrong_request{misconfigured, invalid_request};
constexpr MethodCode wrong_merchant{misconfigured, configuration};
constexpr MethodCode in_doubt{unclear, bank_unavailable};
constexpr MethodCode in_trouble{not_taken_up, bank_unavailable};
constexpr MethodCode no_cancel{refused, invalid_request};
constexpr MethodCode maybe_cancelled{unclear, invalid_request};

constexpr std::array card_codes{
    one(2, over_limit),
    one(62, over_limit),
    Numbers{159, 160, over_limit},
    Numbers{168, 169, over_limit},
    one(245, over_limit),
    Numbers{15, 16, over_limit},
    one(54, no_money),
    one(174, no_money),
    one(5039, no_money),
    one(5534, no_money),
    one(7983, no_money),
    one(8035, no_money),
    one(4, expired),
    one(23, expired),
    one(196, expired),
    Numbers{4027, 4028, expired},
    one(5004, expired),
    one(1, unusable),
    one(3, unusable),
    one(27, unusable),
    one(32, unusable),
    one(2028, unusable),
    one(5012, unusable),
    one(5019, unusable),
    one(8019, unusable),
    one(19, unusable),
    one(21, unusable),
    Numbers{156, 157, unusable},
    Numbers{161, 164, unusable},
    one(26, stolen),
    one(4006, stolen),
    one(5009, stolen),
    one(8350, stolen),
    one(8514, stolen),
    Numbers{36, 37, asks_issuer},
    one(43, asks_issuer),
    Numbers{70, 99, asks_issuer},
    one(145, asks_issuer),
    one(205, asks_issuer),
    one(126, asks_issuer),
    Numbers{5, 6, wrong_request},
    Numbers{11, 14, wrong_request},
    one(17, wrong_request),
    Numbers{7, 8, wrong_merchant},
    Numbers{29, 30, wrong_merchant},
    one(42, wrong_merchant),
    Numbers{44, 45, wrong_merchant},
    one(48, wrong_merchant),
    Numbers{108, 109, wrong_merchant},
    one(10, in_doubt),
    one(110, in_doubt),
    one(57, in_doubt),
    one(59, in_trouble),
    one(121, in_trouble),
    one(177, in_trouble),
    one(299, in_trouble),
    one(1003, in_trouble),
    one(1035, in_trouble),
    Numbers{3273, 3274, in_trouble},
    Numbers{8245, 8251, in_trouble},
    one(22, no_cancel),
    one(41, no_cancel),
    one(58, no_cancel),
    one(6666, no_cancel),
    one(24, no_cancel),
    one(136, no_cancel),
    one(25, maybe_cancelled),
    one(140, maybe_cancelled),
    one(3521, maybe_cancelled),
    one(4050, maybe_cancelled),
    one(8507, maybe_cancelled),
};

std::optional<MethodCode> find_card_code(std::string_view code) {
    constexpr std::size_t digits = 4;
    int number = 0;
    const auto* const end = code.data() + code.size();
    const auto [stop, failure] = std::from_chars(code.data(), end, number);
    const bool is_number = failure == std::errc{} && stop == end && code.front() != '-';
    if (code.size() != digits || !is_number) return std::nullopt;
    const auto* const row =
        std::find_if(card_codes.begin(), card_codes.end(), [number](const Numbers& each) {
            return each.first <= number && number <= each.last;
        });
    if (row == card_codes.end()) return std::nullopt;
    return row->means;
}

}  // namespace

const KakaoPayCode* find_code(int code) {
    const auto* const row =
        std::find_if(codes.begin(), codes.end(), [code](const KakaoPayCode& candidate) {
            return candidate.code == code;
        });
    return row == codes.end() ? nullptr : row;
}

std::optional<MethodCode> find_method_code(std::string_view code) {
    const auto* const row =
        std::find_if(money_codes.begin(), money_codes.end(), [code](const Word& candidate) {
            return candidate.code == code;
        });
    if (row != money_codes.end()) return row->means;
    return find_card_code(code);
}

}  // namespace gyeol::providers::kakaopay
