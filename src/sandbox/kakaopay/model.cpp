#include "sandbox/kakaopay/model.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {

constexpr std::array statuses{
    std::pair{Status::ready, std::string_view("READY")},
    std::pair{Status::open_payment, std::string_view("OPEN_PAYMENT")},
    std::pair{Status::select_method, std::string_view("SELECT_METHOD")},
    std::pair{Status::auth_password, std::string_view("AUTH_PASSWORD")},
    std::pair{Status::issued_sid, std::string_view("ISSUED_SID")},
    std::pair{Status::success_payment, std::string_view("SUCCESS_PAYMENT")},
    std::pair{Status::part_cancel_payment, std::string_view("PART_CANCEL_PAYMENT")},
    std::pair{Status::cancel_payment, std::string_view("CANCEL_PAYMENT")},
    std::pair{Status::fail_auth_password, std::string_view("FAIL_AUTH_PASSWORD")},
    std::pair{Status::quit_payment, std::string_view("QUIT_PAYMENT")},
    std::pair{Status::fail_payment, std::string_view("FAIL_PAYMENT")},
};

constexpr std::array methods{
    std::pair{Method::unselected, std::string_view()},
    std::pair{Method::money, std::string_view("MONEY")},
    std::pair{Method::card, std::string_view("CARD")},
};

constexpr std::array behaviours{
    std::pair{ApproveBehaviour::approve, std::string_view("approve")},
    std::pair{ApproveBehaviour::decline, std::string_view("decline")},
    std::pair{ApproveBehaviour::slow, std::string_view("slow")},
    std::pair{ApproveBehaviour::lost_reply, std::string_view("lost_reply")},
    std::pair{ApproveBehaviour::error_after_capture, std::string_view("error_after_capture")},
    std::pair{ApproveBehaviour::unclear_after_capture, std::string_view("unclear_after_capture")},
};

constexpr std::array action_types{
    std::pair{ActionType::payment, std::string_view("PAYMENT")},
    std::pair{ActionType::cancel, std::string_view("CANCEL")},
    std::pair{ActionType::issued_sid, std::string_view("ISSUED_SID")},
};

template <typename Table, typename Value>
std::string_view word_in(const Table& table, Value value) {
    const auto* found = std::find_if(table.begin(), table.end(), [value](const auto& row) {
        return row.first == value;
    });
    return found == table.end() ? std::string_view() : found->second;
}

template <typename Table>
auto find_in(const Table& table, std::string_view text)
    -> std::optional<typename Table::value_type::first_type> {
    const auto* found = std::find_if(table.begin(), table.end(), [text](const auto& row) {
        return row.second == text;
    });
    if (found == table.end()) return std::nullopt;
    return found->first;
}

}  // namespace

std::string_view word(Status status) {
    return word_in(statuses, status);
}

std::string_view word(Method method) {
    return word_in(methods, method);
}

std::string_view word(ApproveBehaviour behaviour) {
    return word_in(behaviours, behaviour);
}

std::string_view word(ActionType type) {
    return word_in(action_types, type);
}

std::optional<Status> find_status(std::string_view text) {
    return find_in(statuses, text);
}

std::optional<Method> find_method(std::string_view text) {
    return find_in(methods, text);
}

std::optional<ApproveBehaviour> find_behaviour(std::string_view text) {
    return find_in(behaviours, text);
}

std::optional<ActionType> find_action_type(std::string_view text) {
    return find_in(action_types, text);
}

Amounts operator+(const Amounts& left, const Amounts& right) {
    return {
        left.total + right.total,
        left.tax_free + right.tax_free,
        left.vat + right.vat,
        left.point + right.point,
        left.discount + right.discount,
        left.green_deposit + right.green_deposit};
}

Amounts operator-(const Amounts& left, const Amounts& right) {
    return {
        left.total - right.total,
        left.tax_free - right.tax_free,
        left.vat - right.vat,
        left.point - right.point,
        left.discount - right.discount,
        left.green_deposit - right.green_deposit};
}

Amount vat_of(Amount taxable) {
    return (2 * taxable + 11) / 22;
}

bool is_open(const Payment& payment) {
    switch (payment.status) {
        case Status::ready:
        case Status::open_payment:
        case Status::select_method:
            return true;
        case Status::auth_password:
        case Status::issued_sid:
        case Status::success_payment:
        case Status::part_cancel_payment:
        case Status::cancel_payment:
        case Status::fail_auth_password:
        case Status::quit_payment:
        case Status::fail_payment:
            return false;
    }
    return false;
}

bool was_approved(const Payment& payment) {
    return payment.approved_at.has_value();
}

}  // namespace gyeol::sandbox::kakaopay
