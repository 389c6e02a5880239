#include "providers/toss/toss_names.hpp"

#include <array>
#include <utility>

namespace gyeol::providers::toss {
namespace {

using domain::PaymentMethod;

struct MethodName {
    std::string_view literal;
    PaymentMethod method;
};

constexpr std::array<MethodName, 9> methods{{
    {"카드", PaymentMethod::card},
    {"가상계좌", PaymentMethod::virtual_account},
    {"간편결제", PaymentMethod::easy_pay},
    {"해외간편결제", PaymentMethod::easy_pay},
    {"휴대폰", PaymentMethod::mobile_phone},
    {"계좌이체", PaymentMethod::transfer},
    {"문화상품권", PaymentMethod::gift_certificate},
    {"도서문화상품권", PaymentMethod::gift_certificate},
    {"게임문화상품권", PaymentMethod::gift_certificate},
}};

struct BankName {
    std::string_view code;
    std::string_view name;
};

constexpr std::array<BankName, 26> banks{{
    {"39", "경남은행"},   {"34", "광주은행"},     {"12", "단위농협"},    {"32", "부산은행"},
    {"45", "새마을금고"}, {"64", "산림조합"},     {"88", "신한은행"},    {"48", "신협"},
    {"27", "씨티은행"},   {"20", "우리은행"},     {"71", "우체국"},      {"50", "저축은행"},
    {"37", "전북은행"},   {"35", "제주은행"},     {"90", "카카오뱅크"},  {"89", "케이뱅크"},
    {"92", "토스뱅크"},   {"81", "하나은행"},     {"54", "HSBC"},        {"03", "IBK기업은행"},
    {"06", "KB국민은행"}, {"31", "iM뱅크(대구)"}, {"02", "KDB산업은행"}, {"11", "NH농협은행"},
    {"23", "SC제일은행"}, {"07", "수협은행"},
}};

}  // namespace

PaymentMethod method_of(std::string_view literal) {
    for (const auto& row : methods) {
        if (row.literal == literal) return row.method;
    }
    return PaymentMethod::unselected;
}

std::string bank_name(std::string_view bank_code) {
    for (const auto& row : banks) {
        if (row.code == bank_code) return std::string(row.name);
    }
    return std::string(bank_code);
}

}  // namespace gyeol::providers::toss
