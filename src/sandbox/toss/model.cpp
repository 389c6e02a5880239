#include "sandbox/toss/model.hpp"

#include <array>
#include <utility>

namespace gyeol::sandbox::toss {
namespace {

constexpr std::array statuses{
    std::pair{Status::ready, std::string_view("READY")},
    std::pair{Status::in_progress, std::string_view("IN_PROGRESS")},
    std::pair{Status::waiting_for_deposit, std::string_view("WAITING_FOR_DEPOSIT")},
    std::pair{Status::done, std::string_view("DONE")},
    std::pair{Status::canceled, std::string_view("CANCELED")},
    std::pair{Status::partial_canceled, std::string_view("PARTIAL_CANCELED")},
    std::pair{Status::aborted, std::string_view("ABORTED")},
    std::pair{Status::expired, std::string_view("EXPIRED")},
};

constexpr std::array methods{
    std::pair{Method::unselected, std::string_view("UNSELECTED")},
    std::pair{Method::card, std::string_view("CARD")},
    std::pair{Method::virtual_account, std::string_view("VIRTUAL_ACCOUNT")},
    std::pair{Method::easy_pay, std::string_view("EASY_PAY")},
    std::pair{Method::transfer, std::string_view("TRANSFER")},
    std::pair{Method::mobile_phone, std::string_view("MOBILE_PHONE")},
    std::pair{Method::culture_gift_certificate, std::string_view("CULTURE_GIFT_CERTIFICATE")},
    std::pair{Method::book_gift_certificate, std::string_view("BOOK_GIFT_CERTIFICATE")},
    std::pair{Method::game_gift_certificate, std::string_view("GAME_GIFT_CERTIFICATE")},
};

constexpr std::array behaviours{
    std::pair{ConfirmBehaviour::approve, std::string_view("approve")},
    std::pair{ConfirmBehaviour::decline, std::string_view("decline")},
    std::pair{ConfirmBehaviour::slow, std::string_view("slow")},
    std::pair{ConfirmBehaviour::lost_reply, std::string_view("lost_reply")},
    std::pair{ConfirmBehaviour::error_after_capture, std::string_view("error_after_capture")},
};

template <typename Table, typename Value>
std::string_view text_of(const Table& table, Value value) {
    for (const auto& [each, text] : table) {
        if (each == value) return text;
    }
    return {};
}

template <typename Value, typename Table>
std::optional<Value> value_of(const Table& table, std::string_view text) {
    for (const auto& [each, its_text] : table) {
        if (its_text == text) return each;
    }
    return std::nullopt;
}

}  // namespace

std::string_view word(Status status) {
    return text_of(statuses, status);
}

std::string_view word(Method method) {
    return text_of(methods, method);
}

std::string_view word(ConfirmBehaviour behaviour) {
    return text_of(behaviours, behaviour);
}

std::string_view korean(Method method) {
    switch (method) {
        case Method::unselected:
            return "";
        case Method::card:
            return "카드";
        case Method::virtual_account:
            return "가상계좌";
        case Method::easy_pay:
            return "간편결제";
        case Method::transfer:
            return "계좌이체";
        case Method::mobile_phone:
            return "휴대폰";
        case Method::culture_gift_certificate:
            return "문화상품권";
        case Method::book_gift_certificate:
            return "도서문화상품권";
        case Method::game_gift_certificate:
            return "게임문화상품권";
    }
    return "";
}

std::optional<Status> find_status(std::string_view text) {
    return value_of<Status>(statuses, text);
}

std::optional<Method> find_method(std::string_view text) {
    return value_of<Method>(methods, text);
}

std::optional<ConfirmBehaviour> find_behaviour(std::string_view text) {
    return value_of<ConfirmBehaviour>(behaviours, text);
}

}  // namespace gyeol::sandbox::toss
